//! `/v3/merchants/{mId}/...`: what the ledger holds, as the platform shows it. Read only.

mod listing;
mod shown;

use std::collections::HashMap;

use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, RawQuery, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::get;
use clover_api::wire::platform::{PaymentConfigs, Share, Supported, Surcharging};
use serde_json::{Value, json};
use tower_http::cors::{Any, CorsLayer};

use super::Caller;
use crate::emulator::Emulator;
use crate::envelope::Answer;

pub(super) fn router() -> Router<Emulator> {
    // Pages of other origins read what an account can do.
    let cors = CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any);
    let configs = get(configs).options(async || ());
    Router::new()
        .route("/v3/merchants/{merchant}", get(merchant))
        .route("/v3/merchants/{merchant}/customers", get(customers))
        .route("/v3/merchants/{merchant}/orders", get(orders))
        .route("/v3/merchants/{merchant}/payments", get(payments))
        .route("/v3/merchants/{merchant}/payments/{id}", get(payment))
        .route("/v3/merchants/{merchant}/items", get(items))
        .merge(
            Router::new().route("/v3/merchants/{merchant}/ecomm_payment_configs", configs).route_layer(cors),
        )
}

/// A caller whose token belongs to the merchant in the path, and the start of every address below it.
struct Reader {
    merchant: String,
    base: String,
}

impl FromRequestParts<Emulator> for Reader {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Answer> {
        let caller = Caller::from_request_parts(parts, emulator).await?;
        if parts.uri.path().split('/').nth(3) != Some(caller.merchant.as_str()) {
            return Err(Answer::bare(StatusCode::UNAUTHORIZED));
        }
        let host = parts.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let base = format!("http://{host}/v3/merchants/{}", caller.merchant);
        Ok(Self { merchant: caller.merchant, base })
    }
}

async fn merchant(reader: Reader) -> Answer {
    Answer::ok(&json!({
        "href": reader.base,
        "id": reader.merchant,
        "name": format!("Emulated merchant {}", reader.merchant),
    }))
}

async fn customers(
    State(emulator): State<Emulator>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    let records = state.ledger.customers.all(Some(&reader.merchant)).rev();
    let customers = records.map(|record| shown::customer(&reader.base, &record.shown())).collect();
    listing::page(&reader.base, "customers", customers, query.as_deref())
}

async fn orders(
    State(emulator): State<Emulator>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    let orders = state.ledger.orders.all(Some(&reader.merchant)).rev();
    let orders = orders.map(|order| shown::order(&reader.base, order)).collect();
    listing::page(&reader.base, "orders", orders, query.as_deref())
}

async fn payments(
    State(emulator): State<Emulator>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    let charges = state.ledger.charges.all(Some(&reader.merchant)).rev();
    let payments = charges.map(|charge| shown::payment(&reader.base, &state.ledger, charge)).collect();
    listing::page(&reader.base, "payments", payments, query.as_deref())
}

async fn payment(
    State(emulator): State<Emulator>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    let charge = state.ledger.charges.get(&reader.merchant, &id);
    let charge = charge.ok_or_else(|| Answer::bare(StatusCode::NOT_FOUND))?;
    let expanded = listing::Expansions::read(query.as_deref())?;
    Ok(Answer::ok(&expanded.applied(shown::payment(&reader.base, &state.ledger, charge))))
}

async fn items(reader: Reader, RawQuery(query): RawQuery) -> Result<Answer, Answer> {
    listing::page(&reader.base, "items", shown::items(&reader.base), query.as_deref())
}

/// For the merchant's own token, or from a page with the public key in the query and nothing else.
async fn configs(
    State(emulator): State<Emulator>,
    Path(merchant): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    reader: Result<Reader, Answer>,
) -> Result<Answer, Answer> {
    let by_key = query.get("pakmsKey").and_then(|key| emulator.merchant_with_pakms_key(key));
    if by_key.is_none_or(|owner| owner.id != merchant) {
        reader?;
    }
    let rate = emulator.lock().till.surcharge_rate;
    let yes = Some(Supported { supported: Some(true) });
    let surcharging = Surcharging { supported: Some(rate > 0), rate: Some(Share::of_millionths(rate)) };
    Ok(Answer::ok(&PaymentConfigs {
        surcharging: Some(surcharging),
        purchase_card: yes,
        soft_descriptors: yes,
    }))
}

/// A list of the platform's.
fn elements(elements: impl Iterator<Item = Value>) -> Value {
    let elements: Vec<Value> = elements.collect();
    json!({ "elements": elements })
}
