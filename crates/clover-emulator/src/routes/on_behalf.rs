//! The callers of the platform host who must name their merchant in a header besides bearing its token.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use clover_api::wire::Code;

use super::Caller;
use crate::emulator::Emulator;
use crate::envelope::Answer;

/// Whom the token belongs to, confirmed by `X-Clover-Merchant-Id` (clover-facts 2.12).
pub(crate) struct OnBehalf {
    pub(crate) merchant: String,
}

impl FromRequestParts<Emulator> for OnBehalf {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Answer> {
        let caller = Caller::from_request_parts(parts, emulator).await?;
        match parts.headers.get("x-clover-merchant-id").map(axum::http::HeaderValue::as_bytes) {
            None => Err(Answer::invalid(
                Code::Missing,
                "X-Clover-Merchant-Id",
                "The header X-Clover-Merchant-Id is missing.",
            )),
            Some(id) if id != caller.merchant.as_bytes() => Err(Answer::bare(StatusCode::UNAUTHORIZED)),
            Some(_) => Ok(Self { merchant: caller.merchant }),
        }
    }
}
