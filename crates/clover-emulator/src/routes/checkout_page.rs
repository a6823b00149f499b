//! `/checkout/{page}`: the page itself, and what happens when the payer presses its button.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clover_api::wire::{CartLine, CheckoutEvent, CheckoutStatus, CreateCheckout, RedirectUrls};
use serde_json::{Map, Value, json};

use super::{orders, pay_order, tokens};
use crate::checkout_html::{self, Notice};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::state::{Checkout, PageState, State as Memory};
use crate::webhooks::Kind;

/// What the payer typed.
type Form = HashMap<String, String>;

pub(crate) async fn show(State(emulator): State<Emulator>, Path(page): Path<String>) -> Response {
    let state = emulator.lock();
    let Some(checkout) = state.checkouts.get(&page) else {
        return no_such_page();
    };
    standing(&state, checkout)
}

fn no_such_page() -> Response {
    checkout_html::message(
        StatusCode::NOT_FOUND,
        "There is no such page",
        "The address may be mistyped.",
        None,
    )
}

fn standing(state: &Memory, checkout: &Checkout) -> Response {
    let urls = checkout.request.redirect_urls.as_ref();
    match checkout.state(state.clock.now_ms()) {
        PageState::Open => checkout_html::form(&checkout.request, &Form::new(), None),
        PageState::Paid => {
            let back = urls.and_then(|urls| urls.success.as_deref());
            checkout_html::message(StatusCode::OK, "Paid", "Thank you. Nothing is left to pay here.", back)
        }
        PageState::Expired => {
            let back = urls.and_then(|urls| urls.cancel.as_deref());
            let text = "Nothing was charged. Please go back and start again.";
            checkout_html::message(StatusCode::GONE, "This page has expired", text, back)
        }
    }
}

pub(crate) async fn pay(State(emulator): State<Emulator>, Path(page): Path<String>, body: Bytes) -> Response {
    let form: Form = url::form_urlencoded::parse(&body).into_owned().collect();
    let mut state = emulator.lock();
    let Some(checkout) = state.checkouts.get(&page).cloned() else {
        return no_such_page();
    };
    match checkout.state(state.clock.now_ms()) {
        PageState::Expired => return standing(&state, &checkout),
        // A second press: the first one has paid.
        PageState::Paid => return conclude(&checkout, &Outcome::Paid),
        PageState::Open => {}
    }
    let attempt = attempt(&mut state, &page, &checkout, &form);
    let heard = emulator.config().webhooks.checkout_url.is_some();
    match &attempt {
        Err(wrong) => return checkout_html::form(&checkout.request, &form, Some(&notice(wrong))),
        Ok((charge, outcome)) if heard => announce(&mut state, &checkout, charge, outcome),
        Ok(_) => {}
    }
    let outcome = attempt.map_or(Outcome::Declined, |(_, outcome)| outcome);
    if let (Outcome::Paid, Some(checkout)) = (&outcome, state.checkouts.get_mut(&page)) {
        checkout.paid = true;
    }
    conclude(&checkout, &outcome)
}

/// How an attempt to pay ended.
enum Outcome {
    Paid,
    Declined,
}

/// Takes the money: a token for the card, the page's own order, its payment.
///
/// # Errors
/// What is wrong with what was typed; nothing has been charged.
fn attempt(
    state: &mut Memory,
    page: &str,
    checkout: &Checkout,
    form: &Form,
) -> Result<(String, Outcome), Answer> {
    let token = tokens::keep_card(state, &checkout.merchant, &card(form))?;
    let order = match &checkout.order {
        Some(order) => order.clone(),
        None => text(&orders::place(state, &checkout.merchant, &order(&checkout.request))?.body["id"]),
    };
    if let Some(checkout) = state.checkouts.get_mut(page) {
        checkout.order = Some(order.clone());
    }
    let mut pay = Map::from_iter([("source".to_owned(), json!(token.id.expose()))]);
    pay.insert("ecomind".into(), json!("ecom"));
    pay.insert("tip_amount".into(), json!(tip(&checkout.request, form)));
    match pay_order::take(state, &checkout.merchant, &order, &pay) {
        Ok(paid) => Ok((text(&paid.body["charge"]), Outcome::Paid)),
        Err(no) if no.status == StatusCode::PAYMENT_REQUIRED => {
            Ok((text(&no.body["error"]["charge"]), Outcome::Declined))
        }
        Err(wrong) => Err(wrong),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn card(form: &Form) -> Map<String, Value> {
    let typed = |name: &str| form.get(name).map(|text| text.trim()).unwrap_or_default();
    let digits: String = typed("expiry").chars().filter(char::is_ascii_digit).collect();
    let (month, year) = digits.split_at_checked(2).unwrap_or((&digits, ""));
    let mut card = Map::new();
    for (field, value) in
        [("number", typed("number")), ("exp_month", month), ("exp_year", year), ("cvv", typed("cvv"))]
    {
        card.insert(field.into(), json!(value));
    }
    for (field, value) in [("name", typed("name")), ("address_zip", typed("zip"))] {
        if !value.is_empty() {
            card.insert(field.into(), json!(value));
        }
    }
    card
}

fn order(request: &CreateCheckout) -> Map<String, Value> {
    let item = |line: &CartLine| json!({ "amount": line.price, "quantity": line.unit_qty, "description": line.name, "currency": "usd" });
    let items: Vec<Value> = request.shopping_cart.line_items.iter().map(item).collect();
    let mut order =
        Map::from_iter([("currency".to_owned(), json!("usd")), ("items".to_owned(), json!(items))]);
    if let Some(email) = &request.customer.email {
        order.insert("email".into(), json!(email));
    }
    order
}

/// Minor units, rounded half up; the percentage is one of those the page offers.
fn tip(request: &CreateCheckout, form: &Form) -> i64 {
    let offered = request.tips.and_then(|tips| tips.enabled) == Some(true);
    let percent = match form.get("tip").map(String::as_str) {
        Some("10") if offered => 10,
        Some("15") if offered => 15,
        Some("20") if offered => 20,
        _ => 0,
    };
    (checkout_html::total(request) * percent + 50) / 100
}

fn notice(wrong: &Answer) -> Notice {
    let error = &wrong.body["error"];
    let field = match error["param"].as_str() {
        Some("exp_month" | "exp_year") => "expiry",
        Some("number" | "brand") => "number",
        Some("cvv") => "cvv",
        _ => "",
    };
    let text = match error["code"].as_str() {
        Some("missing") => "Please fill this in.".to_owned(),
        _ => text(&error["message"]),
    };
    Notice { field, text }
}

/// The webhook, in the spelling of the better samples (clover-facts 2.13).
fn announce(state: &mut Memory, checkout: &Checkout, charge: &str, outcome: &Outcome) {
    let total = checkout_html::total(&checkout.request);
    let (status, message) = match outcome {
        Outcome::Paid => (CheckoutStatus::Approved, format!("Approved for {total}")),
        Outcome::Declined => (CheckoutStatus::Declined, format!("Declined for {total}")),
    };
    let body = json!({
        "createdTime": state.clock.now().as_second(),
        "message": message,
        "status": status,
        "type": CheckoutEvent::Payment,
        "id": charge,
        "merchantId": checkout.merchant,
        "data": checkout.session.checkout_session_id,
    });
    let body = body.as_object().cloned().unwrap_or_default();
    state.outbox.write(Kind::Checkout, &Value::Object(state.habits.spelt(body)));
}

/// Sends the payer back, or says how it ended when there is nowhere to go.
fn conclude(checkout: &Checkout, outcome: &Outcome) -> Response {
    let none = RedirectUrls::default();
    let urls = checkout.request.redirect_urls.as_ref().unwrap_or(&none);
    let (target, title, text) = match outcome {
        Outcome::Paid => (&urls.success, "Paid", "Thank you. Nothing is left to pay here."),
        Outcome::Declined => {
            (&urls.failure, "The card was declined", "Nothing was charged. Another card may work.")
        }
    };
    match target.as_deref().and_then(|url| HeaderValue::from_str(url).ok()) {
        Some(url) => (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response(),
        None => checkout_html::message(StatusCode::OK, title, text, None),
    }
}
