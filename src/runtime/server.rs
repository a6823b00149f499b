//! The page's questions to the server.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use api_types::{CreatePayment, ErrorCode, LinkView, Payment, PublicKey, path};
use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use primitives::PaymentId;
use serde::Deserialize;

use super::{browser, wire};
use crate::checkout::{Event, LoadFailure, Refusal};

const PATIENCE: u32 = 15_000;
/// The server itself waits for Clover before it answers.
const PATIENCE_FOR_CHARGE: u32 = 45_000;

/// The part of [`api_types::ErrorBody`] that the conversation uses; the rest is for merchants and developers.
#[derive(Deserialize)]
struct RefusalBody {
    code: ErrorCode,
    payment: Option<PaymentId>,
}

struct Answer {
    status: u16,
    text: String,
}

pub(super) async fn load_invoice(link: &str) -> Result<LinkView, LoadFailure> {
    let answer = get(&path::link(link)).await.ok_or(LoadFailure::Network)?;
    match answer.status {
        200 => wire::read(&answer.text).ok_or(LoadFailure::Server),
        404 => Err(LoadFailure::Unknown),
        _ => Err(LoadFailure::Server),
    }
}

/// Whatever cannot be read as the server's own words leaves it unknown whether the charge arrived.
pub(super) async fn charge(link: &str, request: &CreatePayment) -> Event {
    let Some(answer) = post(&path::link_payments(link), wire::write(request)).await else {
        return Event::ChargeLost;
    };
    if (200..300).contains(&answer.status) {
        return wire::read(&answer.text).map_or(Event::ChargeLost, Event::ChargeAnswered);
    }
    match wire::read::<RefusalBody>(&answer.text) {
        Some(RefusalBody { code, payment }) => Event::ChargeRefused(Refusal { code, payment }),
        None => Event::ChargeLost,
    }
}

pub(super) async fn look_after(link: &str, payment: &PaymentId) -> Event {
    match get(&path::link_payment(link, payment)).await {
        Some(answer) if answer.status == 200 => {
            wire::read::<Payment>(&answer.text).map_or(Event::PaymentUnseen, Event::PaymentSeen)
        }
        Some(answer) if answer.status == 404 => Event::PaymentGone(payment.clone()),
        _ => Event::PaymentUnseen,
    }
}

/// Whether the merchant has another public key than this one, which Clover may have refused.
pub(super) async fn has_another_key(link: &str, api_key: String) -> bool {
    let refused = PublicKey { api_key };
    let answer =
        post(&path::link_public_key(link), wire::write(&refused)).await.filter(|answer| answer.status == 200);
    let current = answer.and_then(|answer| wire::read::<PublicKey>(&answer.text));
    current.is_some_and(|current| current != refused)
}

/// The language may stand in the page's own address; the server then answers in it too.
fn in_this_language(path: &str) -> String {
    [path, &browser::search()].concat()
}

async fn get(path: &str) -> Option<Answer> {
    ask(Request::get(&in_this_language(path)).build().ok()?, PATIENCE).await
}

async fn post(path: &str, body: Option<String>) -> Option<Answer> {
    let request =
        Request::post(&in_this_language(path)).header("content-type", "application/json").body(body?).ok()?;
    ask(request, PATIENCE_FOR_CHARGE).await
}

async fn ask(request: Request, patience: u32) -> Option<Answer> {
    within(patience, async {
        let response = request.send().await.ok()?;
        Some(Answer { status: response.status(), text: response.text().await.ok()? })
    })
    .await?
}

async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut limit = pin!(TimeoutFuture::new(milliseconds));
    std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => limit.as_mut().poll(cx).map(|()| None),
    })
    .await
}
