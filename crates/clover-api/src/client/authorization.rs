//! What is done to every request before it leaves: it gets its bearer, and a card token of the wrong kind stops it.

use std::sync::Arc;

use reqwest::RequestBuilder;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::credentials::{Bearer, BearerSource, Credentials};
use crate::environment::{Environment, Money};
use crate::error::{ApiError, BuildError, NotSentCause};

/// Where the `Authorization` header comes from.
pub(super) enum Authorization {
    /// `Bearer ...`, marked sensitive so that no layer below prints it.
    Fixed(HeaderValue),
    Asked(Arc<dyn BearerSource>),
}

/// The bearer of one request, to be told of what became of it.
pub(super) enum Borne {
    Fixed,
    Asked(Arc<dyn BearerSource>, SecretString),
}

impl Authorization {
    pub(super) fn of(credentials: Credentials) -> Result<Self, BuildError> {
        match credentials.bearer {
            Bearer::Static(token) => header(&token).map(Self::Fixed).ok_or(BuildError::ApiToken),
            Bearer::Asked(source) => Ok(Self::Asked(source)),
        }
    }

    /// What Clover's limits are counted on: the token, or the account whose tokens follow each other.
    pub(super) fn account(&self) -> Vec<u8> {
        match self {
            Self::Fixed(value) => value.as_bytes().to_vec(),
            Self::Asked(source) => source.account().as_bytes().to_vec(),
        }
    }

    /// The request as it may leave.
    pub(super) async fn admit(
        &self,
        environment: &Environment,
        request: RequestBuilder,
    ) -> Result<(RequestBuilder, Borne), ApiError> {
        let (client, request) = request.build_split();
        let mut request = request.map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        if let Some(body) = request.body().and_then(reqwest::Body::as_bytes) {
            right_money(environment.money(), body)?;
        }
        let (value, borne) = match self {
            Self::Fixed(value) => (value.clone(), Borne::Fixed),
            Self::Asked(source) => {
                let bearer = source.bearer().await;
                let bearer = bearer.map_err(|why| ApiError::NotSent(NotSentCause::NoBearer(why)))?;
                let value = header(&bearer).ok_or(ApiError::NotSent(NotSentCause::Unsendable))?;
                (value, Borne::Asked(Arc::clone(source), bearer))
            }
        };
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok((RequestBuilder::from_parts(client, request), borne))
    }
}

impl Borne {
    /// Clover answered 401.
    pub(super) async fn refused(&self) {
        match self {
            Self::Fixed => {}
            Self::Asked(source, bearer) => source.refused(bearer).await,
        }
    }
}

fn header(token: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Looks for card tokens in a JSON body, wherever they stand: `"clv_` begins a string unless a backslash makes the
/// quotation mark part of one. The sandbox's tokens begin with `clv_1TST` (seed 4); a production token has another three
/// letters in that place. Anything else (a customer, a multi-pay token) is not told apart and goes through.
fn right_money(environment: Money, body: &[u8]) -> Result<(), ApiError> {
    let starts = body.windows(TOKEN_START.len()).enumerate().filter(|(_, part)| *part == TOKEN_START);
    for (place, _) in starts {
        if place.checked_sub(1).and_then(|before| body.get(before)) == Some(&b'\\') {
            continue;
        }
        let rest = body.get(place + TOKEN_START.len()..).unwrap_or_default();
        let token = money_of(rest);
        match (token, environment) {
            (Some(Money::Test), Money::Real) | (Some(Money::Real), Money::Test) => {
                let token = token.unwrap_or(environment);
                return Err(ApiError::NotSent(NotSentCause::WrongMoney { token, environment }));
            }
            _ => {}
        }
    }
    Ok(())
}

const TOKEN_START: &[u8] = b"\"clv_1";

/// By the three capitals after `clv_1`, which a token must have 17 characters more than to be taken for one.
fn money_of(rest: &[u8]) -> Option<Money> {
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let kind = rest.get(..3).filter(|kind| kind.iter().all(u8::is_ascii_uppercase))?;
    match kind {
        b"TST" => Some(Money::Test),
        _ if length >= 20 => Some(Money::Real),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_the_sandbox_does_not_go_where_real_money_moves() {
        let body = br#"{"amount":1,"source":"clv_1TSTabcdefghijklmnopqrst"}"#;
        assert!(right_money(Money::Real, body).is_err());
        assert!(right_money(Money::Test, body).is_ok() && right_money(Money::Pretended, body).is_ok());
    }

    #[test]
    fn a_live_token_does_not_go_to_the_sandbox() {
        let body = br#"{"list":[{"source":"clv_1ABCdefghijklmnopqrstuv"}]}"#;
        assert!(right_money(Money::Test, body).is_err());
        assert!(right_money(Money::Real, body).is_ok() && right_money(Money::Pretended, body).is_ok());
    }

    #[test]
    fn what_cannot_be_told_apart_goes_through() {
        for body in [r#"{"source":"7QK2M9X4TB0HR"}"#, r#"{"source":"clv_1ab"}"#, r#"{"note":"\"clv_1TST\""}"#]
        {
            assert!(right_money(Money::Real, body.as_bytes()).is_ok(), "{body}");
            assert!(right_money(Money::Test, body.as_bytes()).is_ok(), "{body}");
        }
    }
}
