//! From a status and a body to an answer or an [`ApiError`]: the one place that decides what an answer means.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::error::{ApiError, Decline, Refusal, RefusalKind, UnknownCause};
use crate::transport::Answer;
use crate::wire::{CloverText, Code, ErrorBody, ErrorEnvelope, ErrorType};

/// Reads what was asked for, or says why not.
pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ApiError> {
    match failure(answer) {
        Some(error) => Err(error),
        None => json(&answer.body).ok_or(ApiError::Unknown(UnknownCause::BrokenAnswer)),
    }
}

/// What the status says, with the body's help; nothing where it says success.
pub(crate) fn failure(answer: &Answer) -> Option<ApiError> {
    match answer.status {
        200..300 => None,
        408 => Some(ApiError::Unknown(UnknownCause::UnexpectedStatus(408))),
        400..500 => Some(said_no(answer)),
        500.. => Some(ApiError::Unknown(UnknownCause::ServerError(answer.status))),
        other => Some(ApiError::Unknown(UnknownCause::UnexpectedStatus(other))),
    }
}

/// Firewalls answer 403 in HTML, a 401 has no `error`: what cannot be read counts as not said.
fn said_no(answer: &Answer) -> ApiError {
    let envelope = json::<ErrorEnvelope>(&answer.body).unwrap_or_default();
    let sentence = envelope.message.as_deref().map(CloverText::from);
    let mut body = envelope.error.unwrap_or_default();
    body.message = body.message.or(sentence);
    if is_decline(answer.status, &body) {
        return ApiError::Declined(Decline {
            charge: body.charge,
            decline_code: body.decline_code,
            code: body.code,
            text: body.message,
        });
    }
    ApiError::Refused(Refusal {
        kind: refusal_kind(answer.status, answer.told.pause),
        code: body.code,
        error_type: body.kind,
        param: body.param,
        text: body.message,
    })
}

/// JSON that is meant to be UTF-8. A byte that is not, as in a sentence of an older character set, spoils only the text
/// it stands in.
fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

/// Older captures answer 400 with `type: card_error`, measured ones 402 without a type (clover-facts 2.6).
fn is_decline(status: u16, body: &ErrorBody) -> bool {
    status == 402
        || body.code == Some(Code::CardDeclined)
        || (body.kind == Some(ErrorType::Card) && body.decline_code.is_some())
}

fn refusal_kind(status: u16, retry_after: Option<Duration>) -> RefusalKind {
    match status {
        400 => RefusalKind::BadRequest,
        401 => RefusalKind::Unauthorized,
        403 => RefusalKind::Forbidden,
        404 => RefusalKind::NotFound,
        406 => RefusalKind::NotAcceptable,
        409 => RefusalKind::Conflict,
        429 => RefusalKind::RateLimited { retry_after },
        other => RefusalKind::Other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Told;
    use crate::wire::{Charge, DeclineCode};

    fn answered(status: u16, body: &str) -> ApiError {
        let answer = Answer { status, told: Told::default(), body: body.as_bytes().to_vec() };
        read::<Charge>(&answer).unwrap_err()
    }

    #[test]
    fn a_402_is_a_decline_even_without_a_body() {
        assert!(matches!(answered(402, ""), ApiError::Declined(_)));
    }

    #[test]
    fn the_older_400_decline_is_a_decline_too() {
        let error = answered(
            400,
            r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#,
        );
        let ApiError::Declined(decline) = error else { panic!("{error:?}") };
        assert_eq!(decline.decline_code, Some(DeclineCode::InsufficientFunds));
    }

    #[test]
    fn a_mistyped_card_is_refused_and_the_payer_can_act() {
        let error = answered(400, r#"{"error":{"type":"card_error","code":"incorrect_number"}}"#);
        assert!(matches!(error, ApiError::Refused(_)));
        assert_eq!(error.who_can_act(), crate::Actor::Payer);
    }

    #[test]
    fn server_errors_and_unreadable_successes_leave_the_outcome_unknown() {
        for (status, body) in [(500, "{}"), (503, ""), (302, ""), (408, ""), (200, "<html>"), (200, "{}")] {
            assert!(answered(status, body).is_outcome_unknown(), "{status} {body}");
        }
    }

    #[test]
    fn a_code_nobody_knows_is_kept() {
        let ApiError::Refused(refusal) = answered(400, r#"{"error":{"code":"brand_new_code"}}"#) else {
            panic!()
        };
        assert_eq!(refusal.code, Some(Code::Other("brand_new_code".into())));
    }

    #[test]
    fn a_spent_token_or_order_may_hide_an_earlier_success() {
        for code in ["token_already_used", "order_already_paid"] {
            let body = format!(r#"{{"error":{{"code":"{code}"}}}}"#);
            assert!(answered(400, &body).may_hide_an_earlier_success());
        }
        assert!(!answered(400, r#"{"error":{"code":"missing"}}"#).may_hide_an_earlier_success());
    }

    #[test]
    fn clovers_sentence_is_in_no_text_of_an_error() {
        let error = answered(402, r#"{"error":{"code":"card_declined","message":"REFUSEE par la banque"}}"#);
        assert!(!format!("{error} {error:?}").contains("REFUSEE"));
    }
}
