//! Compares what Clover holds with what we have recorded and with what payers and merchants were told.

use std::collections::{HashMap, HashSet};

use payments::{Event, EventBody, Invoice, InvoiceState, Payment, PaymentState};
use primitives::{InvoiceId, PaymentId};

use crate::clover::Charge;
use crate::payer::Told;

/// All books, as they stand at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    pub(crate) payments: Vec<Payment>,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) charges: Vec<Charge>,
    pub(crate) events: Vec<Event>,
    pub(crate) told: Vec<Told>,
}

/// What the comparison found; every list is empty where the promise was kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) payments: usize,
    pub(crate) approved: usize,
    /// What Clover took and what we have recorded, tips included, in minor units.
    pub(crate) clovers: i64,
    pub(crate) ours: i64,
    /// Money that was taken more often than it was agreed to.
    pub(crate) double: Vec<String>,
    /// Money or word of it that is missing on one side.
    pub(crate) lost: Vec<String>,
    /// Payments that have not ended.
    pub(crate) stuck: Vec<String>,
}

impl Verdict {
    pub(crate) fn is_clean(&self) -> bool {
        let empty = [&self.double, &self.lost, &self.stuck].iter().all(|list| list.is_empty());
        empty && self.clovers == self.ours
    }
}

/// Compares.
pub(crate) fn compare(books: &Books) -> Verdict {
    let approved: Vec<_> = books.payments.iter().filter_map(|it| Some((it, recorded(it)?))).collect();
    let taken: Vec<_> = books.charges.iter().filter(|charge| charge.is_taken()).collect();
    let mut lost = money_lost(&approved, &taken);
    lost.extend(sums_wrong(books));
    lost.extend(merchant_not_told(books));
    lost.extend(payer_misled(books));
    let is_open = |payment: &&Payment| !payment.state.is_final();
    Verdict {
        payments: books.payments.len(),
        approved: approved.len(),
        clovers: taken.iter().map(|charge| charge.total()).sum(),
        ours: approved.iter().map(|(_, (_, total))| total).sum(),
        double: charged_twice(books, &taken),
        lost,
        stuck: books.payments.iter().filter(is_open).map(|it| format!("{}: {:?}", it.id, it.state)).collect(),
    }
}

/// Clover's charge and what it took, tip included, as the payment has it.
fn recorded(payment: &Payment) -> Option<(&str, i64)> {
    match &payment.state {
        PaymentState::Approved { approval, .. } => {
            Some((&approval.charge, approval.amount + payment.tip.minor()))
        }
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Unclear { .. }
        | PaymentState::Declined { .. }
        | PaymentState::NotSent { .. } => None,
    }
}

/// Two charges of one attempt, or charges of one invoice that come to more than it.
fn charged_twice(books: &Books, taken: &[&Charge]) -> Vec<String> {
    let of_reference: HashMap<&str, &Payment> =
        books.payments.iter().map(|payment| (payment.reference.as_str(), payment)).collect();
    let mut attempts = HashSet::new();
    let mut sums: HashMap<&InvoiceId, i64> = HashMap::new();
    let mut double = Vec::new();
    for charge in taken {
        let reference = charge.external_reference_id.as_deref();
        let Some(payment) = reference.and_then(|reference| of_reference.get(reference)) else { continue };
        if !attempts.insert(&payment.id) {
            double.push(format!("{}: charged again by {}", payment.id, charge.id));
        }
        *sums.entry(&payment.invoice).or_default() += charge.amount;
    }
    let over = |invoice: &&Invoice| sums.get(&invoice.id).is_some_and(|sum| *sum > invoice.totals.total);
    double.extend(
        books.invoices.iter().filter(over).map(|it| format!("{}: more than its total was taken", it.id)),
    );
    double
}

/// Charges without an approved payment of the same amount, and approved payments without a charge.
fn money_lost(approved: &[(&Payment, (&str, i64))], taken: &[&Charge]) -> Vec<String> {
    let ours: HashMap<&str, i64> = approved.iter().map(|(_, recorded)| *recorded).collect();
    let clovers: HashMap<&str, i64> =
        taken.iter().map(|charge| (charge.id.as_str(), charge.total())).collect();
    let unrecorded = clovers.iter().filter(|(id, total)| ours.get(*id) != Some(*total));
    let imagined = ours.iter().filter(|(id, _)| !clovers.contains_key(*id));
    let unrecorded = unrecorded.map(|(id, total)| format!("charge {id} of {total} is not recorded as such"));
    unrecorded
        .chain(imagined.map(|(id, _)| format!("charge {id} is recorded and not in the ledger")))
        .collect()
}

/// Invoices whose sum is not that of their payments.
fn sums_wrong(books: &Books) -> Vec<String> {
    let mut sums: HashMap<&InvoiceId, i64> = HashMap::new();
    for payment in &books.payments {
        *sums.entry(&payment.invoice).or_default() += payment.collected();
    }
    let wrong = |invoice: &&Invoice| sums.get(&invoice.id).copied().unwrap_or(0) != invoice.paid;
    books.invoices.iter().filter(wrong).map(|it| format!("{}: its sum is wrong", it.id)).collect()
}

/// Paid invoices of which no event tells, or more than one.
fn merchant_not_told(books: &Books) -> Vec<String> {
    let mut events: HashMap<&InvoiceId, u32> = HashMap::new();
    for event in &books.events {
        if let EventBody::InvoicePaid { invoice, .. } = &event.body {
            *events.entry(invoice).or_default() += 1;
        }
    }
    let is_paid = |invoice: &Invoice| matches!(invoice.state, InvoiceState::Paid { .. });
    let wrong = |it: &&Invoice| events.get(&it.id).copied().unwrap_or(0) != u32::from(is_paid(it));
    books.invoices.iter().filter(wrong).map(|it| format!("{}: the merchant is told wrongly", it.id)).collect()
}

/// Payers who were told an end that is not the one in the records.
fn payer_misled(books: &Books) -> Vec<String> {
    let approved: HashMap<&PaymentId, bool> =
        books.payments.iter().map(|payment| (&payment.id, payment.state.is_approved())).collect();
    let wrong = |told: &&Told| approved.get(&told.payment) != Some(&told.approved);
    books
        .told
        .iter()
        .filter(wrong)
        .map(|it| format!("{}: the payer was told otherwise", it.payment))
        .collect()
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
