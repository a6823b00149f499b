//! The sites that may show a merchant's pay pages inside their own.

use url::{Host, Url};

use super::public_url;
use super::table::{Problems, Table};

/// The setting.
const ORIGINS: &str = "embed_origins";
/// All of them stand in a header of every pay page.
const MOST: usize = 20;
const FORM: &str = "must be scheme, host and port of a site, such as \"https://portal.example.com\"; \
    plain http is only for this machine, and there are no wildcards";

/// Scheme, host and port of a site, as browsers spell an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedOrigin(String);

impl EmbedOrigin {
    /// Reads an origin; a `/` behind it is the same one.
    ///
    /// # Errors
    /// When it is more or less than an origin, not https except on this machine, or could mean more than one site:
    /// the text goes into a policy, where a `*` or a `;` has a meaning of its own.
    pub fn parse(text: &str) -> Result<Self, EmbedOriginError> {
        let url = Url::parse(text).ok().filter(public_url::is_origin).ok_or(EmbedOriginError)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let is_one_site = match url.host() {
            Some(Host::Domain(name)) => name.bytes().all(plain),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
            None => false,
        };
        if is_one_site && (url.scheme() == "https" || public_url::is_local(&url)) {
            Ok(Self(url.origin().ascii_serialization()))
        } else {
            Err(EmbedOriginError)
        }
    }

    /// `https://portal.example.com`, without a `/` at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The origins with blanks between them, as policies and attributes write them.
    pub fn listed(origins: &[Self]) -> String {
        origins.iter().map(Self::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Who may frame a page, in the words of a content security policy: these, or else nobody.
    pub fn ancestors(origins: &[Self]) -> String {
        if origins.is_empty() { "'none'".to_owned() } else { Self::listed(origins) }
    }
}

/// Why a text is not the origin of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{FORM}")]
pub struct EmbedOriginError;

/// The sites of this merchant; none unless set.
pub(super) fn read(table: &mut Table<'_>, problems: &mut Problems) -> Option<Vec<EmbedOrigin>> {
    let texts = table.texts(ORIGINS, problems);
    if let Some(one_too_many) = texts.get(MOST) {
        problems.add(&one_too_many.place, format!("has more than {MOST} sites"));
        return None;
    }
    texts.iter().map(|text| problems.parsed(&text.place, EmbedOrigin::parse(&text.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_spelt_as_browsers_spell_it() {
        for (text, origin) in [
            ("https://Portal.Example.com/", "https://portal.example.com"),
            ("https://portal.example.com:443", "https://portal.example.com"),
            ("https://münchen.example:8443", "https://xn--mnchen-3ya.example:8443"),
            ("http://localhost:8070", "http://localhost:8070"),
            ("http://[::1]:8070", "http://[::1]:8070"),
        ] {
            assert_eq!(EmbedOrigin::parse(text).as_ref().map(EmbedOrigin::as_str), Ok(origin), "{text}");
        }
    }

    #[test]
    fn whatever_could_mean_another_site_or_more_than_one_is_refused() {
        for text in [
            "",
            "*",
            "portal.example.com",
            "https://*.example.com",
            "https://a;b.example.com",
            "https://a,b.example.com",
            "http://portal.example.com",
            "https://portal.example.com/shop",
            "https://portal.example.com?x",
            "https://user@portal.example.com",
            "data:text/html,x",
            "null",
            "'self'",
        ] {
            assert_eq!(EmbedOrigin::parse(text), Err(EmbedOriginError), "{text}");
        }
    }
}
