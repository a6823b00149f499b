//! Tells whoever watches the server whether it lives and whether it can work.

use api_types::ErrorCode;
use axum::extract::State;
use payments::port::Store;

use crate::app::App;
use crate::error::Failure;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The records can be read and, if the last try to write them failed, written again. Clover is not asked: a payer can still read the invoice while it is away.
pub(super) async fn ready(State(app): State<App>) -> Result<&'static str, Failure> {
    match app.desk.store().ping().await {
        Ok(()) => Ok("ready"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            // The store's words name what is wrong and what helps, and no stored value.
            Err(Failure::new(ErrorCode::Unavailable, error.to_string()))
        }
    }
}
