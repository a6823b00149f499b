//! The hosted checkout page as HTML: plain forms, no script.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clover_api::wire::{CartLine, CreateCheckout};
use minijinja::{Environment, Value, context};

use crate::assets;

/// No `form-action`: browsers hold it against the redirect after the payment too, which leads to the merchant.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");

/// What is wrong with what was typed.
pub(crate) struct Notice {
    /// The field's name in the form; empty when it is none of them.
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// The page with its form, what was typed before still in it, except for number and security code.
pub(crate) fn form(
    request: &CreateCheckout,
    typed: &HashMap<String, String>,
    notice: Option<&Notice>,
) -> Response {
    let customer = &request.customer;
    let name = [&customer.first_name, &customer.last_name].map(|part| part.as_deref().unwrap_or_default());
    let typed = |field: &str, known: &str| typed.get(field).cloned().unwrap_or_else(|| known.to_owned());
    let urls = request.redirect_urls.as_ref();
    let page = context! {
        lines => request.shopping_cart.line_items.iter().map(line).collect::<Vec<_>>(),
        total => money(total(request)),
        tips => request.tips.and_then(|tips| tips.enabled) == Some(true),
        tip => typed("tip", "0"),
        name => typed("name", name.join(" ").trim()),
        zip => typed("zip", ""),
        expiry => typed("expiry", ""),
        cancel => urls.and_then(|urls| urls.cancel.as_deref()),
        wrong_field => notice.map(|notice| notice.field),
        wrong => notice.map(|notice| notice.text.as_str()),
    };
    let status = if notice.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    render(status, "checkout.html", page)
}

/// A page that only says something, with a way back if there is one.
pub(crate) fn message(status: StatusCode, title: &str, text: &str, back: Option<&str>) -> Response {
    render(status, "checkout-message.html", context! { title, text, back })
}

/// Minor units of all lines.
pub(crate) fn total(request: &CreateCheckout) -> i64 {
    request.shopping_cart.line_items.iter().map(|line| line.price.unwrap_or(0) * line.unit_qty).sum()
}

fn line(line: &CartLine) -> Value {
    context! {
        name => line.name.as_deref(),
        note => line.note.as_deref(),
        pieces => line.unit_qty,
        each => money(line.price.unwrap_or(0)),
        amount => money(line.price.unwrap_or(0) * line.unit_qty),
    }
}

/// `$1,234.50`.
fn money(minor: i64) -> String {
    let (mut whole, mut groups) = (minor / 100, Vec::new());
    while whole >= 1_000 {
        groups.push(format!(",{:03}", whole % 1_000));
        whole /= 1_000;
    }
    groups.reverse();
    format!("${whole}{}.{:02}", groups.concat(), minor % 100)
}

fn render(status: StatusCode, name: &'static str, page: Value) -> Response {
    let mut templates = Environment::new();
    templates.set_loader(|name| Ok(assets::text(name)));
    match templates.get_template(name).and_then(|template| template.render(page)) {
        Ok(html) => (status, headers(), html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page of the emulator cannot be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn headers() -> [(header::HeaderName, HeaderValue); 4] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_two_digits_and_groups_of_three() {
        for (minor, text) in
            [(5, "$0.05"), (48_250, "$482.50"), (100_000, "$1,000.00"), (99_999_999, "$999,999.99")]
        {
            assert_eq!(money(minor), text);
        }
    }
}
