//! Takes a JSON body apart, and answers a bad one in our own form.

use api_types::{ErrorCode, FieldError};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::error::Failure;

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(&request) {
            let message = "the body must be JSON, declared as content-type: application/json";
            return Err(Failure::new(ErrorCode::NotJson, message));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| refusal(&error))
    }
}

fn is_json(request: &Request) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

fn unreadable(rejection: &BytesRejection) -> Failure {
    if rejection.status().as_u16() == ErrorCode::TooLarge.status() {
        Failure::new(ErrorCode::TooLarge, "the body is larger than any invoice")
    } else {
        Failure::new(ErrorCode::MalformedRequest, "the body could not be read to its end")
    }
}

/// What is not JSON is malformed; what is JSON of another shape has a bad field. Only the place is told, not
/// what stands there: that may be a card token.
fn refusal(error: &serde_json::Error) -> Failure {
    let place = format!("line {}, column {}", error.line(), error.column());
    if error.is_data() {
        Failure::fields(vec![FieldError { field: place, message: without_values(error) }])
    } else {
        Failure::new(ErrorCode::MalformedRequest, format!("the body is not JSON at {place}"))
    }
}

/// The library's sentence where it names fields, and a sentence of ours where it would quote a value.
fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let quotes_a_value = text.starts_with("invalid ");
    if quotes_a_value {
        let wanted = text.rsplit("expected ").next().unwrap_or("another value");
        let wanted = wanted.split(" at line").next().unwrap_or(wanted);
        format!("must be {wanted}")
    } else {
        text.split(" at line").next().unwrap_or("cannot be accepted").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &str) -> Failure {
        refusal(&serde_json::from_str::<api_types::CreatePayment>(json).unwrap_err())
    }

    #[test]
    fn a_bad_value_is_not_repeated() {
        let failure = message(r#"{"token":"clv_1TSTS","idempotency_key":"k","amount":"4242424242424242"}"#);
        assert_eq!(failure.code(), ErrorCode::InvalidFields);
        assert!(!format!("{failure:?}").contains("4242"));
    }

    #[test]
    fn a_missing_and_an_unknown_field_are_named() {
        assert!(format!("{:?}", message(r#"{"token":"t"}"#)).contains("missing field `idempotency_key`"));
        assert!(format!("{:?}", message(r#"{"tokken":"t"}"#)).contains("unknown field `tokken`"));
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        assert_eq!(message("{").code(), ErrorCode::MalformedRequest);
    }
}
