//! The worker: follows up payments and refunds that have not ended, and sees to saved cards.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How long the worker rests when nothing is due. Payments say themselves when they are.
const REST: Duration = Duration::from_millis(500);

/// The most looks at once. A look at a Clover that hangs takes minutes, and must not keep the others waiting.
const AT_ONCE: usize = 8;

/// Works until `stop`. Looks that are under way then are among the tasks that the server waits for.
pub async fn run(app: App, stop: CancellationToken) {
    let mut looks = JoinSet::new();
    while !stop.is_cancelled() {
        begin_looks(&app, &mut looks).await;
        tokio::select! {
            () = stop.cancelled() => {}
            // A look that panicked has been logged by the runtime; its payment comes up again.
            Some(_) = looks.join_next() => {}
            () = tokio::time::sleep(REST) => {
                app.attempts.forget_the_quiet();
                app.looks.forget_the_quiet();
            }
        }
    }
    looks.detach_all();
}

/// Begins to look at what is due, as far as there is room.
async fn begin_looks(app: &App, looks: &mut JoinSet<()>) {
    let room = u32::try_from(AT_ONCE.saturating_sub(looks.len())).unwrap_or(0);
    if room == 0 {
        return;
    }
    match app.desk.claim_due(room).await {
        Ok(due) => due.into_iter().for_each(|payment| {
            looks.spawn(app.tasks.track_future(look(app.clone(), payment)));
        }),
        Err(error) => tracing::error!(%error, "payments that are due could not be read"),
    }
    begin_looks_at_refunds(app, looks).await;
}

/// Refunds wait for no payer, so they take the room that payments leave.
async fn begin_looks_at_refunds(app: &App, looks: &mut JoinSet<()>) {
    let room = u32::try_from(AT_ONCE.saturating_sub(looks.len())).unwrap_or(0);
    if room == 0 {
        return;
    }
    match app.desk.claim_due_refunds(room).await {
        Ok(due) => due.into_iter().for_each(|refund| {
            looks.spawn(app.tasks.track_future(look_at_refund(app.clone(), refund)));
        }),
        Err(error) => tracing::error!(%error, "refunds that are due could not be read"),
    }
    begin_to_see_to_cards(app, looks).await;
}

/// Cards wait for nobody at all.
async fn begin_to_see_to_cards(app: &App, looks: &mut JoinSet<()>) {
    let room = u32::try_from(AT_ONCE.saturating_sub(looks.len())).unwrap_or(0);
    if room == 0 {
        return;
    }
    match app.desk.claim_due_cards(room).await {
        Ok(due) => due.into_iter().for_each(|card| {
            looks.spawn(app.tasks.track_future(see_to_card(app.clone(), card)));
        }),
        Err(error) => tracing::error!(%error, "saved cards that are due could not be read"),
    }
}

async fn see_to_card(app: App, card: payments::card::SavedCard) {
    let id = card.id.clone();
    match app.desk.settle_card(card).await {
        Ok(settled) if settled.due_at.is_none() => tracing::info!(card = %id, "a saved card was settled"),
        Ok(_) => tracing::info!(card = %id, "a saved card waits for Clover"),
        Err(error) => tracing::error!(card = %id, %error, "a saved card could not be seen to"),
    }
}

async fn look_at_refund(app: App, refund: payments::Refund) {
    let id = refund.id.clone();
    match app.desk.settle_refund(refund).await {
        Ok(settled) if settled.state.is_final() => tracing::info!(refund = %id, "a refund was settled"),
        Ok(_) => tracing::info!(refund = %id, "a refund is still unclear"),
        Err(error) => tracing::error!(refund = %id, %error, "a refund could not be settled"),
    }
}

async fn look(app: App, payment: payments::Payment) {
    let id = payment.id.clone();
    match app.desk.settle(payment).await {
        Ok(settled) if settled.state.is_final() => tracing::info!(payment = %id, "a payment was settled"),
        Ok(_) => tracing::info!(payment = %id, "a payment is still unclear"),
        Err(error) => tracing::error!(payment = %id, %error, "a payment could not be settled"),
    }
}
