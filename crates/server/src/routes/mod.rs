//! Every address that the server answers, and what stands around each answer.

mod assets;
mod card_page;
mod checkouts;
mod compressed;
mod connect;
mod connection_links;
mod domain_association;
mod elsewhere;
mod events;
mod fresh_links;
mod health;
mod html;
mod in_words;
mod invoice_pdf;
mod invoices;
mod links;
mod log;
mod merchant;
mod merchant_cards;
mod merchant_payments;
mod paging;
mod pay_page;
mod payments;
mod pdf;
mod portion;
mod public_keys;
mod receipt;
mod saved_cards;
mod statements;
mod webhooks;

use std::time::Duration;

use api_types::{ErrorCode, path};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::app::App;
use crate::error::Failure;
use crate::headers;

/// Two hundred lines and their notes stay far below; more is a mistake or an attack.
const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// Hundreds of events; a post of Clover's has a handful.
const LARGEST_WEBHOOK: usize = 256 * 1024;

/// How long the next piece of a body may take.
const BODY_PAUSE: Duration = Duration::from_secs(10);

/// The whole server as one service.
pub fn router(app: App) -> Router {
    payers_pages(&app)
        .route(path::LINK, get(links::show))
        .route(path::LINK_CHECKOUTS, post(checkouts::create))
        .route(path::LINK_PUBLIC_KEY, post(public_keys::replace))
        .route(path::LINK_FRESH_LINK, post(fresh_links::ask))
        .route(path::LINK_CODES, post(saved_cards::mail_code))
        .route(path::LINK_CODE_CHECK, post(saved_cards::check_code))
        .route(path::LINK_CARD, delete(saved_cards::remove))
        .route(path::LINK_PAYMENTS, post(payments::create))
        .route(path::LINK_PAYMENT, get(payments::show))
        .route(path::INVOICES, get(invoices::list).post(invoices::create))
        .route(path::INVOICE, get(invoices::show))
        .route(path::INVOICE_LINK, post(invoices::relink))
        .route(path::INVOICE_SEND, post(invoices::send))
        .route(path::INVOICE_VOID, post(invoices::void))
        .route(path::STATEMENTS, get(statements::list).post(statements::create))
        .route(path::STATEMENT, get(statements::show))
        .route(path::STATEMENT_LINK, post(statements::relink))
        .route(path::STATEMENT_VOID, post(statements::void))
        .route(path::CARDS, get(merchant_cards::list))
        .route(path::CARD, delete(merchant_cards::remove))
        .route(path::PAYMENTS, get(merchant_payments::list))
        .route(path::PAYMENT_REFUNDS, post(merchant_payments::refund))
        .route(path::EVENTS, get(events::list))
        .route(path::CONNECTION_LINKS, post(connection_links::create))
        .route(path::CONNECT, get(connect::follow))
        .route(path::CONNECT_CALLBACK, get(connect::arrive))
        .route(path::CONNECT_RESULT, get(connect::result))
        .route(path::WEBHOOK_APP, post(webhooks::app_events).layer(DefaultBodyLimit::max(LARGEST_WEBHOOK)))
        .route(path::WEBHOOK_CHECKOUT, post(webhooks::checkout).layer(DefaultBodyLimit::max(LARGEST_WEBHOOK)))
        .route(path::PAYMENT_KEEP, post(merchant_payments::keep))
        .route(domain_association::PATH, get(domain_association::show))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .method_not_allowed_fallback(wrong_method)
        .fallback(assets::show)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(from_fn(compressed::html))
        .layer(CatchPanicLayer::custom(|_| broken()))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(from_fn(log::note))
        .with_state(app)
}

/// What payers open in a browser; whatever fails there they read as a page.
fn payers_pages(app: &App) -> Router<App> {
    Router::new()
        .route(path::PAY, get(card_page::show).post(card_page::act))
        .route(path::INVOICE_PDF, get(invoice_pdf::show))
        .route(path::RECEIPT, get(receipt::show))
        .route(path::RECEIPT_PDF, get(receipt::pdf))
        .route(path::PAY_ELSEWHERE, get(elsewhere::show).post(elsewhere::go))
        .route(path::PAY_FRESH_LINK, post(fresh_links::ask_by_form))
        .route_layer(from_fn_with_state(app.clone(), in_words::say))
}

async fn wrong_method() -> Failure {
    Failure::new(
        ErrorCode::MethodNotAllowed,
        "this address knows other methods; the answer's `allow` names them",
    )
}

/// The runtime has logged the panic with its place.
fn broken() -> Response {
    Failure::new(ErrorCode::ServerError, "a mistake of ours; it was logged").into_response()
}
