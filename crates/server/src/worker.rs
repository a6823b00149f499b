//! The worker: follows up payments that have not ended, one look after the other.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How long the worker rests when nothing is due. Payments say themselves when they are.
const REST: Duration = Duration::from_millis(500);

/// The most payments taken at once; Clover allows five requests at a time per merchant (clover-facts 2.15).
const AT_ONCE: u32 = 4;

/// Works until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if run_once(&app).await == 0 {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(REST) => {}
            }
            app.attempts.forget_the_quiet();
        }
    }
}

/// Takes what is due one step further; answers how many payments that were.
pub async fn run_once(app: &App) -> usize {
    let due = match app.desk.claim_due(AT_ONCE).await {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "payments that are due could not be read");
            return 0;
        }
    };
    let count = due.len();
    let looks: Vec<_> = due.into_iter().map(|payment| app.tasks.spawn(look(app.clone(), payment))).collect();
    for look in looks {
        // A look that panics has been logged by the runtime; its payment comes up again.
        let _ = look.await;
    }
    count
}

async fn look(app: App, payment: payments::Payment) {
    let id = payment.id.clone();
    match app.desk.settle(payment).await {
        Ok(settled) if settled.state.is_final() => tracing::info!(payment = %id, "a payment was settled"),
        Ok(_) => tracing::info!(payment = %id, "a payment is still unclear"),
        Err(error) => tracing::error!(payment = %id, %error, "a payment could not be settled"),
    }
}
