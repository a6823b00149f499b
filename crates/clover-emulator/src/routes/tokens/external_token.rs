//! Tokens of other gateways that become multi-pay tokens (docs:use-existing-transarmor-tokens).

use clover_api::wire::{CardDetails, Code};
use serde_json::Value;

use super::card;
use crate::cards::Verdict;
use crate::clock::Clock;
use crate::envelope::Answer;
use crate::fields::{Fields, missing};
use crate::state::Means;

pub(super) fn means(fields: &Fields<'_>, clock: Clock) -> Result<Means, Answer> {
    let value = match fields.0.get("token_value") {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        // An older page of Clover's writes it as a number.
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(missing("token_value")),
    };
    match fields.text("token_type")? {
        Some(kind) if !kind.eq_ignore_ascii_case("transarmor") => {
            let message = "Only transarmor is known.";
            return Err(Answer::invalid(Code::InvalidRequest, "token_type", message));
        }
        _ => {}
    }
    // The older page keeps the expiry in an object of its own.
    let attribute = fields.0.get("transarmor_token_attribute").and_then(Value::as_object);
    let (exp_month, exp_year) = card::expiry(&Fields(attribute.unwrap_or(fields.0)), clock)?;
    Ok(Means::Card {
        card: CardDetails {
            exp_month: Some(exp_month),
            exp_year: Some(exp_year),
            last4: Some(value.chars().skip(value.chars().count().saturating_sub(4)).collect()),
            ..CardDetails::default()
        },
        verdict: Verdict::Approve,
    })
}
