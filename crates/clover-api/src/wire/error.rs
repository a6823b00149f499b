//! The envelope around every refusal of the Ecommerce host (clover-facts 2.6).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Code, DeclineCode, ErrorType};

/// `{"message": "402 Payment Required", "error": {...}}`. A 401 has only the message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEnvelope {
    /// Status and reason phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
}

/// What is wrong. Every field may be missing; a decline usually has no `type`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "EitherSpelling")]
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

/// Both spellings of the decline code are in circulation, and nothing forbids both in one answer.
#[derive(Deserialize)]
struct EitherSpelling {
    #[serde(default, rename = "type")]
    kind: Option<ErrorType>,
    #[serde(default)]
    code: Option<Code>,
    #[serde(default, rename = "declineCode")]
    camel: Option<DeclineCode>,
    #[serde(default, rename = "decline_code")]
    snake: Option<DeclineCode>,
    #[serde(default)]
    charge: Option<String>,
    #[serde(default)]
    message: Option<CloverText>,
    #[serde(default)]
    param: Option<String>,
}

impl From<EitherSpelling> for ErrorBody {
    fn from(read: EitherSpelling) -> Self {
        Self {
            kind: read.kind,
            code: read.code,
            decline_code: read.camel.or(read.snake),
            charge: read.charge,
            message: read.message,
            param: read.param,
        }
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
