//! `POST /v1/tokens`: a card, a bank account, a gift card, a wallet or another gateway's token becomes one of Clover's.
//!
//! Where samples of Clover's and other people's code disagree about a wrapper's name, every spelling is taken.

mod bank_account;
mod card;
mod external_token;
mod gift_card;
mod wallet;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use clover_api::wire::{CardDetails, SourceId, Token};
use serde_json::{Map, Value};

use super::JsonObject;
use crate::clock::Clock;
use crate::config::MultiPay;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{Fields, missing};
use crate::state::{Means, Standing, State as Memory, TokenRecord};

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    JsonObject(body): JsonObject,
) -> Result<Answer, Answer> {
    let key = headers.get("apikey").and_then(|key| key.to_str().ok());
    let Some(merchant) = key.and_then(|key| emulator.merchant_with_pakms_key(key)) else {
        return Err(Answer::bare(StatusCode::UNAUTHORIZED));
    };
    let mut state = emulator.lock();
    let (means, standing) = read(&body, state.clock, state.multi_pay)?;
    Ok(Answer::ok(&keep(&mut state, &merchant.id, means, standing)))
}

/// Makes a single-pay token out of what was typed about a card.
pub(super) fn keep_card(
    state: &mut Memory,
    merchant: &str,
    card: &Map<String, Value>,
) -> Result<Token, Answer> {
    let means = card::means(&Fields(card), state.clock)?;
    Ok(keep(state, merchant, means, Standing::SinglePay))
}

fn keep(state: &mut Memory, merchant: &str, means: Means, standing: Standing) -> Token {
    let id = state.ids.token();
    let card = Some(shown(&means));
    let made = state.clock.now_ms();
    state.tokens.put(&id, TokenRecord { merchant: merchant.to_owned(), means, standing, made });
    Token { id: SourceId::from(id), object: Some("token".into()), card }
}

/// What is to be tokenized, and how often the token may be charged.
fn read(body: &Map<String, Value>, clock: Clock, multi_pay: MultiPay) -> Result<(Means, Standing), Answer> {
    let wrapped = |names: &[&str]| names.iter().find_map(|name| body.get(*name)?.as_object()).map(Fields);
    // Our own frames say so for `createToken(true)`; Clover's way of saying it is not known.
    let many = Fields(body).flag("multipay")? == Some(true);
    let standing = |many: bool| match multi_pay {
        MultiPay::On if many => Standing::MultiPay,
        MultiPay::On | MultiPay::Off => Standing::SinglePay,
    };
    if let Some(fields) = wrapped(&["card"]) {
        Ok((card::means(&fields, clock)?, standing(many)))
    } else if let Some(fields) = wrapped(&["ach", "bank_account"]) {
        Ok((bank_account::means(&fields)?, Standing::SinglePay))
    } else if let Some(fields) = wrapped(&["gift_card", "giftCard"]) {
        Ok((gift_card::means(&fields)?, Standing::SinglePay))
    } else if let Some(fields) = wrapped(&["external_token"]) {
        Ok((external_token::means(&fields, clock)?, standing(true)))
    } else if let Some(payment) = wallet::apple_pay(body) {
        Ok((wallet::means(&payment)?, Standing::SinglePay))
    } else {
        Err(missing("card"))
    }
}

/// A token answer does not repeat what the payer said of themselves.
fn shown(means: &Means) -> CardDetails {
    let (Means::Card { card, .. }
    | Means::BankAccount { shown: card, .. }
    | Means::GiftCard { shown: card, .. }) = means;
    CardDetails { name: None, address_zip: None, ..card.clone() }
}
