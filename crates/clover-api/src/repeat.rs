//! Whether the same request may be sent again after an error: one answer for each error and each kind of request.

use reqwest::{Method, Request};

use crate::error::{ApiError, NotSentCause, Refusal, RefusalKind};
use crate::wire::{Code, ErrorType};

/// What a request does to Clover's books if it arrives twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// It only reads.
    Read,
    /// It changes something, once per idempotency key.
    KeyedWrite,
    /// It changes something each time it arrives.
    UnkeyedWrite,
}

/// Whether the SAME request may be sent again. A corrected request, or another token under another key, is not the
/// same request; after [`ApiError::Declined`] or [`ApiError::Unknown`] ask Clover before you send one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Nothing was changed by it; send it again as often as you like.
    Safe,
    /// It may have been carried out: send it again with the same key and the same body, and with no other.
    SameKeyOnly,
    /// It, or an earlier one, may have been carried out: find out first.
    AfterAsking,
    /// The answer would be the same.
    Never,
}

impl Act {
    /// By the method and by the header that makes a write safe to repeat (clover-facts 2.8).
    pub(crate) fn of(request: &Request) -> Self {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            Self::Read
        } else if request.headers().contains_key("idempotency-key") {
            Self::KeyedWrite
        } else {
            Self::UnkeyedWrite
        }
    }
}

impl ApiError {
    /// Whether the request that met this error may be sent again as it was.
    pub fn repeat(&self, act: Act) -> Repeat {
        match self {
            Self::Declined(_) | Self::NotSent(NotSentCause::Unsendable | NotSentCause::WrongMoney { .. }) => {
                Repeat::Never
            }
            Self::NotSent(NotSentCause::Unreachable | NotSentCause::Busy | NotSentCause::NoBearer(_)) => {
                Repeat::Safe
            }
            Self::Unknown(_) => match act {
                Act::Read => Repeat::Safe,
                Act::KeyedWrite => Repeat::SameKeyOnly,
                Act::UnkeyedWrite => Repeat::AfterAsking,
            },
            Self::Refused(refusal) => refusal.repeat(act),
        }
    }
}

impl Refusal {
    fn repeat(&self, act: Act) -> Repeat {
        if self.is_one_too_many() {
            return Repeat::Safe;
        }
        match act {
            Act::Read if self.is_clovers_own_failure() => Repeat::Safe,
            Act::KeyedWrite | Act::UnkeyedWrite if self.hides_an_outcome() => Repeat::AfterAsking,
            Act::Read | Act::KeyedWrite | Act::UnkeyedWrite => Repeat::Never,
        }
    }

    /// Refused at the door: nothing was carried out.
    pub(crate) fn is_one_too_many(&self) -> bool {
        matches!(self.kind, RefusalKind::RateLimited { .. })
            || self.code == Some(Code::RateLimit)
            || self.error_type == Some(ErrorType::RateLimit)
    }

    /// Clover says no, but because of itself. How far it had got is not said.
    pub(crate) fn is_clovers_own_failure(&self) -> bool {
        matches!(self.code, Some(Code::ProcessingError | Code::Unexpected))
            || matches!(self.error_type, Some(ErrorType::Api | ErrorType::ApiConnection))
    }

    /// This request, or an earlier one with the same token, order or key, may have gone through.
    fn hides_an_outcome(&self) -> bool {
        self.is_clovers_own_failure() || self.may_hide_an_earlier_success()
    }
}
