//! What can go wrong on the way to a token, told apart by what helps.

use std::fmt::Display;

use crate::error::{ApiError, NoBearer, NotSentCause, RefusalKind, UnknownCause};

/// Why an OAuth call brought no tokens. Texts hold no secret and nothing that Clover wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The code is worn out or was never Clover's, or the app's secret or verifier is wrong. Start again at
    /// [`OAuth::authorize`](super::OAuth::authorize); if that does not help, check the app's id and secret.
    #[error("Clover does not take the authorization code from this app (status {0})")]
    CodeRefused(u16),
    /// The refresh token was used before, has ended, or the merchant removed the app.
    #[error("Clover does not take the refresh token")]
    RefreshTokenRefused,
    /// The request was not understood; the program is wrong, not the merchant.
    #[error("Clover does not understand the request (status {0})")]
    NotUnderstood(u16),
    /// Too many requests; later, the same request may succeed.
    #[error("Clover wants fewer requests")]
    RateLimited,
    /// The exchange of a low-trust app needs the verifier it left with, and there is none.
    #[error("the PKCE verifier was not kept")]
    VerifierMissing,
    /// Only an app with a secret can recover a lost pair.
    #[error("only a high-trust app can recover a lost pair of tokens")]
    SecretMissing,
    /// Clover may have made new tokens although nobody got them.
    #[error("the outcome is unknown: {0}")]
    Unknown(UnknownCause),
    /// The request never left.
    #[error("the request was not sent: {0}")]
    NotSent(NotSentCause),
}

/// Which of a merchant's secrets a call presents.
#[derive(Clone, Copy)]
pub(super) enum Presented {
    Code,
    RefreshToken,
}

impl OAuthError {
    pub(super) fn of(presented: Presented, error: &ApiError) -> Self {
        let kind = match error {
            ApiError::Unknown(cause) => return Self::Unknown(*cause),
            ApiError::NotSent(cause) => return Self::NotSent(*cause),
            ApiError::Declined(_) => return Self::NotUnderstood(402),
            ApiError::Refused(refusal) => refusal.kind,
        };
        match (kind, presented) {
            (RefusalKind::RateLimited { .. }, _) => Self::RateLimited,
            (RefusalKind::Unauthorized, Presented::RefreshToken) => Self::RefreshTokenRefused,
            (RefusalKind::BadRequest, Presented::Code) => Self::CodeRefused(400),
            (RefusalKind::Unauthorized, Presented::Code) => Self::CodeRefused(401),
            (RefusalKind::Forbidden, Presented::Code) => Self::CodeRefused(403),
            (RefusalKind::BadRequest, Presented::RefreshToken) => Self::NotUnderstood(400),
            (RefusalKind::Forbidden, Presented::RefreshToken) => Self::NotUnderstood(403),
            (RefusalKind::NotFound, _) => Self::NotUnderstood(404),
            (RefusalKind::NotAcceptable, _) => Self::NotUnderstood(406),
            (RefusalKind::Conflict, _) => Self::NotUnderstood(409),
            (RefusalKind::Other(status), _) => Self::NotUnderstood(status),
        }
    }
}

/// Why a [`TokenSource`](super::TokenSource) has no access token to give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing is stored for this merchant: they never connected.
    #[error("the merchant has not connected")]
    NotConnected,
    /// What is stored has ended or is refused: the merchant must agree anew.
    #[error("the merchant must connect again")]
    ReconnectNeeded,
    /// Another node has been refreshing for too long; try again soon.
    #[error("another node is refreshing the merchant's tokens")]
    Busy,
    /// Clover could not be asked; try again later.
    #[error("the tokens could not be refreshed: {0}")]
    Refresh(OAuthError),
    /// The vault failed.
    #[error("the token vault failed: {0}")]
    Vault(String),
}

impl TokenError {
    pub(super) fn vault(error: &impl Display) -> Self {
        Self::Vault(error.to_string())
    }

    /// The same for a request that could not be sent for want of a token.
    pub(super) fn no_bearer(&self) -> NoBearer {
        match self {
            Self::NotConnected => NoBearer::NotConnected,
            Self::ReconnectNeeded => NoBearer::ReconnectNeeded,
            Self::Busy | Self::Refresh(_) | Self::Vault(_) => NoBearer::Unavailable,
        }
    }
}
