//! OAuth v2 as Clover speaks it: consent page, codes, tokens, and a start from the App Market (clover-facts 3).

mod consent;
mod market;
mod tokens;

use axum::Router;
use axum::routing::{get, post};

use crate::emulator::Emulator;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/oauth/v2/authorize", get(consent::ask).post(consent::decide))
        .route("/oauth/v2/token", post(tokens::exchange))
        .route("/oauth/v2/refresh", post(tokens::refresh))
        .route("/oauth/v2/recovery", post(tokens::recover))
        .route("/appmarket/apps/{client_id}", get(market::open))
}
