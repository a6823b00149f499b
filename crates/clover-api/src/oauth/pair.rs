//! An access token and the refresh token that renews it, with the moments at which they end.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// What Clover gives for a code or for a refresh token. `Debug` hides both tokens.
#[derive(Debug, Clone)]
pub struct TokenPair {
    /// For `Authorization: Bearer`.
    pub access_token: SecretString,
    /// From here on Clover takes the access token no more.
    pub access_token_until: Timestamp,
    /// Works once, for the next pair.
    pub refresh_token: SecretString,
    /// From here on the merchant has to agree anew.
    pub refresh_token_until: Timestamp,
}

/// The answer of `/oauth/v2/token`, `/refresh` and `/recovery`: moments in seconds since 1970, not durations.
#[derive(Deserialize)]
pub(super) struct PairJson {
    access_token: String,
    #[serde(deserialize_with = "moment")]
    access_token_expiration: Timestamp,
    refresh_token: String,
    #[serde(deserialize_with = "moment")]
    refresh_token_expiration: Timestamp,
}

impl From<PairJson> for TokenPair {
    fn from(read: PairJson) -> Self {
        Self {
            access_token: read.access_token.into(),
            access_token_until: read.access_token_expiration,
            refresh_token: read.refresh_token.into(),
            refresh_token_until: read.refresh_token_expiration,
        }
    }
}

/// A number, or a number as text.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(i64),
        Text(String),
    }
    let seconds = match Seconds::deserialize(deserializer)? {
        Seconds::Number(seconds) => Some(seconds),
        Seconds::Text(text) => text.trim().parse().ok(),
    };
    seconds
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .ok_or_else(|| serde::de::Error::custom("no moment in seconds since 1970"))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn expiry_is_read_as_a_moment_whatever_the_answer_adds() {
        let pair: PairJson = serde_json::from_str(include_str!("../../fixtures/oauth-tokens.json")).unwrap();
        let pair = TokenPair::from(pair);
        assert_eq!(pair.access_token_until, "2026-09-21T14:43:20Z".parse().unwrap());
        assert!(pair.refresh_token.expose_secret().starts_with("clvroar-"));
        assert!(!format!("{pair:?}").contains("clvroar"));
    }

    #[test]
    fn seconds_may_be_text_and_nothing_else() {
        let read = |expiry: &str| {
            let json = format!(
                r#"{{"access_token":"a","access_token_expiration":{expiry},"refresh_token":"r","refresh_token_expiration":9}}"#
            );
            serde_json::from_str::<PairJson>(&json).map(|pair| pair.access_token_expiration.as_second())
        };
        assert_eq!(read("\"1790001800\"").unwrap(), 1_790_001_800);
        for wrong in ["null", "\"soon\"", "{}", "9999999999999999", "-1e99"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_part_is_needed_and_more_does_no_harm() {
        let whole: serde_json::Map<_, _> =
            serde_json::from_str(include_str!("../../fixtures/oauth-tokens.json")).unwrap();
        let read = |json: &serde_json::Map<String, serde_json::Value>| {
            serde_json::from_value::<PairJson>(json.clone().into()).is_ok()
        };
        for name in whole.keys() {
            let (mut gone, mut null) = (whole.clone(), whole.clone());
            gone.remove(name);
            null[name] = serde_json::Value::Null;
            assert!(!read(&gone) && !read(&null), "{name}");
        }
        let mut more = whole;
        more.insert("scope".into(), serde_json::json!({ "of": ["anything", 1, null] }));
        assert!(read(&more));
    }
}
