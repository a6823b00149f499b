//! Invoices and card tokens that are made before anything is measured.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::bail;
use api_types::{CreateInvoice, CustomerBody, Invoice, LineBody, LinkView, Standing, path};

use crate::call::Line;
use crate::clover::{Card, Clover};
use crate::merchant::Merchant;

/// An invoice, and a card that can pay it.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) invoice: String,
    pub(super) link: String,
    pub(super) token: String,
    pub(super) amount: i64,
}

const AMOUNT: i64 = 12_345;

/// So many of them.
pub(super) fn prepare(
    server: &str,
    clover: &Clover,
    merchant: &Merchant,
    number: usize,
) -> anyhow::Result<Vec<Prepared>> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let wire = Line::new();
    let mut made = Vec::with_capacity(number);
    let mut public_key = None;
    for _ in 0..number {
        let invoice = create(&wire, server, merchant, MADE.fetch_add(1, Ordering::Relaxed))?;
        let link = invoice.pay_url.rsplit('/').next().unwrap_or_default().to_owned();
        let key = match &public_key {
            Some(key) => key,
            None => public_key.insert(key_of(&wire, server, &link)?),
        };
        let token = clover.token(&wire, key, Card::Good).map_err(|_| gone())?;
        made.push(Prepared { invoice: invoice.id.as_str().to_owned(), link, token, amount: AMOUNT });
    }
    Ok(made)
}

fn create(wire: &Line, server: &str, merchant: &Merchant, number: u64) -> anyhow::Result<Invoice> {
    let work = LineBody { description: "Water heater".to_owned(), quantity: 1, unit_amount: AMOUNT, tax: 0 };
    let body = CreateInvoice {
        number: format!("B-{number}"),
        customer: CustomerBody { name: "Grace Miller".to_owned(), email: "grace@example.com".to_owned() },
        currency: "USD".to_owned(),
        lines: vec![work],
        due_date: None,
        expires_at: None,
        notes: String::new(),
        partial_minimum: None,
        schedule: Vec::new(),
        tips: false,
        send: false,
    };
    let authorization = format!("Bearer {}", merchant.api_key);
    let url = format!("{server}{}", path::INVOICES);
    let answer = wire.post(&url, &[("authorization", &authorization)], &body).map_err(|_| gone())?;
    answer.read().map_err(|_| anyhow::anyhow!("the server made no invoice: {answer:?}"))
}

/// The merchant's public key, which the page gets with the invoice.
fn key_of(wire: &Line, server: &str, link: &str) -> anyhow::Result<String> {
    for _ in 0..20 {
        let view = wire.get(&format!("{server}{}", path::link(link)), &[]).map_err(|_| gone())?;
        if let Ok(LinkView { standing: Standing::Open { card_form: Some(form) }, .. }) = view.read() {
            return Ok(form.api_key);
        }
        thread::sleep(Duration::from_millis(100));
    }
    bail!("the server does not get the merchant's public key")
}

fn gone() -> anyhow::Error {
    anyhow::anyhow!("a program has gone while payments were prepared")
}
