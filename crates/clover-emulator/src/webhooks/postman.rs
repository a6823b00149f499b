//! Delivers the webhooks one after the other, each again until somebody answers 200.

use std::time::Duration;

use clover_api::webhook::{app, hosted_checkout};
use reqwest::header::CONTENT_TYPE;
use tokio::time::{Instant, sleep_until};

use super::letter::{Kind, Letter, Posted};
use super::outbox::Next;
use crate::clock;
use crate::emulator::Emulator;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Posts whatever is in the outbox, for ever.
pub(crate) async fn deliver(emulator: Emulator) {
    let Ok(http) = client() else {
        tracing::error!("TLS cannot be set up: no webhook will be posted");
        return;
    };
    loop {
        let next = emulator.lock().outbox.next(Instant::now());
        match next {
            Next::Post(letter) => {
                let status = post(&emulator, &http, &letter).await;
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

/// No proxy and no redirects: a webhook goes to the address that was set.
fn client() -> reqwest::Result<reqwest::Client> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        let _: Result<(), _> = rustls::crypto::ring::default_provider().install_default();
    }
    reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

async fn post(emulator: &Emulator, http: &reqwest::Client, letter: &Letter) -> Option<u16> {
    let targets = &emulator.config().webhooks;
    let body = letter.body.to_string();
    let request =
        |url: &Option<url::Url>| Some(http.post(url.clone()?).header(CONTENT_TYPE, "application/json"));
    let request = match letter.kind {
        Kind::Verification => request(&targets.app_url)?,
        Kind::App => request(&targets.app_url)?.header(app::AUTH_HEADER, &targets.app_auth),
        Kind::Checkout => {
            // Signed by the real time, whatever the lever says: the receiver's clock was not moved.
            let secret = targets.checkout_secret.as_str().into();
            let signature = hosted_checkout::sign(body.as_bytes(), &secret, clock::real().as_second());
            request(&targets.checkout_url)?.header(hosted_checkout::SIGNATURE_HEADER, signature)
        }
    };
    request.body(body).send().await.ok().map(|answer| answer.status().as_u16())
}
