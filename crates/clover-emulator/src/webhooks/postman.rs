//! Delivers the webhooks one after the other, each again until somebody answers 200.

use std::time::Duration;

use clover_api::webhook::{Courier, Proof};
use tokio::time::{Instant, sleep_until};

use super::letter::{Kind, Letter, Posted};
use super::outbox::Next;
use crate::clock;
use crate::config::WebhookTargets;
use crate::emulator::Emulator;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Posts whatever is in the outbox, for ever.
pub(crate) async fn deliver(emulator: Emulator) {
    let couriers = Couriers::of(&emulator.config().webhooks);
    loop {
        let next = emulator.lock().outbox.next(Instant::now());
        match next {
            Next::Post(letter) => {
                let status = couriers.post(&emulator.config().webhooks, &letter).await;
                let mut state = emulator.lock();
                let at = state.clock.now_ms();
                state.outbox.note(letter.number, Posted { at, status }, Instant::now());
            }
            Next::NotBefore(then) => tokio::select! {
                () = sleep_until(then) => {}
                () = emulator.mail() => {}
            },
            Next::Rest => emulator.mail().await,
        }
    }
}

/// One for each address.
struct Couriers {
    app: Option<Courier>,
    checkout: Option<Courier>,
}

impl Couriers {
    fn of(targets: &WebhookTargets) -> Self {
        let courier = |url: &Option<url::Url>| match Courier::new(url.clone()?, PATIENCE) {
            Ok(courier) => Some(courier),
            Err(error) => {
                tracing::error!(%error, "no webhook can be posted");
                None
            }
        };
        Self { app: courier(&targets.app_url), checkout: courier(&targets.checkout_url) }
    }

    async fn post(&self, targets: &WebhookTargets, letter: &Letter) -> Option<u16> {
        let (courier, proof) = match letter.kind {
            Kind::Verification => (&self.app, Proof::None),
            Kind::App => (&self.app, Proof::Key(targets.app_auth.as_str().into())),
            Kind::Checkout => {
                // By the real time, whatever the lever says: the receiver's clock was not moved.
                let now = clock::real().as_second();
                (&self.checkout, Proof::Signature { secret: targets.checkout_secret.as_str().into(), now })
            }
        };
        courier.as_ref()?.post(letter.body.to_string(), &proof).await
    }
}
