//! Compares the books at the end: Clover's ledger, our rows, our outbox, and what payers were told.

use payments::port::{Store, StoreError};
use payments::{Event, EventBody, Invoice, InvoiceState, Payment, PaymentState};
use primitives::PaymentId;

use crate::clover::{Charge, short};
use crate::engine::{Engine, act};
use crate::invoice::Samples;
use crate::payer::Told;
use crate::records::name;
use crate::run::World;
use crate::violation::Found;

/// More events than any run has.
const ALL: u32 = 10_000;

/// Everything that is compared.
struct Audit<'a> {
    world: &'a World,
    invoices: Vec<Invoice>,
    payments: Vec<Payment>,
    events: Vec<Event>,
    charges: Vec<Charge>,
}

/// Compares the books.
///
/// # Errors
/// When the store cannot be read although nothing goes wrong any more.
pub(crate) fn compare(world: &World, samples: &Samples, engine: &Engine) -> Result<(), StoreError> {
    let mut invoices = Vec::new();
    for sample in samples.all() {
        invoices.extend(act!(engine, store => store.invoice(&sample.merchant, &sample.id))?);
    }
    if invoices.len() != samples.all().count() {
        world.sim.violated(Found::AtTheEnd, "an invoice stays", String::new);
        return Ok(());
    }
    let mut payments = Vec::new();
    for row in world.records.all() {
        payments.extend(act!(engine, store => store.payment(&row.payment.id))?);
    }
    let events = act!(engine, store => store.untold_events(ALL))?;
    let charges = world.clover.books().charges.iter().filter(|charge| charge.is_taken()).cloned().collect();
    let audit = Audit { world, invoices, payments, events, charges };
    audit.nothing_is_stuck();
    audit.every_charge_is_recorded();
    audit.no_more_is_charged_than_agreed();
    for invoice in &audit.invoices {
        audit.the_invoice_agrees(invoice);
        audit.a_taking_back_is_told_once(invoice);
    }
    audit.every_share_is_somebodys();
    audit.every_outcome_is_told_once();
    audit.payers_were_told_the_truth();
    Ok(())
}

impl Audit<'_> {
    fn violated(&self, promise: &'static str, detail: impl FnOnce() -> String) {
        self.world.sim.violated(Found::AtTheEnd, promise, detail);
    }

    fn nothing_is_stuck(&self) {
        for payment in self.payments.iter().filter(|payment| !payment.state.is_final()) {
            self.violated("nothing is stuck after two cycles", || shown(payment));
        }
    }

    /// In both directions: no charge without a row, no row without a charge.
    fn every_charge_is_recorded(&self) {
        for charge in &self.charges {
            let records = |row: &&Payment| {
                approval(row) == Some((&charge.id, charge.amount)) && row.tip.minor() == charge.tip
            };
            if self.payments.iter().filter(records).count() != 1 {
                self.violated("every charge that Clover holds is recorded once", || {
                    format!("{} over {} with card …{}", charge.id, charge.amount, short(&charge.token))
                });
            }
        }
        for payment in &self.payments {
            let held = |(id, amount): (&String, i64)| {
                self.charges.iter().any(|charge| charge.id == *id && charge.amount == amount)
            };
            if approval(payment).is_some_and(|approval| !held(approval)) {
                self.violated("nothing is recorded that Clover does not hold", || shown(payment));
            }
        }
    }

    /// The sum of all charges, and each attempt for itself.
    fn no_more_is_charged_than_agreed(&self) {
        let charged: i64 = self.charges.iter().map(|charge| charge.amount).sum();
        let agreed: i64 = self.invoices.iter().map(|invoice| invoice.totals.total).sum();
        let twice = |charge: &Charge| {
            self.charges.iter().any(|other| other.token == charge.token && other.id != charge.id)
        };
        if charged > agreed || self.charges.iter().any(twice) {
            self.violated("at most one charge per amount agreed", || {
                format!("{} charges over {charged}, {agreed} agreed", self.charges.len())
            });
        }
    }

    fn the_invoice_agrees(&self, invoice: &Invoice) {
        let came_in: i64 = self.payments.iter().map(|payment| payment.collected_for(&invoice.id)).sum();
        let complete = came_in >= invoice.totals.total;
        let fits = match &invoice.state {
            InvoiceState::Paid { payment, .. } => {
                complete && self.payments.iter().any(|row| row.id == *payment && row.state.is_approved())
            }
            InvoiceState::Open => !complete,
            InvoiceState::Void { .. } => true,
        };
        if !fits || invoice.paid != came_in {
            self.violated("the invoice agrees with its payments", || {
                format!("{:?} with {}, {came_in} came in", invoice.state, invoice.paid)
            });
        }
        if came_in > invoice.totals.total {
            self.violated("no invoice is paid twice", || format!("{came_in} of {}", invoice.totals.total));
        }
    }

    /// What a charge has brought in is divided among the invoices, all of it and no more.
    fn every_share_is_somebodys(&self) {
        for payment in &self.payments {
            let shares: i64 = self.invoices.iter().map(|it| payment.collected_for(&it.id)).sum();
            if shares != approval(payment).map_or(0, |(_, amount)| amount) {
                self.violated("the shares come to the charge", || shown(payment));
            }
        }
    }

    fn every_outcome_is_told_once(&self) {
        for payment in &self.payments {
            let told = |is: fn(&EventBody) -> Option<&PaymentId>| {
                self.events.iter().filter(|event| is(&event.body) == Some(&payment.id)).count()
            };
            let (paid, unexpected) = (told(paid_by), told(unexpected));
            let shares = payment.collected_shares().len();
            let statement = told(statement_paid_by);
            let fits = if payment.state.is_approved() {
                let of_statement = statement == usize::from(payment.joint.is_some());
                of_statement && paid <= shares && unexpected <= 1 && paid + unexpected > 0
            } else {
                paid + unexpected + statement == 0
            };
            if !fits {
                self.violated("every outcome is told once", || {
                    format!("{}, told {paid} times as paid, {unexpected} as unexpected", shown(payment))
                });
            }
        }
    }

    fn a_taking_back_is_told_once(&self, invoice: &Invoice) {
        let of_this = |event: &&Event| *event.body.invoice() == invoice.id;
        let voided = self.events.iter().filter(of_this);
        let voids = voided.filter(|event| matches!(event.body, EventBody::InvoiceVoided { .. })).count();
        let fits = match invoice.state {
            InvoiceState::Void { .. } => voids == 1,
            InvoiceState::Open | InvoiceState::Paid { .. } => voids == 0,
        };
        if !fits {
            self.violated("every outcome is told once", || format!("{voids} events of taking back"));
        }
    }

    /// A payer who was told that no money was taken may pay again; a payer who was told that it was goes home.
    fn payers_were_told_the_truth(&self) {
        for (id, told) in self.world.promises.all() {
            let Some(payment) = self.payments.iter().find(|payment| payment.id == id) else { continue };
            if payment.state.is_approved() != (told == Told::Paid) {
                self.violated("payers are told the truth", || format!("{}, told {told:?}", shown(payment)));
            }
        }
    }
}

fn approval(payment: &Payment) -> Option<(&String, i64)> {
    match &payment.state {
        PaymentState::Approved { approval, .. } => Some((&approval.charge, approval.amount)),
        _ => None,
    }
}

fn paid_by(body: &EventBody) -> Option<&PaymentId> {
    match body {
        EventBody::InvoicePaid { payment, .. } | EventBody::InvoicePartlyPaid { payment, .. } => {
            Some(payment)
        }
        EventBody::StatementPaid { .. }
        | EventBody::PaymentUnexpected { .. }
        | EventBody::PaymentStuck { .. }
        | EventBody::PaymentRefunded { .. }
        | EventBody::RefundFailed { .. }
        | EventBody::RefundUnclear { .. }
        | EventBody::RefundStuck { .. }
        | EventBody::PaymentKept { .. }
        | EventBody::MailUndelivered { .. }
        | EventBody::InvoiceVoided { .. } => None,
    }
}

fn statement_paid_by(body: &EventBody) -> Option<&PaymentId> {
    match body {
        EventBody::StatementPaid { payment, .. } => Some(payment),
        _ => None,
    }
}

fn unexpected(body: &EventBody) -> Option<&PaymentId> {
    match body {
        EventBody::PaymentUnexpected { payment, .. } => Some(payment),
        EventBody::InvoicePaid { .. }
        | EventBody::InvoicePartlyPaid { .. }
        | EventBody::StatementPaid { .. }
        | EventBody::PaymentStuck { .. }
        | EventBody::PaymentRefunded { .. }
        | EventBody::RefundFailed { .. }
        | EventBody::RefundUnclear { .. }
        | EventBody::RefundStuck { .. }
        | EventBody::MailUndelivered { .. }
        | EventBody::PaymentKept { .. }
        | EventBody::InvoiceVoided { .. } => None,
    }
}

fn shown(payment: &Payment) -> String {
    format!("payment …{} is {}", short(payment.id.as_str()), name(&payment.state))
}
