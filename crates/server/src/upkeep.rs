//! Upkeep while the server runs: tokens are renewed before they end, and what is no longer needed is forgotten.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use clover_api::oauth::TokenError;
use jiff::{SignedDuration, Timestamp};
use primitives::MerchantSlug;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::connections::is_connected_by_oauth;

/// A token is renewed when less than two minutes are left, so it is looked at more often than that.
const ROUND: Duration = Duration::from_secs(30);
/// Webhooks are repeated for hours at most; a repetition must find its first coming.
const REMEMBER_WEBHOOKS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So long somebody who comes late is told that, and not that nobody knows them.
const REMEMBER_ATTEMPTS: SignedDuration = SignedDuration::from_hours(24);

/// Works until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    let mut troubles = BTreeMap::new();
    while !stop.is_cancelled() {
        let round = async {
            renew_tokens(&app, &mut troubles).await;
            forget(&app).await;
            tokio::time::sleep(ROUND).await;
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = round => {}
        }
    }
}

/// Has every merchant's token looked at. What is wrong is said when it begins to be wrong, not twice a minute.
async fn renew_tokens(app: &App, troubles: &mut BTreeMap<MerchantSlug, TokenError>) {
    let Some(connections) = app.desk.gateway().connections() else { return };
    for merchant in app.config.merchants.values().filter(|it| is_connected_by_oauth(it)) {
        let slug = &merchant.slug;
        let (connections, id) = (Arc::clone(connections), merchant.clover_merchant_id.clone());
        // In a task of its own: a stop must not drop the answer to a renewal.
        let renewal = async move { connections.tokens().access_token(&id).await };
        let Ok(renewed) = app.tasks.spawn(renewal).await else { continue };
        match renewed {
            Ok(_) => {
                troubles.remove(slug);
            }
            Err(error) => {
                let is_new = troubles.insert(slug.clone(), error.clone()).is_none_or(|old| old != error);
                if is_new {
                    tracing::error!(merchant = %slug, %error, "the merchant takes no payments; see `trefoil merchant connect`");
                }
            }
        }
    }
}

async fn forget(app: &App) {
    let now = app.desk.now();
    let ago = |span: SignedDuration| now.checked_sub(span).unwrap_or(Timestamp::UNIX_EPOCH);
    let webhooks = app.desk.store().forget_webhooks(ago(REMEMBER_WEBHOOKS)).await.map(|_| ());
    let attempts = app.desk.store().forget_connection_attempts(ago(REMEMBER_ATTEMPTS)).await;
    if let Err(error) = webhooks.and(attempts) {
        tracing::warn!(%error, "old webhooks and connection links could not be forgotten yet");
    }
}
