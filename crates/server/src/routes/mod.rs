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
pub mod openapi;
mod paging;
mod pay_page;
mod payments;
mod pdf;
mod portion;
mod public_keys;
mod receipt;
mod saved_cards;
mod statements;
mod table;
mod webhooks;

use std::time::Duration;

use api_types::{ErrorCode, path};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::app::App;
use crate::error::Failure;
use crate::headers;
use table::Table;

/// Two hundred lines and their notes stay far below; more is a mistake or an attack.
const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// Hundreds of events; a post of Clover's has a handful.
const LARGEST_WEBHOOK: usize = 256 * 1024;

/// How long the next piece of a body may take.
const BODY_PAUSE: Duration = Duration::from_secs(10);

/// The whole server as one service.
pub fn router(app: App) -> Router {
    payers_pages()
        .into_router()
        .route_layer(from_fn_with_state(app.clone(), in_words::say))
        .merge(others().into_router())
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
fn payers_pages() -> Table {
    Table::default()
        .get(path::PAY, pay_page::show)
        .post(path::PAY, pay_page::act)
        .get(path::INVOICE_PDF, invoice_pdf::show)
        .get(path::RECEIPT, receipt::show)
        .get(path::RECEIPT_PDF, receipt::pdf)
        .get(path::PAY_ELSEWHERE, elsewhere::show)
        .post(path::PAY_ELSEWHERE, elsewhere::go)
}

/// Every other address but those of the page's files. What of it is API is described in `openapi`.
fn others() -> Table {
    Table::default()
        .get(path::LINK, links::show)
        .post(path::LINK_CHECKOUTS, checkouts::create)
        .post(path::LINK_PUBLIC_KEY, public_keys::replace)
        .post(path::LINK_FRESH_LINK, fresh_links::ask)
        .post(path::LINK_CODES, saved_cards::mail_code)
        .post(path::LINK_CODE_CHECK, saved_cards::check_code)
        .delete(path::LINK_CARD, saved_cards::remove)
        .post(path::LINK_PAYMENTS, payments::create)
        .get(path::LINK_PAYMENT, payments::show)
        .get(path::INVOICES, invoices::list)
        .post(path::INVOICES, invoices::create)
        .get(path::INVOICE, invoices::show)
        .post(path::INVOICE_LINK, invoices::relink)
        .post(path::INVOICE_SEND, invoices::send)
        .post(path::INVOICE_VOID, invoices::void)
        .get(path::STATEMENTS, statements::list)
        .post(path::STATEMENTS, statements::create)
        .get(path::STATEMENT, statements::show)
        .post(path::STATEMENT_LINK, statements::relink)
        .post(path::STATEMENT_VOID, statements::void)
        .get(path::CARDS, merchant_cards::list)
        .delete(path::CARD, merchant_cards::remove)
        .get(path::PAYMENTS, merchant_payments::list)
        .post(path::PAYMENT_REFUNDS, merchant_payments::refund)
        .get(path::EVENTS, events::list)
        .post(path::CONNECTION_LINKS, connection_links::create)
        .get(path::CONNECT, connect::follow)
        .get(path::CONNECT_CALLBACK, connect::arrive)
        .get(path::CONNECT_RESULT, connect::result)
        .with(
            Method::POST,
            path::WEBHOOK_APP,
            post(webhooks::app_events).layer(DefaultBodyLimit::max(LARGEST_WEBHOOK)),
        )
        .with(
            Method::POST,
            path::WEBHOOK_CHECKOUT,
            post(webhooks::checkout).layer(DefaultBodyLimit::max(LARGEST_WEBHOOK)),
        )
        .post(path::PAYMENT_KEEP, merchant_payments::keep)
        .get(domain_association::PATH, domain_association::show)
        .get(path::OPENAPI, openapi::show)
        .get(path::HEALTH, health::alive)
        .get(path::READINESS, health::ready)
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
