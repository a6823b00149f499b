//! The demo's invoices, made through the merchant's API as a merchant's own software would.

use std::fmt;
use std::time::Duration;

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};
use ureq::Agent;

use super::configuration::{API_KEY, Site};

const TIMEOUT: Duration = Duration::from_secs(10);
/// A customer with several invoices.
const REGULAR: (&str, &str) = ("Harbor Street Bakery", "accounts@harborstreet.example.com");
const DUE: &str = "2030-12-31";

/// An invoice as the merchant's API answers it, as far as the demo shows it.
#[derive(Deserialize)]
pub(crate) struct Invoice {
    id: String,
    number: String,
    state: String,
    currency: String,
    totals: Totals,
    pay_url: String,
}

#[derive(Deserialize)]
struct Totals {
    total: i64,
}

#[derive(Deserialize)]
struct InvoiceList {
    invoices: Vec<Invoice>,
}

impl Invoice {
    /// The merchant's number for it.
    pub(crate) fn number(&self) -> &str {
        &self.number
    }

    /// Where it is paid.
    pub(crate) fn pay_url(&self) -> &str {
        &self.pay_url
    }
}

impl fmt::Display for Invoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Both currencies of the samples have two decimals.
        let (units, cents) = (self.totals.total / 100, self.totals.total % 100);
        let Self { pay_url, number, state, currency, .. } = self;
        write!(f, "pay {pay_url}  {number}  {state}  {units}.{cents:02} {currency}")
    }
}

/// The link of the statement of the customer who has several invoices open; makes it when there is none yet, and is
/// `None` once those are paid.
///
/// # Errors
/// When the server cannot be reached or does not answer in its own words.
pub(crate) fn statement(site: &Site) -> anyhow::Result<Option<String>> {
    #[derive(Deserialize)]
    struct Made {
        pay_url: String,
    }
    #[derive(Deserialize)]
    struct List {
        statements: Vec<Made>,
    }
    let api = format!("{}/api/v1/statements", site.origin());
    let key = format!("Bearer {API_KEY}");
    let mut kept = agent().get(&api).header("Authorization", &key).call()?;
    let kept: List = serde_json::from_str(&kept.body_mut().read_to_string()?).context("unexpected answer")?;
    if let Some(made) = kept.statements.into_iter().next() {
        return Ok(Some(made.pay_url));
    }
    let asked = json!({ "customer_email": REGULAR.1, "currency": "USD" });
    let mut made = agent().post(&api).header("Authorization", &key).send_json(&asked)?;
    if made.status().as_u16() == 422 {
        return Ok(None);
    }
    let made: Made = serde_json::from_str(&made.body_mut().read_to_string()?).context("unexpected answer")?;
    Ok(Some(made.pay_url))
}

/// Whether the server says that it can take requests.
pub(crate) fn is_ready(site: &Site) -> bool {
    agent().get(format!("{}/readyz", site.origin())).call().is_ok_and(|answer| answer.status() == 200)
}

/// All invoices, oldest first; makes the samples when there are none yet.
///
/// # Errors
/// When the server refuses one or cannot be reached.
pub(crate) fn all(site: &Site) -> anyhow::Result<Vec<Invoice>> {
    let api = format!("{}/api/v1/invoices", site.origin());
    let mut kept = list(&api)?;
    if !kept.is_empty() {
        kept.reverse();
        return Ok(kept);
    }
    let mut made = Vec::new();
    for body in [plumbing(), yearly_check(), canadian(), renovation(), in_instalments(), with_tips()] {
        made.push(post(&api, &body)?);
    }
    for body in maintenance() {
        made.push(post(&api, &body)?);
    }
    let mistaken = post(&api, &mistaken())?;
    made.push(post(&format!("{api}/{}/void", mistaken.id), &json!({}))?);
    Ok(made)
}

/// Makes one more invoice that can be paid, and answers with its link.
///
/// # Errors
/// When the server refuses it or cannot be reached.
pub(crate) fn one_more(site: &Site, number: u32) -> anyhow::Result<String> {
    let mut body = plumbing();
    body["number"] = json!(format!("INV-{number}"));
    Ok(post(&format!("{}/api/v1/invoices", site.origin()), &body)?.pay_url)
}

fn agent() -> Agent {
    // Refusals carry a body that says why; they are read instead of being turned into a bare status.
    Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build().into()
}

fn list(api: &str) -> anyhow::Result<Vec<Invoice>> {
    let mut answer = agent().get(api).header("Authorization", format!("Bearer {API_KEY}")).call()?;
    let text = answer.body_mut().read_to_string()?;
    anyhow::ensure!(answer.status().is_success(), "the server did not list its invoices: {text}");
    Ok(serde_json::from_str::<InvoiceList>(&text).context("unexpected answer")?.invoices)
}

fn post(url: &str, body: &Value) -> anyhow::Result<Invoice> {
    let mut answer =
        agent().post(url).header("Authorization", format!("Bearer {API_KEY}")).send_json(body)?;
    let text = answer.body_mut().read_to_string()?;
    anyhow::ensure!(answer.status().is_success(), "the server refused a sample invoice: {text}");
    serde_json::from_str(&text).context("unexpected answer")
}

fn invoice(number: &str, customer: (&str, &str), currency: &str, lines: &[Value], notes: &str) -> Value {
    json!({
        "number": number,
        "customer": { "name": customer.0, "email": customer.1 },
        "currency": currency,
        "lines": lines,
        "due_date": DUE,
        "notes": notes,
        "send": true,
    })
}

/// Amounts and tax in minor units; the tax is that of the whole line.
fn line(description: &str, quantity: u32, unit_amount: i64, tax: i64) -> Value {
    json!({ "description": description, "quantity": quantity, "unit_amount": unit_amount, "tax": tax })
}

fn plumbing() -> Value {
    let lines = [
        line("Water heater, 50 gallons", 1, 89_900, 7_979),
        line("Installation, hours", 4, 6_500, 0),
        line("Fittings and pipe", 1, 4_220, 375),
    ];
    let notes = "Thank you for calling us. The heater carries a warranty of six years.";
    invoice("INV-1042", ("Grace Miller", "grace.miller@example.com"), "USD", &lines, notes)
}

fn yearly_check() -> Value {
    let lines = [line("Yearly check, kitchen and bath", 1, 12_900, 1_145)];
    invoice("INV-1045", ("Grace Miller", "grace.miller@example.com"), "USD", &lines, "")
}

fn canadian() -> Value {
    let lines = [line("Inspection of drains", 1, 18_500, 2_405), line("Camera, per metre", 12, 450, 702)];
    invoice("INV-1043", ("Étienne Tremblay", "etienne.tremblay@example.com"), "CAD", &lines, "")
}

fn renovation() -> Value {
    let rooms =
        ["Kitchen", "Bathroom", "Guest bathroom", "Laundry", "Basement", "Garage", "Garden", "Boiler room"];
    let lines: Vec<Value> = rooms
        .iter()
        .flat_map(|room| {
            [
                line(&format!("{room}: removing the old pipes, hours"), 3, 6_500, 0),
                line(&format!("{room}: copper pipe, feet"), 24, 385, 820),
                line(&format!("{room}: valves and joints"), 6, 1_299, 692),
            ]
        })
        .collect();
    let notes = "Second of three instalments, as agreed in the offer of March.";
    invoice("INV-1044", ("Lakeside Apartments LLC", "office@lakeside.example.com"), "USD", &lines, notes)
}

/// A deposit that is due, and two instalments to come.
fn in_instalments() -> Value {
    let lines = [line("Solar water heating, installed", 1, 900_000, 0)];
    let mut body =
        invoice("INV-1047", ("Noor Haddad", "noor.haddad@example.com"), "USD", &lines, "Deposit on order.");
    body["schedule"] = json!([
        { "date": "2026-01-15", "amount": 270_000 },
        { "date": "2030-06-01", "amount": 400_000 },
        { "date": "2030-12-01", "amount": 230_000 },
    ]);
    body
}

/// May be paid in parts and with a tip.
fn with_tips() -> Value {
    let lines = [line("Garden work, day", 2, 32_000, 0)];
    let mut body = invoice("INV-1046", ("Mei Lin", "mei.lin@example.com"), "USD", &lines, "");
    body["partial_minimum"] = json!(5_000);
    body["tips"] = json!(true);
    body
}

/// Three invoices of one customer, which a statement puts together.
fn maintenance() -> [Value; 3] {
    let month = |number, month: &str| {
        let lines = [line(&format!("Maintenance of the heating, {month}"), 1, 24_000, 2_130)];
        invoice(number, REGULAR, "USD", &lines, "")
    };
    [month("INV-1051", "September"), month("INV-1052", "October"), month("INV-1053", "November")]
}

fn mistaken() -> Value {
    let lines = [line("Emergency call, Sunday", 1, 25_000, 2_219)];
    invoice("INV-1041", ("Sam Okafor", "sam.okafor@example.com"), "USD", &lines, "")
}

/// An invoice for the tests of others.
#[cfg(test)]
pub(crate) fn made_up(number: &str, pay_url: &str) -> Invoice {
    Invoice {
        id: "inv_1".to_owned(),
        number: number.to_owned(),
        state: "open".to_owned(),
        currency: "USD".to_owned(),
        totals: Totals { total: 100 },
        pay_url: pay_url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_one_line_with_two_spaces_between_columns() {
        let answer = json!({
            "id": "inv_1", "number": "INV-1042", "state": "open", "currency": "USD", "lines": [],
            "totals": { "subtotal": 128_000, "tax": 405, "total": 128_405 },
            "pay_url": "http://localhost:8080/pay/abc",
        });
        let invoice: Invoice = serde_json::from_value(answer).unwrap();
        assert_eq!(invoice.to_string(), "pay http://localhost:8080/pay/abc  INV-1042  open  1284.05 USD");
    }

    #[test]
    fn samples_have_numbers_of_their_own() {
        let samples = [plumbing(), canadian(), renovation(), in_instalments(), with_tips(), mistaken()];
        let numbers: std::collections::BTreeSet<_> =
            samples.iter().map(|sample| sample["number"].as_str()).collect();
        assert_eq!(numbers.len(), samples.len());
    }
}
