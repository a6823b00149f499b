//! Where the records are: a SQLite file or a PostgreSQL database, by URL.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// The URL of the database. It may hold a password, so it is shown without one.
#[derive(Clone)]
pub struct DatabaseUrl {
    url: SecretString,
    shown: String,
}

/// Why a text is no URL of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be of the form \"sqlite://path/to/file\" or \"postgres://user@host/database\"")]
pub struct DatabaseUrlError;

impl DatabaseUrl {
    /// Checks the form only; whether the database can be opened is known once it is.
    ///
    /// # Errors
    /// [`DatabaseUrlError`] when it is neither SQLite nor PostgreSQL, or names no file.
    pub fn parse(text: &str) -> Result<Self, DatabaseUrlError> {
        let (scheme, rest) = text.split_once("://").ok_or(DatabaseUrlError)?;
        let shown = match scheme {
            "sqlite" if !rest.is_empty() => text.to_owned(),
            "postgres" | "postgresql" => without_secrets(text)?,
            _ => return Err(DatabaseUrlError),
        };
        Ok(Self { url: text.to_owned().into(), shown })
    }

    /// The URL as it was given, for opening the database and nothing else.
    pub fn expose(&self) -> &str {
        self.url.expose_secret()
    }

    /// Whether it holds what a file must not hold.
    pub(super) fn has_password(&self) -> bool {
        let parsed = Url::parse(self.expose());
        parsed.is_ok_and(|url| {
            url.password().is_some() || url.query_pairs().any(|(name, _)| name == "password")
        })
    }
}

/// Host, account and database are enough to recognise it by.
fn without_secrets(text: &str) -> Result<String, DatabaseUrlError> {
    let mut url = Url::parse(text).map_err(|_| DatabaseUrlError)?;
    // Fails only for URLs that can have no password.
    let _ = url.set_password(None);
    url.set_query(None);
    Ok(url.into())
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").field(&self.shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_neither_shown_nor_lost() {
        for secret in ["postgres://ada:hush@db/x?sslmode=require", "postgresql://ada@db/x?password=hush"] {
            let url = DatabaseUrl::parse(secret).unwrap();
            assert!(url.has_password());
            assert_eq!(url.expose(), secret);
            assert!(!format!("{url} {url:?}").contains("hush") && url.to_string().contains("ada@db/x"));
        }
        assert!(!DatabaseUrl::parse("postgres://ada@db/x").unwrap().has_password());
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "trefoil.db", "sqlite://", "sqlite:trefoil.db", "mysql://db/x", "postgres://a b/x"] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
