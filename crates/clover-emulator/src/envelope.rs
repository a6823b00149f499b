//! Answers and refusals, in the shapes of clover-facts 2.6.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clover_api::wire::{Code, DeclineCode, ErrorBody, ErrorEnvelope, ErrorType};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON answer. Kept for idempotency keys, hence plain data.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "(u16, Value)", into = "(u16, Value)")]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    /// 200. What is answered never has a top-level `message`: one client takes that for an error.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self { status: StatusCode::OK, body: serde_json::to_value(body).unwrap_or(Value::Null) }
    }

    /// A refusal with no details, as 401 is.
    pub(crate) fn bare(status: StatusCode) -> Self {
        Self::refusal(status, None)
    }

    /// 400: a field is wrong.
    pub(crate) fn invalid(code: Code, param: &str, message: &str) -> Self {
        let body = ErrorBody {
            kind: Some(ErrorType::InvalidRequest),
            code: Some(code),
            message: Some(message.into()),
            param: (!param.is_empty()).then(|| param.to_owned()),
            ..ErrorBody::default()
        };
        Self::refusal(StatusCode::BAD_REQUEST, Some(body))
    }

    /// 404.
    pub(crate) fn not_found(message: &str) -> Self {
        let body = ErrorBody {
            kind: Some(ErrorType::InvalidRequest),
            code: Some(Code::ResourceMissing),
            message: Some(message.into()),
            ..ErrorBody::default()
        };
        Self::refusal(StatusCode::NOT_FOUND, Some(body))
    }

    /// 402: the measured form, without `type`, with `declineCode`.
    pub(crate) fn declined(charge: &str, decline_code: &str) -> Self {
        let body = ErrorBody {
            code: Some(Code::CardDeclined),
            decline_code: Some(DeclineCode::from(decline_code)),
            charge: Some(charge.to_owned()),
            message: Some("DECLINED : the emulated issuer gave no reason.".into()),
            ..ErrorBody::default()
        };
        Self::refusal(StatusCode::PAYMENT_REQUIRED, Some(body))
    }

    /// A known idempotency key with another body.
    pub(crate) fn key_reused(status: StatusCode) -> Self {
        let body = ErrorBody {
            kind: Some(ErrorType::Idempotency),
            code: Some(Code::InvalidRequest),
            message: Some("This idempotency key came with another request before.".into()),
            ..ErrorBody::default()
        };
        Self::refusal(status, Some(body))
    }

    /// 429.
    pub(crate) fn rate_limited() -> Self {
        let body = ErrorBody {
            kind: Some(ErrorType::RateLimit),
            code: Some(Code::RateLimit),
            message: Some("Too many requests.".into()),
            ..ErrorBody::default()
        };
        Self::refusal(StatusCode::TOO_MANY_REQUESTS, Some(body))
    }

    fn refusal(status: StatusCode, error: Option<ErrorBody>) -> Self {
        // `StatusCode` prints "402 Payment Required", which is what Clover puts there.
        let envelope = ErrorEnvelope { message: Some(status.to_string()), error };
        Self { status, body: serde_json::to_value(envelope).unwrap_or(Value::Null) }
    }
}

impl TryFrom<(u16, Value)> for Answer {
    type Error = axum::http::status::InvalidStatusCode;

    fn try_from((status, body): (u16, Value)) -> Result<Self, Self::Error> {
        Ok(Self { status: StatusCode::from_u16(status)?, body })
    }
}

impl From<Answer> for (u16, Value) {
    fn from(answer: Answer) -> Self {
        (answer.status.as_u16(), answer.body)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let json = HeaderValue::from_static("application/json");
        (self.status, [(header::CONTENT_TYPE, json)], self.body.to_string()).into_response()
    }
}
