//! Clover's Hosted Checkout: what a page is made of, and what an order says that Clover made for it.

use clover_api::Client;
use clover_api::wire::{CartLine, CheckoutCustomer, CreateCheckout, RedirectUrls, TipSettings};
use jiff::{SignedDuration, Timestamp};
use payments::NotSent;
use payments::checkout::{CheckoutHref, CheckoutPage};
use payments::port::{CheckoutAnswer, CheckoutRequest};
use url::Url;

use super::refusal::no_order;

/// The longest name of a line (clover-facts 2.13).
const LONGEST_NAME: usize = 127;
/// How long a page lives that does not say so: the longest that was seen (clover-facts 2.13).
const LIFETIME: SignedDuration = SignedDuration::from_mins(30);

/// Where a merchant's pages are made, and where they lead back to.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub(super) merchant_id: String,
    /// The server's own origin, where Clover takes it: in HTTPS, or for an emulator.
    pub(super) back: Option<Url>,
    /// An emulator's pages are not in HTTPS.
    pub(super) is_emulator: bool,
}

/// Has a page made. No money moves by it, so an unknown outcome is only a failure.
pub(super) async fn create(
    client: &Client,
    desk: &Desk,
    request: &CheckoutRequest<'_>,
    now: Timestamp,
) -> CheckoutAnswer {
    let made = client.create_checkout(&desk.merchant_id, &body(desk, request)).await;
    let session = made.map_err(|error| no_order(&error))?;
    if !leads_to_clover(&session.href, desk.is_emulator) {
        tracing::error!("Clover's page has an address that leads elsewhere; nobody was sent there");
        return Err(NotSent::Refused);
    }
    let told = session.expiration_time.and_then(|millis| Timestamp::from_millisecond(millis).ok());
    let ends_at = told.unwrap_or_else(|| now.saturating_add(LIFETIME).unwrap_or(now));
    let href = Some(CheckoutHref::new(session.href));
    Ok(CheckoutPage { session: session.checkout_session_id, href, ends_at })
}

/// One line for the whole amount: its name bears our reference, by which Clover's order is known again. A tip of ours has no
/// place there, and asking for one would let the payer pay more than was agreed.
fn body(desk: &Desk, request: &CheckoutRequest<'_>) -> CreateCheckout {
    let reference = request.reference.as_str();
    let room = LONGEST_NAME.saturating_sub(reference.len() + 3);
    let number: String = request.invoice.number.chars().take(room).collect();
    let line = CartLine::priced(format!("{number} ({reference})"), request.amount.minor(), 1);
    let email = request.email.map(|email| email.as_str().to_owned());
    CreateCheckout {
        customer: CheckoutCustomer { email, ..CheckoutCustomer::default() },
        redirect_urls: desk.back.as_ref().map(|origin| back(origin, request)),
        tips: Some(TipSettings { enabled: Some(false) }),
        ..CreateCheckout::of(vec![line])
    }
}

/// Whoever comes back is believed nothing, so all three lead to the invoice.
fn back(origin: &Url, request: &CheckoutRequest<'_>) -> RedirectUrls {
    let page = crate::convert::pay_url(request.invoice, origin);
    RedirectUrls { success: Some(page.clone()), failure: Some(page.clone()), cancel: Some(page) }
}

fn leads_to_clover(href: &str, is_emulator: bool) -> bool {
    let Ok(url) = Url::parse(href) else { return false };
    match url.scheme() {
        "https" => url.has_host(),
        "http" => is_emulator && url.has_host(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_an_address_that_is_no_page() {
        for (href, emulator, good) in [
            ("https://www.clover.com/checkout/abc", false, true),
            ("http://localhost:8090/checkout/abc", true, true),
            ("http://localhost:8090/checkout/abc", false, false),
            ("javascript:alert(1)", true, false),
            ("/checkout/abc", true, false),
        ] {
            assert_eq!(leads_to_clover(href, emulator), good, "{href}");
        }
    }
}
