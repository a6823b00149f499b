//! Leaving for Clover's consent page: the address, and what must be kept until the merchant comes back.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use super::{OAuth, Trust};

/// Where to send the merchant's browser, and what to keep meanwhile.
#[derive(Debug)]
pub struct Authorization {
    /// Clover's consent page. An app that is not installed lands in the App Market instead and never comes back.
    pub url: Url,
    /// Must be there again when the callback is read, bound to the same browser.
    pub pending: Pending,
}

/// What ties a callback to the browser that left: the state, and for a low-trust app the PKCE verifier.
pub struct Pending {
    state: SecretString,
    verifier: Option<SecretString>,
}

impl Pending {
    /// Puts one together again from where it was kept.
    pub fn restore(state: SecretString, verifier: Option<SecretString>) -> Self {
        Self { state, verifier }
    }

    /// The state, 43 characters that fit a cookie or a URL.
    pub fn state(&self) -> &SecretString {
        &self.state
    }

    /// The PKCE verifier; `None` for a high-trust app.
    pub fn verifier(&self) -> Option<&SecretString> {
        self.verifier.as_ref()
    }

    /// Compares in constant time: how far a guess was right must not show. A state that was lost while it was kept
    /// is answered by nothing.
    pub(super) fn is_answered_by(&self, state: &str) -> bool {
        !state.is_empty() && self.state.expose_secret().as_bytes().ct_eq(state.as_bytes()).into()
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending(hidden)")
    }
}

impl OAuth {
    /// Starts an authorization. `redirect_uri` must be at or below the app's Site URL, or Clover shows an error page.
    /// Each call makes a new state, and for a low-trust app a new verifier.
    pub fn authorize(&self, redirect_uri: &Url) -> Authorization {
        let state = unguessable();
        let mut url = self.authorize_page().clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.app().client_id)
            .append_pair("response_type", "code")
            .append_pair("redirect_uri", redirect_uri.as_str())
            .append_pair("state", &state);
        let verifier = match self.app().trust {
            Trust::High { .. } => None,
            Trust::Low => {
                let verifier = unguessable();
                url.query_pairs_mut()
                    .append_pair("code_challenge", &challenge(&verifier))
                    .append_pair("code_challenge_method", "S256");
                Some(verifier.into())
            }
        };
        Authorization { url, pending: Pending { state: state.into(), verifier } }
    }
}

/// The S256 challenge of a verifier (RFC 7636, section 4.2).
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// 32 random bytes, as 43 characters that need no escaping anywhere.
#[expect(clippy::expect_used, reason = "without random numbers every state could be guessed: stop")]
fn unguessable() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system has no random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;
    use crate::oauth::App;

    fn query(trust: Trust) -> (Vec<(String, String)>, Authorization) {
        let oauth = OAuth::new(Environment::ProductionEu, App { client_id: "APP01".into(), trust }).unwrap();
        let left = oauth.authorize(&Url::parse("https://shop.example/connect/callback?a=1&b=2").unwrap());
        (left.url.query_pairs().into_owned().collect(), left)
    }

    #[test]
    fn a_high_trust_app_leaves_with_a_state_and_no_challenge() {
        let (query, left) = query(Trust::High { secret: "shh".into() });
        assert!(left.url.as_str().starts_with("https://www.eu.clover.com/oauth/v2/authorize?"));
        let names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["client_id", "response_type", "redirect_uri", "state"]);
        assert_eq!(query[2].1, "https://shop.example/connect/callback?a=1&b=2");
        assert_eq!(query[3].1, left.pending.state().expose_secret());
        assert!(left.pending.verifier().is_none() && !left.url.as_str().contains("shh"));
    }

    #[test]
    fn a_low_trust_app_shows_the_hash_of_its_verifier() {
        let (query, left) = query(Trust::Low);
        let verifier = left.pending.verifier().unwrap().expose_secret();
        assert_eq!(query[4], ("code_challenge".into(), challenge(verifier)));
        assert_eq!(query[5], ("code_challenge_method".into(), "S256".into()));
        assert!((43..=128).contains(&verifier.len()) && !left.url.as_str().contains(verifier));
    }

    /// The example of RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_that_of_the_standard() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn no_two_authorizations_share_a_state_and_none_shows_it() {
        let (_, one) = query(Trust::Low);
        let (_, other) = query(Trust::Low);
        assert_ne!(one.pending.state().expose_secret(), other.pending.state().expose_secret());
        assert!(!format!("{:?}", one.pending).contains(one.pending.state().expose_secret()));
    }
}
