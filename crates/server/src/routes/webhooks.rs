//! What Clover posts: proven, stored, answered. Somebody else looks into it.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use clover_api::webhook::app::{AppWebhook, Event, Notification, VerificationCode};
use clover_api::webhook::{WebhookError, app as app_webhook, hosted_checkout};
use clover_api::wire::ObjectKind;
use payments::desk::Hint;
use primitives::MerchantSlug;
use sha2::{Digest, Sha256};
use store::ReceivedWebhook;

use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Merchant;
use crate::error::Failure;

/// What Clover would hardly send at once; the rest of such a post is left to the worker's own schedule.
const MOST_EVENTS: usize = 1_000;
/// Clover's ids are 13 characters; what is much longer is none.
const LONGEST_ID: usize = 64;

/// `POST /webhooks/clover/app`.
pub(super) async fn app_events(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    match app_webhook::receive(&headers, &body, app.config.webhook_auth.as_ref()) {
        Ok(AppWebhook::Notification(notification)) => store(&app, news(&app, notification)).await,
        Ok(AppWebhook::Verification(code)) => {
            // Anybody can send one.
            app.admit(address)?;
            show_code(&code);
            Ok(StatusCode::OK)
        }
        Err(error) => Ok(refusal("app", error)),
    }
}

/// `POST /webhooks/clover/checkout/{merchant}`.
pub(super) async fn checkout(
    State(app): State<App>,
    PathParts(slug): PathParts<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    let merchant = MerchantSlug::parse(&slug).ok().and_then(|slug| app.config.merchants.get(&slug));
    let Some((merchant, secret)) = merchant.and_then(|it| Some((it, it.checkout_secret.as_ref()?))) else {
        // The answer is that to a wrong signature: strangers learn nothing of who is a merchant here.
        return Ok(refusal("checkout", WebhookError::WrongProof));
    };
    let now = app.desk.now().as_second();
    match hosted_checkout::receive(&headers, &body, secret, now, hosted_checkout::FIVE_MINUTES) {
        Ok(webhook) => {
            let other = webhook.merchant_id.as_ref().is_some_and(|id| *id != merchant.clover_merchant_id);
            if other {
                tracing::warn!(merchant = %merchant.slug, "a checkout webhook of another merchant was passed over");
                return Ok(StatusCode::OK);
            }
            let fingerprint = webhook.fingerprint.to_string();
            let session = webhook.checkout_session_id;
            let charge = webhook.payment_id.filter(|id| is_id(id)).map(|charge| match session {
                Some(session) => Hint::Checkout { session, charge },
                None => Hint::Charge(charge),
            });
            let received = charge.map(|hint| received(merchant, hint, &["checkout", &fingerprint]));
            store(&app, received.into_iter().collect()).await
        }
        Err(error) => Ok(refusal("checkout", error)),
    }
}

/// Answering waits for one insert and for nothing else. When that fails Clover should come again.
async fn store(app: &App, received: Vec<ReceivedWebhook>) -> Result<StatusCode, Failure> {
    let new = app.desk.store().receive_webhooks(&received, app.desk.now()).await?;
    tracing::info!(events = received.len(), new, "a webhook was taken in");
    if new > 0 {
        app.news.notify_one();
    }
    Ok(StatusCode::OK)
}

/// Which of the events are about money of merchants here.
fn news(app: &App, notification: Notification) -> Vec<ReceivedWebhook> {
    let mut news = Vec::new();
    for (id, events) in notification.merchants {
        let concerned: Vec<_> =
            app.config.merchants.values().filter(|merchant| merchant.clover_merchant_id == id).collect();
        if concerned.is_empty() {
            tracing::warn!(
                events = events.len(),
                "a webhook of a merchant who is not configured was passed over"
            );
        }
        for (merchant, event) in concerned.iter().flat_map(|it| events.iter().map(move |event| (it, event))) {
            news.extend(hint(event).map(|hint| {
                let (what, when) = (event.kind.as_str(), event.ts.unwrap_or(0).to_string());
                received(merchant, hint, &["app", &event.object_id.to_string(), what, &when])
            }));
        }
    }
    news.truncate(MOST_EVENTS);
    news
}

/// A payment of the platform has the id of its charge.
fn hint(event: &Event) -> Option<Hint> {
    let id = Some(event.object_id.id.clone()).filter(|id| is_id(id));
    match event.object_id.kind {
        ObjectKind::Payment => id.map(Hint::Charge),
        ObjectKind::Order => id.map(Hint::Order),
        _ => None,
    }
}

fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn received(merchant: &Merchant, hint: Hint, news: &[&str]) -> ReceivedWebhook {
    let mut digest = Sha256::new_with_prefix(merchant.slug.as_str());
    for part in news {
        digest.update([0]);
        digest.update(part);
    }
    let fingerprint = hex::encode(digest.finalize());
    ReceivedWebhook { fingerprint, merchant: merchant.slug.clone(), hint }
}

/// Only what can be a code reaches the log: anybody may have written it.
fn show_code(code: &VerificationCode) {
    let code = code.expose();
    let plain = (1..=64).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain {
        tracing::info!(
            code,
            "Clover, or somebody, asks to verify the webhook address: copy the code into the app's \
            settings if you have just entered the address there"
        );
    } else {
        tracing::warn!("somebody sent a verification code that is none");
    }
}

/// The same to everybody whose proof is not good. What is proven and cannot be read would not be better next time.
fn refusal(kind: &'static str, error: WebhookError) -> StatusCode {
    tracing::warn!(kind, %error, "a webhook was not believed");
    match error {
        WebhookError::Unreadable => StatusCode::OK,
        WebhookError::Unproven | WebhookError::WrongProof | WebhookError::OutOfTime => {
            StatusCode::UNAUTHORIZED
        }
    }
}
