//! Money and moments as the merchant's locale writes them, by the browser's own `Intl`.

use js_sys::{Array, Date, Function, Intl, Object};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MoneyOptions<'a> {
    style: &'static str,
    currency: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DateOptions {
    date_style: &'static str,
    time_style: &'static str,
}

/// `minor` units of a currency with that many decimals.
pub fn money(minor: i64, currency: &str, decimals: u16, locale: &str) -> String {
    let plain = plain(minor, decimals);
    let options = MoneyOptions { style: "currency", currency };
    let format = Intl::NumberFormat::new(&locales(locale), &object(&options));
    // As a text the amount stays exact; a number would pass through floating point.
    call(&format.format(), &format, &plain).unwrap_or(plain)
}

/// A moment (RFC 3339) on the payer's clock.
pub fn moment(text: &str, locale: &str) -> String {
    let options = DateOptions { date_style: "long", time_style: "short" };
    let date = Date::new(&text.into());
    if date.get_time().is_nan() {
        return text.to_owned();
    }
    let format = Intl::DateTimeFormat::new(&locales(locale), &object(&options));
    let written = format.format().call1(&format, &date);
    written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| text.to_owned())
}

fn call(function: &Function, format: &Intl::NumberFormat, plain: &str) -> Option<String> {
    function.call1(format, &plain.into()).ok()?.as_string()
}

fn locales(locale: &str) -> Array {
    Array::of1(&locale.into())
}

fn object(options: &impl Serialize) -> Object {
    serde_wasm_bindgen::to_value(options).map(Into::into).unwrap_or_default()
}

/// `128450` with two decimals is `1284.50`.
fn plain(minor: i64, decimals: u16) -> String {
    let mut digits = minor.to_string();
    let decimals = usize::from(decimals);
    if decimals == 0 {
        return digits;
    }
    while digits.len() <= decimals {
        digits.insert(0, '0');
    }
    digits.insert(digits.len() - decimals, '.');
    digits
}
