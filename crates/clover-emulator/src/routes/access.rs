//! The levers over who may act for a merchant: removing the app, ending tokens, changing public keys.

use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::control::{bad_lever, read};
use crate::emulator::Emulator;
use crate::envelope::Answer;

/// What is to happen to whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pull {
    merchant: String,
    act: Act,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Act {
    /// The merchant removes the app.
    Uninstall,
    /// Access tokens end before their time; refresh tokens stay.
    EndAccessTokens,
    /// The merchant gets another public key.
    RotatePakmsKey,
    DeactivatePakmsKey,
    ActivatePakmsKey,
    /// Charges and the public key are refused with 403 to whoever acts for the merchant.
    ForbidEcommerce,
    AllowEcommerce,
}

/// `POST /_control/access`.
pub(super) async fn pull(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let Pull { merchant, act } = read(&body)?;
    let Some(known) = emulator.config().merchants.iter().find(|known| known.id == merchant) else {
        return Err(bad_lever("no such merchant"));
    };
    let mut state = emulator.lock();
    match act {
        Act::Uninstall => state.access.uninstall(&merchant),
        Act::EndAccessTokens => state.access.end_access_tokens(&merchant),
        Act::RotatePakmsKey => {
            let key = state.ids.public_key();
            state.access.rotate_key(&merchant, key);
        }
        Act::DeactivatePakmsKey => state.access.switch_key(&merchant, false),
        Act::ActivatePakmsKey => state.access.switch_key(&merchant, true),
        Act::ForbidEcommerce => state.access.allow_ecommerce(&merchant, false),
        Act::AllowEcommerce => state.access.allow_ecommerce(&merchant, true),
    }
    let key = state.access.public_key(&merchant, &known.pakms_key);
    Ok(Answer::ok(&json!({ "merchant": merchant, "pakms_key": key })))
}
