//! `GET /pakms/apikey`.

use axum::extract::State;
use clover_api::wire::PakmsKey;

use super::Caller;
use crate::emulator::Emulator;
use crate::envelope::Answer;

/// Any fixed moment does; Clover's keys are made once and stay.
const MADE_AT: i64 = 1_722_230_745_532;

pub(crate) async fn show(State(emulator): State<Emulator>, caller: Caller) -> Answer {
    let merchant = emulator.config().merchants.iter().find(|merchant| merchant.id == caller.merchant);
    let state = emulator.lock();
    Answer::ok(&merchant.map(|merchant| {
        PakmsKey {
            active: Some(state.access.public_key(&merchant.id, &merchant.pakms_key).is_some()),
            api_access_key: state
                .access
                .public_key(&merchant.id, &merchant.pakms_key)
                .unwrap_or(&merchant.pakms_key)
                .to_owned(),
            created_time: Some(MADE_AT),
            developer_app_uuid: Some("TREF01APP0123".into()),
            merchant_uuid: Some(merchant.id.clone()),
            modified_time: Some(MADE_AT),
        }
    }))
}
