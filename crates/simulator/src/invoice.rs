//! The invoices that a run is about, and the statement of them.

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use payments::{Invoice, NewInvoice, NewLine, Statement, StatementState};
use primitives::{InvoiceId, LinkToken, MerchantSlug, StatementId};

use crate::dice::Dice;
use crate::footing::BEGINNING;
use crate::plan::Plan;

/// What everybody needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) id: InvoiceId,
    pub(crate) link: LinkToken,
    pub(crate) merchant: MerchantSlug,
    pub(crate) amount: i64,
}

impl Sample {
    pub(crate) fn of(invoice: &Invoice) -> Self {
        Self {
            id: invoice.id.clone(),
            link: invoice.link.clone(),
            merchant: invoice.merchant.clone(),
            amount: invoice.amount_due().minor(),
        }
    }
}

/// Everything that can be paid in a run.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    /// The one that merchants act upon.
    pub(crate) first: Sample,
    /// The others.
    pub(crate) more: Vec<Sample>,
    /// The link of the statement of all, where there are others.
    pub(crate) statement: Option<LinkToken>,
}

impl Samples {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Sample> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// A statement of these invoices; none of a single one.
pub(crate) fn statement(dice: &mut Dice, invoices: &[Invoice]) -> Option<Statement> {
    let first = invoices.first().filter(|_| invoices.len() > 1)?;
    Some(Statement {
        id: StatementId::from_random(dice.bytes()),
        merchant: first.merchant.clone(),
        link: LinkToken::from_random(dice.bytes()),
        customer: first.customer.clone(),
        currency: first.currency,
        invoices: invoices.iter().map(|invoice| invoice.id.clone()).collect(),
        state: StatementState::Open,
        created_at: first.created_at,
        version: 0,
    })
}

/// An invoice of one line.
///
/// # Errors
/// None that the dice can roll; the rules' own checks could refuse.
pub(crate) fn new(dice: &mut Dice, plan: &Plan, number: u64) -> anyhow::Result<Invoice> {
    let now = Timestamp::from_millisecond(BEGINNING)?;
    let amount = i64::try_from(dice.between(1, 500_000))?;
    let work = NewLine { description: "Work".to_owned(), quantity: 1, unit_amount: amount, tax: 0 };
    let new = NewInvoice {
        number: number.to_string(),
        customer_name: "Ada Payer".to_owned(),
        customer_email: "ada@example.test".to_owned(),
        currency: "USD".to_owned(),
        lines: vec![work],
        due_date: None,
        expires_at: None,
        notes: String::new(),
        partial_minimum: plan.parts.then_some(1),
        schedule: Vec::new(),
        tips: plan.tips,
    };
    let (id, link) = (InvoiceId::from_random(dice.bytes()), LinkToken::from_random(dice.bytes()));
    let checked = new.check(id, link, MerchantSlug::parse("acme")?, now);
    let mut invoice = checked.ok().context("the rules refuse the simulator's invoice")?;
    let until = |wait: u64| now.checked_add(SignedDuration::from_millis(i64::try_from(wait).ok()?)).ok();
    invoice.expires_at = plan.expires_after.and_then(until);
    Ok(invoice)
}
