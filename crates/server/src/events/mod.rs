//! Tells merchants' programs what happened, apart from payments: what is slow or broken here delays only itself.

pub(crate) mod body;
mod courier;
pub(crate) mod reach;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use payments::Telling;
use payments::port::{Commit, Outbox};
use payments::telling::{LEASE, TellingState};
use primitives::MerchantSlug;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use courier::Courier;

/// How long a teller rests when nothing is due.
const REST: Duration = Duration::from_millis(500);

/// The most posts to one receiver at once.
const AT_ONCE: usize = 4;

/// Tells until `stop`, with a teller of its own for each merchant that has a receiver: one that hangs keeps nobody
/// else waiting.
pub async fn run(app: App, stop: CancellationToken) {
    let mut tellers = JoinSet::new();
    for merchant in app.config.merchants.values() {
        let Some(target) = merchant.events.clone() else {
            continue;
        };
        match Courier::new(target) {
            Ok(courier) => {
                let (slug, courier) = (merchant.slug.clone(), Arc::new(courier));
                tellers.spawn(tell(app.clone(), slug, courier, stop.clone()));
            }
            Err(error) => tracing::error!(merchant = %merchant.slug, %error, "events cannot be told"),
        }
    }
    while tellers.join_next().await.is_some() {}
}

/// Posts that are under way at the end are among the tasks that the server waits for.
async fn tell(app: App, merchant: MerchantSlug, courier: Arc<Courier>, stop: CancellationToken) {
    let mut posts = JoinSet::new();
    while !stop.is_cancelled() {
        begin_posts(&app, &merchant, &courier, &mut posts).await;
        tokio::select! {
            () = stop.cancelled() => {}
            // A post that panicked has been logged by the runtime; its event comes up again.
            Some(_) = posts.join_next() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
    posts.detach_all();
}

async fn begin_posts(app: &App, merchant: &MerchantSlug, courier: &Arc<Courier>, posts: &mut JoinSet<()>) {
    let room = u32::try_from(AT_ONCE.saturating_sub(posts.len())).unwrap_or(0);
    if room == 0 {
        return;
    }
    let now = app.desk.now();
    let until = now.checked_add(LEASE).unwrap_or(now);
    match app.desk.store().claim_events(merchant, now, until, room).await {
        Ok(due) => due.into_iter().for_each(|telling| {
            posts.spawn(app.tasks.track_future(post(app.clone(), Arc::clone(courier), telling)));
        }),
        Err(error) => tracing::error!(%merchant, %error, "events that are due could not be read"),
    }
}

/// One try, and its record. A process that dies in between tries again when the lease has ended: the receiver knows
/// the event by its name.
async fn post(app: App, courier: Arc<Courier>, telling: Telling) {
    let id = telling.event.id.clone();
    let body = body::event(&app.desk, &app.config.public_url, &telling.event).await;
    let body = body.map_err(anyhow::Error::from).and_then(|body| Ok(serde_json::to_string(&body)?));
    let body = match body {
        Ok(body) => body,
        Err(error) => return tracing::error!(event = %id, %error, "an event could not be written out"),
    };
    let answer = courier.post(&id, body, app.desk.now()).await;
    let telling = telling.after(answer, app.desk.now());
    match app.desk.store().record_telling(&telling).await {
        Ok(Commit::Written) => note(&telling, answer),
        Ok(Commit::Stale) => tracing::info!(event = %id, "somebody else has taken over an event"),
        Err(error) => {
            tracing::error!(event = %id, %error, "it could not be recorded whether an event was told");
        }
    }
}

fn note(telling: &Telling, answer: payments::telling::Answer) {
    let (event, merchant, tries) = (&telling.event.id, &telling.event.merchant, telling.tries);
    match telling.state {
        TellingState::Told { .. } => tracing::info!(%event, %merchant, tries, "an event was told"),
        TellingState::Waiting { .. } => {
            tracing::warn!(%event, %merchant, tries, %answer, "an event was not taken and is told again later");
        }
        TellingState::GivenUp => {
            tracing::error!(%event, %merchant, tries, %answer, "an event was given up; `trefoil event redeliver` tells it");
        }
    }
}
