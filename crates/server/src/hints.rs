//! Follows up what webhooks hinted at: Clover is asked, and the rules record what it shows.

use std::time::Duration;

use jiff::SignedDuration;
use store::DueWebhook;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How long to rest when nothing has come; what comes to this server ends the rest.
const REST: Duration = Duration::from_secs(2);
/// One look after the other: payers' own requests to Clover go before hints.
const AT_ONCE: u64 = 10;
/// Longer than this many looks at a Clover that hangs.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// After so many failed looks the payment's own schedule must do.
const MOST_TRIES: i64 = 8;

/// Works until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let worked = tokio::select! {
            () = stop.cancelled() => false,
            worked = follow_up(&app) => worked,
        };
        if worked {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.news.notified() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Follows up what is due; whether there was anything.
async fn follow_up(app: &App) -> bool {
    let now = app.desk.now();
    let until = now.saturating_add(LEASE).unwrap_or(now);
    let due = match app.desk.store().claim_webhooks(now, until, AT_ONCE).await {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "webhooks that are due could not be read");
            return false;
        }
    };
    let any = !due.is_empty();
    for due in due {
        // A stop does not wait here for a Clover that hangs; what is not ended then comes up again.
        let look = app.tasks.spawn(look(app.clone(), due));
        if look.await.is_err() {
            tracing::error!("a look after a webhook failed; it comes up again");
        }
    }
    any
}

async fn look(app: App, due: DueWebhook) {
    let (merchant, hint) = (&due.webhook.merchant, &due.webhook.hint);
    let again = match app.desk.look_again(merchant, hint).await {
        Ok(payments) => {
            for payment in payments {
                tracing::info!(payment = %payment.id, "a webhook's payment was looked at");
            }
            None
        }
        Err(error) if due.tries < MOST_TRIES => {
            tracing::warn!(%merchant, %error, "a webhook could not be followed up yet");
            app.desk.now().saturating_add(pause(due.tries)).ok()
        }
        Err(error) => {
            tracing::error!(%merchant, %error, "a webhook could not be followed up");
            None
        }
    };
    if let Err(error) = app.desk.store().settle_webhook(&due, again).await {
        tracing::error!(%merchant, %error, "a webhook that was followed up could not be ended and comes up again");
    }
}

/// 2 seconds, then four times as long each time, up to 2 hours.
fn pause(tries: i64) -> SignedDuration {
    let exponent = u32::try_from(tries).unwrap_or(0).min(7);
    SignedDuration::from_secs((2 * 4_i64.pow(exponent)).min(7_200))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let seconds: Vec<_> = [0, 1, 2, 6, 7, 100].map(|tries| pause(tries).as_secs()).to_vec();
        assert_eq!(seconds, [2, 8, 32, 7_200, 7_200, 7_200]);
    }
}
