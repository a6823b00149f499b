//! Coming back from Clover: what the query of the callback says (clover-facts 3).

use secrecy::SecretString;
use url::form_urlencoded;

use super::{OAuth, Pending};

/// What a request to the app's redirect address means.
#[derive(Debug)]
pub enum Callback {
    /// The merchant agreed: exchange the code within minutes, once.
    Granted(Grant),
    /// The merchant opened the app from Clover's App Market or dashboard: there is no code, so send the browser to
    /// [`OAuth::authorize`] and keep what that returns.
    StartedFromAppMarket {
        /// Who opened it, as the URL says: proves nothing.
        merchant_id: String,
    },
    /// The merchant, or Clover, said no. Not checked against the state, as all it leads to is a page that says so.
    Denied,
    /// A code without the state that this browser left with: an old tab, a lost cookie or a forgery. Start again.
    StateMismatch,
    /// A code for another app.
    OtherApp,
    /// None of these; the request did not come from Clover.
    Unreadable,
}

/// What the merchant granted.
#[derive(Debug)]
pub struct Grant {
    /// For [`OAuth::exchange`]. Lives for minutes and works once.
    pub code: SecretString,
    /// The merchant, 13 characters. The only place where Clover says it: no token answer does. It is as trustworthy as
    /// the browser that brought it, so check it with [`Client::merchant`](crate::Client::merchant) and the new token.
    pub merchant_id: String,
    /// Who of the merchant's people agreed, when Clover says.
    pub employee_id: Option<String>,
}

impl OAuth {
    /// Reads the query (without `?`) of a request to the redirect address. `pending` is what was kept when this browser
    /// left, if anything; a callback that was read must not be read again with the same one.
    pub fn read_callback(&self, query: &str, pending: Option<&Pending>) -> Callback {
        let field = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .filter(|it| !it.is_empty())
        };
        if field("error").is_some() {
            return Callback::Denied;
        }
        match (field("code"), field("merchant_id").filter(|id| is_id(id))) {
            (Some(_), _) if field("client_id").is_some_and(|id| id != self.app().client_id) => {
                Callback::OtherApp
            }
            (Some(code), Some(merchant_id)) => {
                let state = field("state").unwrap_or_default();
                if !pending.is_some_and(|pending| pending.is_answered_by(&state)) {
                    return Callback::StateMismatch;
                }
                let employee_id = field("employee_id");
                Callback::Granted(Grant { code: code.into(), merchant_id, employee_id })
            }
            (None, Some(merchant_id)) => Callback::StartedFromAppMarket { merchant_id },
            (_, None) => Callback::Unreadable,
        }
    }
}

/// Letters and digits, as every id of Clover's; it will stand in paths and in a database.
fn is_id(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::Environment;
    use crate::oauth::{App, Trust};

    fn read(query: &str, state: Option<&str>) -> Callback {
        let app = App { client_id: "APP01".into(), trust: Trust::Low };
        let oauth = OAuth::new(Environment::Sandbox, app).unwrap();
        let pending = state.map(|state| Pending::restore(state.into(), None));
        oauth.read_callback(query, pending.as_ref())
    }

    const GRANTED: &str = "merchant_id=MERCH01&employee_id=EMP01&client_id=APP01&code=c%2Bde&state=s-1";

    #[test]
    fn a_grant_with_the_right_state_brings_code_and_merchant() {
        let Callback::Granted(grant) = read(GRANTED, Some("s-1")) else { panic!() };
        assert_eq!(grant.code.expose_secret(), "c+de");
        assert_eq!((grant.merchant_id.as_str(), grant.employee_id.as_deref()), ("MERCH01", Some("EMP01")));
    }

    #[test]
    fn a_code_without_the_state_that_left_is_not_taken() {
        let no_state = "merchant_id=MERCH01&client_id=APP01&code=c";
        for (query, state) in
            [(GRANTED, None), (GRANTED, Some("s-2")), (GRANTED, Some("s-12")), (no_state, Some("s-1"))]
        {
            assert!(matches!(read(query, state), Callback::StateMismatch), "{query} {state:?}");
        }
    }

    /// An empty state kept by mistake must not be answered by an absent one.
    #[test]
    fn an_empty_state_matches_nothing() {
        assert!(matches!(read("merchant_id=MERCH01&code=c", Some("")), Callback::StateMismatch));
    }

    #[test]
    fn a_start_from_the_app_market_has_no_code() {
        let started = read("merchant_id=MERCH01&employee_id=E&client_id=APP01", Some("s-1"));
        assert!(
            matches!(started, Callback::StartedFromAppMarket { merchant_id } if merchant_id == "MERCH01")
        );
    }

    #[test]
    fn a_refusal_a_strange_app_and_nonsense_are_told_apart() {
        assert!(matches!(read("error=access_denied&state=s-1", Some("s-1")), Callback::Denied));
        let strange = "merchant_id=MERCH01&client_id=OTHER&code=c&state=s-1";
        assert!(matches!(read(strange, Some("s-1")), Callback::OtherApp));
        for nonsense in ["", "code=c&state=s-1", "merchant_id=..%2Fx&code=c&state=s-1", "%zz=&&="] {
            assert!(matches!(read(nonsense, Some("s-1")), Callback::Unreadable), "{nonsense}");
        }
    }
}
