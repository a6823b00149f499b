//! One thing in each of our languages: the tables of sentences that are built in.

use anyhow::Context;
use serde::de::DeserializeOwned;

use crate::config::Locale;

/// One of them for each language.
#[derive(Clone, Debug)]
pub struct ByLocale<T> {
    american: T,
    canadian: T,
    french: T,
}

impl<T> ByLocale<T> {
    /// What `make` makes of each of these, which stand in the order of [`Locale::ALL`].
    ///
    /// # Errors
    /// The first one of `make`.
    pub fn try_of<S>(
        [american, canadian, french]: [S; 3],
        make: impl Fn(S) -> anyhow::Result<T>,
    ) -> anyhow::Result<Self> {
        Ok(Self { american: make(american)?, canadian: make(canadian)?, french: make(french)? })
    }

    /// The one of this language.
    pub fn of(&self, locale: Locale) -> &T {
        match locale {
            Locale::EnUs => &self.american,
            Locale::EnCa => &self.canadian,
            Locale::FrCa => &self.french,
        }
    }
}

impl<T: DeserializeOwned> ByLocale<T> {
    /// Reads these tables; `about` says in an error whose they are.
    ///
    /// # Errors
    /// When one is no JSON, lacks a sentence or has one too many. The build script has compared them with one another.
    pub fn read(tables: [&str; 3], about: &'static str) -> anyhow::Result<Self> {
        Self::try_of(tables, |table| serde_json::from_str(table).context(about))
    }
}

/// The built-in tables of this name, in the order of [`Locale::ALL`].
macro_rules! tables {
    ($name:literal, $ending:literal) => {
        [
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name, "-en-US", $ending)),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name, "-en-CA", $ending)),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name, "-fr-CA", $ending)),
        ]
    };
    ($name:literal) => {
        $crate::by_locale::tables!($name, ".json")
    };
}
pub(crate) use tables;
