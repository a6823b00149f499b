//! The bare program: the commits and the calls of a payment, and nothing else; no rules, no checks, no payer.

use std::time::Instant;

use anyhow::Context;
use serde_json::{Value as Json, json};
use tokio::runtime::Runtime;

use super::prepared::Prepared;
use super::served::at_the_same_time;
use super::sql::Value::{Number, Text};
use super::sql::{Pool, Statement};
use super::times::Times;
use crate::call::Line;
use crate::merchant::Merchant;

/// When all of it happens, for the columns that hold a time.
const NOW: i64 = 1_790_000_000_000;

/// What it holds.
pub(super) struct Bare<'a> {
    runtime: Runtime,
    pool: Pool,
    clover: &'a str,
    merchant: &'a Merchant,
}

impl<'a> Bare<'a> {
    /// Opens the database that a server has made and has left.
    pub(super) fn open(database: &str, clover: &'a str, merchant: &'a Merchant) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let pool = runtime.block_on(Pool::open(database)).context("the bare program has no database")?;
        Ok(Self { runtime, pool, clover, merchant })
    }

    /// Pays all of them, so many at once.
    pub(super) fn pay(&self, prepared: &[Prepared], at_once: usize) -> anyhow::Result<Times> {
        at_the_same_time(prepared, at_once, || {
            let line = Line::new();
            move |it: &Prepared| {
                let since = Instant::now();
                self.pay_one(&line, it)?;
                Ok(since.elapsed())
            }
        })
    }

    /// The same commits in the same order as the server's, around the same calls.
    fn pay_one(&self, line: &Line, it: &Prepared) -> anyhow::Result<()> {
        let by_order = self.merchant.takes_orders();
        let payment = it.invoice.replacen("inv_", "pay_", 1);
        self.commit(&begin(it, &payment))?;
        let order = if by_order { Some(self.order(line, it)?) } else { None };
        self.commit(&[(
            "UPDATE payments SET state = 'dispatched', state_since = $1, due_at = $2, version = version + 1 \
             WHERE id = $3",
            vec![Number(NOW), Number(NOW), Text(&payment)],
        )])?;
        let charge = self.charge(line, it, order.as_deref())?;
        self.commit(&approve(it, &payment, &charge))
    }

    fn order(&self, line: &Line, it: &Prepared) -> anyhow::Result<String> {
        let item =
            json!({"amount": it.amount, "currency": "usd", "description": "Water heater", "quantity": 1});
        let order = self.post(line, "/v1/orders", &it.link, &json!({"currency": "usd", "items": [item]}))?;
        let id = order["id"].as_str().context("Clover made no order")?.to_owned();
        let keep = "UPDATE invoices SET clover_order = $1, version = version + 1 WHERE id = $2";
        self.commit(&[(keep, vec![Text(&id), Text(&it.invoice)])])?;
        Ok(id)
    }

    fn charge(&self, line: &Line, it: &Prepared, order: Option<&str>) -> anyhow::Result<String> {
        let mut body = json!({"source": it.token, "amount": it.amount, "ecomind": "ecom"});
        let path = match order {
            Some(order) => format!("/v1/orders/{order}/pay"),
            None => "/v1/charges".to_owned(),
        };
        if order.is_none() {
            body["currency"] = json!("usd");
        }
        let answer = self.post(line, &path, &it.invoice, &body)?;
        let charge = if order.is_some() { &answer["charge"] } else { &answer["id"] };
        charge.as_str().map(str::to_owned).with_context(|| format!("Clover charged nothing: {answer}"))
    }

    fn commit(&self, statements: &[Statement<'_>]) -> anyhow::Result<()> {
        self.runtime.block_on(self.pool.commit(statements)).context("the bare program cannot write")
    }

    fn post(&self, line: &Line, path: &str, key: &str, body: &Json) -> anyhow::Result<Json> {
        let authorization = format!("Bearer {}", self.merchant.clover_token);
        let headers = [("authorization", authorization.as_str()), ("idempotency-key", key)];
        let answer = line.post(&format!("{}{path}", self.clover), &headers, body);
        answer.and_then(|answer| answer.read()).map_err(|_| anyhow::anyhow!("Clover did not answer"))
    }
}

/// The row, and the invoice that others may have read.
fn begin<'a>(it: &'a Prepared, payment: &'a str) -> [Statement<'a>; 2] {
    let insert = "INSERT INTO payments (id, invoice, merchant, key, gateway_key, mode, our_reference, amount, \
                  tip, currency, token, token_digest, state, due_at, created_at, version) VALUES \
                  ($1, $2, 'bench', $3, $1, 'order', $1, $4, 0, 'USD', $5, $5, 'prepared', $6, $6, 0)";
    let values = vec![
        Text(payment),
        Text(&it.invoice),
        Text(&it.link),
        Number(it.amount),
        Text(&it.token),
        Number(NOW),
    ];
    let touch = "UPDATE invoices SET version = version + 1 WHERE id = $1";
    [(insert, values), (touch, vec![Text(&it.invoice)])]
}

/// The decision and what follows from it.
fn approve<'a>(it: &'a Prepared, payment: &'a str, charge: &'a str) -> [Statement<'a>; 3] {
    let approve = "UPDATE payments SET state = 'approved', state_since = $1, charge = $2, charged_amount = $3, \
                   token = NULL, due_at = NULL, version = version + 1 WHERE id = $4";
    let paid = "UPDATE invoices SET state = 'paid', state_since = $1, paid = $2, paid_by = $3, \
                version = version + 1 WHERE id = $4";
    let tell = "INSERT INTO events (id, merchant, kind, invoice, payment, at) \
                VALUES ($1, 'bench', 'invoice_paid', $2, $1, $3)";
    [
        (approve, vec![Number(NOW), Text(charge), Number(it.amount), Text(payment)]),
        (paid, vec![Number(NOW), Number(it.amount), Text(payment), Text(&it.invoice)]),
        (tell, vec![Text(payment), Text(&it.invoice), Number(NOW)]),
    ]
}
