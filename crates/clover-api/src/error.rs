//! What can come of a request, told apart by what the caller may do next.
//!
//! | Variant | Did money move? | A new attempt? |
//! |---|---|---|
//! | [`ApiError::Declined`] | Clover says no, and can be wrong (a 402 has hidden a charge that went through) | with a new token, after asking |
//! | [`ApiError::Refused`] | not by this request | after what is wrong has been put right |
//! | [`ApiError::NotSent`] | no: nothing left this machine | yes |
//! | [`ApiError::Unknown`] | **nobody knows** | never before Clover has been asked |
//!
//! Texts of these errors hold neither tokens nor Clover's own sentences, so they may be logged.

use std::fmt;
use std::time::Duration;

use crate::environment::Money;
use crate::wire::{CloverText, Code, DeclineCode, ErrorType};

/// Why a call did not bring what it was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The card was declined.
    #[error("the card was declined: {0}")]
    Declined(Decline),
    /// Clover understood and said no before any money moved.
    #[error("Clover refused the request: {0}")]
    Refused(Refusal),
    /// The request may or may not have been carried out.
    #[error("the outcome is unknown: {0}")]
    Unknown(UnknownCause),
    /// The request never left.
    #[error("the request was not sent: {0}")]
    NotSent(NotSentCause),
}

/// Who can do something about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The person paying: another card, corrected details.
    Payer,
    /// The merchant: keys, permissions, account.
    Merchant,
    /// Nobody in particular; waiting helps.
    Network,
    /// The program that made the call.
    Caller,
    /// Nobody yet: the outcome must be found out first.
    Nobody,
}

impl ApiError {
    /// Who can do something about it.
    pub fn who_can_act(&self) -> Actor {
        match self {
            Self::Declined(_) => Actor::Payer,
            Self::Refused(refusal) => refusal.who_can_act(),
            Self::Unknown(_) => Actor::Nobody,
            Self::NotSent(NotSentCause::Unreachable | NotSentCause::Busy) => Actor::Network,
            Self::NotSent(NotSentCause::Unsendable | NotSentCause::WrongMoney { .. }) => Actor::Caller,
            Self::NotSent(NotSentCause::NoBearer(why)) => why.who_can_act(),
        }
    }

    /// Whether the request may have been carried out although no answer says so.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Unknown(_) => true,
            Self::Declined(_) | Self::Refused(_) | Self::NotSent(_) => false,
        }
    }

    /// Whether an EARLIER request may have succeeded: this one was refused because its token or its order is spent,
    /// or because it disagrees with what its idempotency key stands for. Proves nothing either way.
    pub fn may_hide_an_earlier_success(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.may_hide_an_earlier_success(),
            Self::Declined(_) | Self::Unknown(_) | Self::NotSent(_) => false,
        }
    }
}

/// A declined card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decline {
    /// The failed attempt, readable with `charge(id)`.
    pub charge: Option<String>,
    /// Why, when Clover says.
    pub decline_code: Option<DeclineCode>,
    /// `card_declined`, or a card error such as `expired_card`.
    pub code: Option<Code>,
    /// Clover's sentence, in the merchant's language. Never show it to the payer.
    pub text: Option<CloverText>,
}

impl fmt::Display for Decline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref().map_or_else(|| "no code".to_owned(), Code::to_string);
        let decline_code =
            self.decline_code.as_ref().map_or_else(|| "no reason".to_owned(), DeclineCode::to_string);
        write!(f, "{code}, {decline_code}, charge {}", self.charge.as_deref().unwrap_or("not named"))
    }
}

/// A request Clover would not carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What the status says.
    pub kind: RefusalKind,
    /// What exactly is wrong, when Clover says.
    pub code: Option<Code>,
    /// The family of the error, when Clover says.
    pub error_type: Option<ErrorType>,
    /// The field that is wrong, when Clover says.
    pub param: Option<String>,
    /// Clover's sentence, in the merchant's language. Never show it to the payer.
    pub text: Option<CloverText>,
}

/// What the status of a refusal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// 400: something in the request is wrong.
    BadRequest,
    /// 401: the API token is wrong or worn out.
    Unauthorized,
    /// 403: the token lacks a permission, or a firewall objected.
    Forbidden,
    /// 404: no such thing, at least for this merchant.
    NotFound,
    /// 406: the API token is of the wrong integration type.
    NotAcceptable,
    /// 409: it contradicts something else.
    Conflict,
    /// 429: too many requests at once.
    RateLimited {
        /// How long Clover asks to wait, when it says.
        retry_after: Option<Duration>,
    },
    /// Any other status from 400 to 499.
    Other(u16),
}

impl Refusal {
    pub(crate) fn may_hide_an_earlier_success(&self) -> bool {
        matches!(self.code, Some(Code::TokenAlreadyUsed | Code::OrderAlreadyPaid))
            || self.error_type == Some(ErrorType::Idempotency)
            || self.kind == RefusalKind::Conflict
    }

    /// The status, where it speaks for itself; else the code; else the family.
    fn who_can_act(&self) -> Actor {
        match self.kind {
            RefusalKind::Unauthorized | RefusalKind::Forbidden | RefusalKind::NotAcceptable => {
                Actor::Merchant
            }
            RefusalKind::RateLimited { .. } => Actor::Network,
            RefusalKind::BadRequest
            | RefusalKind::NotFound
            | RefusalKind::Conflict
            | RefusalKind::Other(_) => {
                self.code.as_ref().and_then(blamed_by_code).unwrap_or_else(|| self.blamed_by_family())
            }
        }
    }

    fn blamed_by_family(&self) -> Actor {
        match self.error_type {
            Some(ErrorType::Authentication | ErrorType::InvalidGrant) => Actor::Merchant,
            Some(ErrorType::Api | ErrorType::ApiConnection | ErrorType::RateLimit) => Actor::Network,
            Some(ErrorType::Card) => Actor::Payer,
            Some(ErrorType::Idempotency) => Actor::Nobody,
            Some(ErrorType::InvalidRequest | ErrorType::Other(_)) | None => match self.kind {
                RefusalKind::Conflict => Actor::Nobody,
                _ => Actor::Caller,
            },
        }
    }
}

/// Who can act on each code of clover-facts 2.6; nobody is blamed for a code that says too little.
fn blamed_by_code(code: &Code) -> Option<Actor> {
    match code {
        Code::CardDeclined
        | Code::CardOnFileMissing
        | Code::EmailInvalid
        | Code::ExpiredCard
        | Code::IncorrectCvc
        | Code::IncorrectNumber
        | Code::InvalidCardType
        | Code::InvalidCvc
        | Code::InvalidDetails
        | Code::InvalidExpiryMonth
        | Code::InvalidExpiryYear
        | Code::InvalidNumber => Some(Actor::Payer),
        Code::InvalidKey => Some(Actor::Merchant),
        Code::ProcessingError | Code::RateLimit | Code::Unexpected => Some(Actor::Network),
        Code::OrderAlreadyPaid | Code::TokenAlreadyUsed => Some(Actor::Nobody),
        Code::AmountTooLarge
        | Code::ChargeAlreadyCaptured
        | Code::ChargeAlreadyRefunded
        | Code::InvalidChargeAmount
        | Code::InvalidTaxAmount
        | Code::InvalidTipAmount
        | Code::Missing
        | Code::ResourceMissing => Some(Actor::Caller),
        Code::InvalidRequest | Code::Other(_) => None,
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref().map_or_else(|| "no code".to_owned(), Code::to_string);
        write!(f, "{:?}, {code}", self.kind)?;
        match &self.param {
            Some(param) => write!(f, ", field {param}"),
            None => Ok(()),
        }
    }
}

/// Why nobody knows whether a request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCause {
    /// No complete answer in time.
    #[error("no answer in time")]
    Timeout,
    /// The connection ended before the answer did.
    #[error("the connection was lost")]
    ConnectionLost,
    /// Clover answered that something went wrong inside.
    #[error("Clover answered status {0}")]
    ServerError(u16),
    /// Neither success nor refusal: a redirect, a status below 200, or 408.
    #[error("Clover answered the unexpected status {0}")]
    UnexpectedStatus(u16),
    /// The status says success, the body cannot be read.
    #[error("Clover's answer cannot be read")]
    BrokenAnswer,
    /// The answer is longer than any real one.
    #[error("Clover's answer is too long")]
    AnswerTooLong,
}

/// Why a request never left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSentCause {
    /// No connection: refused, name not found, TLS not agreed.
    #[error("Clover cannot be reached")]
    Unreachable,
    /// Its turn did not come in the time it may wait: too many calls with the same token, or Clover asked for a pause.
    #[error("too many calls are waiting for their turn")]
    Busy,
    /// It cannot be put into a request: an id or key with characters that no header or path may hold.
    #[error("it cannot be put into a request")]
    Unsendable,
    /// A card token of the sandbox was on its way to production, or the other way round.
    #[error("a card token for {token:?} money must not be sent where {environment:?} money moves")]
    WrongMoney {
        /// What the token is good for.
        token: Money,
        /// What moves where it was to be sent.
        environment: Money,
    },
    /// There is no access token for this merchant.
    #[error("{0}")]
    NoBearer(NoBearer),
}

/// Why there is no access token for a merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoBearer {
    /// The merchant never gave the app access.
    #[error("the merchant has not connected")]
    NotConnected,
    /// Access has ended: the merchant must agree anew.
    #[error("the merchant must connect again")]
    ReconnectNeeded,
    /// It could not be refreshed just now.
    #[error("the merchant's access token cannot be refreshed just now")]
    Unavailable,
}

impl NoBearer {
    fn who_can_act(self) -> Actor {
        match self {
            Self::NotConnected | Self::ReconnectNeeded => Actor::Merchant,
            Self::Unavailable => Actor::Network,
        }
    }
}

/// Why a [`Client`](crate::Client) cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The API token holds characters that no header may hold.
    #[error("the API token contains characters that a header cannot carry")]
    ApiToken,
    /// The credentials were made for another environment.
    #[error("the credentials belong to another environment")]
    OtherEnvironment,
    /// A token for production of which nobody said that it is one.
    #[error("say of a production token where it belongs: Credentials::api_token")]
    UnlabelledToken,
    /// The origin of the environment cannot be used as an address.
    #[error("the environment's origin is not an address")]
    Origin,
    /// The TLS set-up failed, mostly because the machine has no root certificates.
    #[error("TLS cannot be set up; are the system's root certificates installed?")]
    Tls,
}
