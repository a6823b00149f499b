//! `POST /v1/balance_inquiry`: what is on a gift card (docs:balanceinquiry).

use axum::extract::State;
use clover_api::wire::{Balance, Code};

use super::{Caller, JsonObject};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::Fields;
use crate::source;
use crate::state::Means;

/// Asking neither spends the token nor touches the card.
pub(crate) async fn answer(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Result<Answer, Answer> {
    let fields = Fields(&body);
    let mut state = emulator.lock();
    let funds = source::check(&state, &caller.merchant, fields.required_text("source")?)?;
    let Means::GiftCard { row: Some(row), .. } = funds.means else {
        let message = "There is no gift card behind this source.";
        return Err(Answer::invalid(Code::InvalidRequest, "source", message));
    };
    let gift_card = state.gift_cards.take(&caller.merchant, row, 0);
    Ok(Answer::ok(&Balance { status: Some("succeeded".into()), gift_card }))
}
