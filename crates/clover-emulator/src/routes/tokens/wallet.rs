//! Apple Pay tokens (docs:create-applepaywallet-token). Nothing is decrypted: the card behind the wallet is built in.

use clover_api::wire::{Brand, CardDetails};
use serde_json::{Map, Value};

use crate::cards;
use crate::envelope::Answer;
use crate::fields::{Fields, missing};
use crate::state::Means;

/// The payment, inside its wrapper or without one.
pub(super) fn apple_pay(body: &Map<String, Value>) -> Option<Fields<'_>> {
    let wrapper =
        ["encryptedWallet", "encrypted_wallet"].iter().find_map(|name| body.get(*name)?.as_object());
    wrapper.unwrap_or(body).get("applePayPaymentData")?.as_object().map(Fields)
}

pub(super) fn means(payment: &Fields<'_>) -> Result<Means, Answer> {
    let data = payment.required_text("data")?;
    payment.required_text("signature")?;
    payment.required_text("version")?;
    let header = payment.0.get("header").and_then(Value::as_object).ok_or_else(|| missing("header"))?;
    for name in ["ephemeralPublicKey", "publicKeyHash", "transactionId"] {
        Fields(header).required_text(name)?;
    }
    Ok(Means::Card {
        card: CardDetails {
            brand: Some(Brand::Visa),
            exp_month: Some("12".into()),
            exp_year: Some("2040".into()),
            first6: Some("424242".into()),
            last4: Some("4242".into()),
            ..CardDetails::default()
        },
        // Data that is a test card's number meets that card's fate, so that a declined wallet can be rehearsed.
        verdict: cards::verdict(data),
    })
}
