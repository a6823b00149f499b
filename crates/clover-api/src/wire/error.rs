//! The envelope around every refusal of the Ecommerce host (clover-facts 2.6).

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Code, DeclineCode, ErrorType};

/// `{"message": "402 Payment Required", "error": {...}}`. A 401 has only the message, and so have the refusals of the
/// platform host; OAuth puts a word where the others put an object. Any JSON at all is read: what says nothing is skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Value")]
pub struct ErrorEnvelope {
    /// Status and reason phrase, or the sentence of a host that sends nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
}

/// What is wrong. Every field may be missing; a decline usually has no `type`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Value")]
pub struct ErrorBody {
    /// The family of the error.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ErrorType>,
    /// The code to act on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Why the card was declined.
    #[serde(rename = "declineCode", skip_serializing_if = "Option::is_none")]
    pub decline_code: Option<DeclineCode>,
    /// The failed charge of a decline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// Clover's sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<CloverText>,
    /// The field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
}

impl From<Value> for ErrorEnvelope {
    fn from(read: Value) -> Self {
        let error = match &read["error"] {
            // OAuth: `{"error": "invalid_grant", "error_description": "..."}`.
            Value::String(word) => Some(ErrorBody {
                kind: Some(ErrorType::from(word.as_str())),
                message: text(&read, "error_description").map(CloverText),
                ..ErrorBody::default()
            }),
            body @ Value::Object(_) => Some(ErrorBody::from(body.clone())),
            _ => Some(ErrorBody::from(read.clone())).filter(ErrorBody::says_what_is_wrong),
        };
        let message = read.as_str().map(str::to_owned).or_else(|| text(&read, "message"));
        Self { message, error }
    }
}

impl From<Value> for ErrorBody {
    /// Both spellings of the decline code are in circulation, and nothing forbids both in one answer.
    fn from(read: Value) -> Self {
        let decline_code = text(&read, "declineCode").or_else(|| text(&read, "decline_code"));
        Self {
            kind: text(&read, "type").map(|word| ErrorType::from(word.as_str())),
            code: text(&read, "code").map(|word| Code::from(word.as_str())),
            decline_code: decline_code.map(|word| DeclineCode::from(word.as_str())),
            charge: text(&read, "charge"),
            message: text(&read, "message").map(CloverText),
            param: text(&read, "param"),
        }
    }
}

impl ErrorBody {
    /// Whether there is more than a sentence.
    fn says_what_is_wrong(&self) -> bool {
        self.kind.is_some() || self.code.is_some() || self.decline_code.is_some() || self.param.is_some()
    }
}

/// A field that is text, or a number that stands for one; anything else counts as not said.
fn text(object: &Value, name: &str) -> Option<String> {
    match &object[name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A sentence written by Clover, in the MERCHANT's language. Never show it to a payer; act on the code instead.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CloverText(String);

impl CloverText {
    /// The sentence, for the merchant or an operator.
    pub fn for_the_merchant(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CloverText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for CloverText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CloverText(..)")
    }
}
