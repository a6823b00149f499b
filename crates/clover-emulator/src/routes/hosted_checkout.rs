//! `POST /invoicingcheckoutservice/v1/checkouts`: makes a page on which a payer can pay.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use clover_api::wire::{CheckoutSession, Code, CreateCheckout, RedirectUrls};
use serde_json::Value;
use url::Url;

use super::JsonObject;
use super::on_behalf::OnBehalf;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, missing, too_large};
use crate::state::Checkout;

/// The longest name of a line (clover-facts 2.13).
const NAME_LIMIT: usize = 127;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    headers: HeaderMap,
    JsonObject(body): JsonObject,
) -> Result<Answer, Answer> {
    if !body.get("customer").is_some_and(Value::is_object) {
        return Err(missing("customer"));
    }
    let request: CreateCheckout = serde_json::from_value(Value::Object(body)).map_err(|error| {
        Answer::invalid(Code::InvalidRequest, "", &format!("The checkout cannot be read: {error}."))
    })?;
    check_lines(&request)?;
    let settings = &emulator.config().hosted_checkout;
    check_redirects(request.redirect_urls.as_ref(), settings.local_redirects)?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let mut state = emulator.lock();
    let page = state.ids.uuid().replace('-', "");
    let now = state.clock.now_ms();
    let session = CheckoutSession {
        href: format!("http://{host}/checkout/{page}"),
        checkout_session_id: state.ids.uuid(),
        created_time: Some(now),
        expiration_time: Some(now + i64::from(settings.lifetime_minutes) * 60_000),
    };
    let merchant = caller.merchant;
    let checkout = Checkout { merchant, request, session: session.clone(), order: None, paid: false };
    state.checkouts.put(&page, checkout);
    Ok(Answer::ok(&session))
}

fn check_lines(request: &CreateCheckout) -> Result<(), Answer> {
    let wrong = |param: &str, message: &str| Err(Answer::invalid(Code::InvalidRequest, param, message));
    let mut sum = 0_i64;
    if request.shopping_cart.line_items.is_empty() {
        return wrong("shoppingCart.lineItems", "At least one line is needed.");
    }
    for line in &request.shopping_cart.line_items {
        if line.item_ref_uuid.is_some() {
            return wrong("itemRefUuid", "The emulator's pages know no inventory; name a price.");
        }
        let length = line.name.as_deref().map_or(0, |name| name.trim().chars().count());
        if !(1..=NAME_LIMIT).contains(&length) {
            return wrong("name", "A name has 1 to 127 characters.");
        }
        let (Some(price @ 0..=AMOUNT_LIMIT), 1..=AMOUNT_LIMIT) = (line.price, line.unit_qty) else {
            return wrong("price", "A price in minor units and at least one piece are needed.");
        };
        sum = sum.saturating_add(price.saturating_mul(line.unit_qty));
    }
    match sum {
        0 => wrong("price", "There is nothing to pay."),
        1..=AMOUNT_LIMIT => Ok(()),
        _ => Err(too_large("shoppingCart")),
    }
}

fn check_redirects(urls: Option<&RedirectUrls>, local_redirects: bool) -> Result<(), Answer> {
    let Some(RedirectUrls { success, failure, cancel }) = urls else {
        return Ok(());
    };
    for (name, url) in [("success", success), ("failure", failure), ("cancel", cancel)] {
        if url.as_deref().is_some_and(|url| !is_allowed(url, local_redirects)) {
            let message = "A redirect must be an HTTPS address, and not of localhost.";
            return Err(Answer::invalid(Code::InvalidRequest, name, message));
        }
    }
    Ok(())
}

fn is_allowed(url: &str, local_redirects: bool) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let local = match url.host() {
        None => return false,
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
    };
    match url.scheme() {
        "https" => !local || local_redirects,
        "http" => local && local_redirects,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_to_other_machines_is_allowed_unless_set_otherwise() {
        for (url, normally, in_a_demo) in [
            ("https://shop.example/ok", true, true),
            ("http://shop.example/ok", false, false),
            ("https://localhost/ok", false, true),
            ("http://localhost:8080/ok", false, true),
            ("http://127.0.0.1:8080/ok", false, true),
            ("https://[::1]/ok", false, true),
            ("http://pay.localhost/ok", false, true),
            ("javascript:alert(1)", false, false),
            ("data:text/html,x", false, false),
            ("/ok", false, false),
        ] {
            assert_eq!((is_allowed(url, false), is_allowed(url, true)), (normally, in_a_demo), "{url}");
        }
    }
}
