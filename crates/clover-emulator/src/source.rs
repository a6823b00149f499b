//! What a charge may name as its source: a single-pay token, a multi-pay token, or a customer with a card on file.

use clover_api::wire::{Charge, Code};
use jiff::SignedDuration;

use crate::envelope::Answer;
use crate::state::{Means, Standing, State};

/// A source that is being charged.
pub(crate) struct Funds {
    /// The token behind it, which a charge shows.
    pub(crate) token: String,
    pub(crate) means: Means,
    pub(crate) standing: Standing,
    /// Whose card on file it is, when the customer was named instead of the token.
    pub(crate) customer: Option<String>,
}

/// Refuses a source that cannot be charged. What is another merchant's is unknown here: anything else would tell
/// strangers that it exists.
pub(crate) fn check(state: &State, merchant: &str, source: &str) -> Result<Funds, Answer> {
    let customer = state.ledger.customers.get(merchant, source);
    let token = match customer {
        Some(customer) => &customer.card().ok_or_else(no_card)?.token,
        None => source,
    };
    let record = state.tokens.get(merchant, token).ok_or_else(unknown)?;
    let age = SignedDuration::from_millis(state.clock.now_ms() - record.made);
    match record.standing {
        Standing::Spent => Err(spent()),
        Standing::Revoked => Err(unknown()),
        Standing::SinglePay if state.habits.ends_token(age) => Err(unknown()),
        Standing::SinglePay | Standing::MultiPay | Standing::OnFile => Ok(Funds {
            token: token.to_owned(),
            means: record.means.clone(),
            standing: record.standing,
            customer: customer.map(|_| source.to_owned()),
        }),
    }
}

/// The source for one charge. A single-pay token is spent by this, whatever becomes of the charge.
pub(crate) fn spend(state: &mut State, merchant: &str, source: &str) -> Result<Funds, Answer> {
    let funds = check(state, merchant, source)?;
    if funds.standing == Standing::SinglePay {
        set(state, merchant, &funds.token, Standing::Spent);
    }
    Ok(funds)
}

/// Makes a token one that may be charged again and again.
pub(crate) fn put_on_file(state: &mut State, merchant: &str, token: &str) {
    set(state, merchant, token, Standing::OnFile);
}

/// Ends a token for good.
pub(crate) fn revoke(state: &mut State, merchant: &str, token: &str) {
    set(state, merchant, token, Standing::Revoked);
}

/// Puts refunded minor units back onto the gift card that paid, if one did (docs:gift-card-api).
pub(crate) fn give_back(state: &mut State, merchant: &str, charge: &Charge, amount: i64) {
    let token = charge.source.as_ref().and_then(|shown| shown.id.as_ref());
    let record = token.and_then(|token| state.tokens.get(merchant, token.expose()));
    if let Some(Means::GiftCard { row: Some(row), .. }) = record.map(|record| &record.means) {
        let row = *row;
        state.gift_cards.take(merchant, row, -amount);
    }
}

fn set(state: &mut State, merchant: &str, token: &str, standing: Standing) {
    if let Some(record) = state.tokens.get_mut(merchant, token) {
        record.standing = standing;
    }
}

fn unknown() -> Answer {
    Answer::invalid(Code::InvalidRequest, "source", "Please provide a valid source.")
}

fn spent() -> Answer {
    let message = "You cannot use a clover token more than once unless it is marked as multipay.";
    Answer::invalid(Code::TokenAlreadyUsed, "source", message)
}

fn no_card() -> Answer {
    Answer::invalid(Code::CardOnFileMissing, "source", "The customer has no card on file.")
}
