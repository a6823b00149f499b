//! The one way in which an attempt's state changes: every witness (answer, worker, webhook) comes through here.

use jiff::Timestamp;
use primitives::CardId;

use super::Desk;
use crate::card::{CardState, Consent, SavedCard};
use crate::payment::{Attention, DeclineReason, Happening, Source};
use crate::port::{Change, Clock, Commit, Gateway, Random, Store, StoreError};
use crate::{
    Approval, Event, EventBody, Invoice, InvoiceState, Known, Payment, PaymentMode, PaymentState, Standing,
    schedule,
};

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Writes what happened to the attempt, with what must follow from it, in one transaction. When somebody
    /// else wrote in between, the happening is applied to what they left; where it is impossible there, what
    /// they left stands and is returned.
    pub(super) async fn conclude(
        &self,
        payment: Payment,
        happening: Happening,
    ) -> Result<Payment, StoreError> {
        let mut current = payment;
        loop {
            let invoices = self.invoices_of(&current).await?;
            let Ok(next) = current.clone().after(happening.clone(), self.now()) else {
                return Ok(current);
            };
            // A look before its time changes nothing but when the next one is due.
            if next == current {
                return Ok(current);
            }
            let (new_card, gone_card) = (self.card_to_keep(&current, &next, &invoices), gone_card(&next));
            let change = Change { new_card, gone_card, ..self.change(&current.state, next, &invoices) };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(change
                    .payment
                    .map_or(current, |next| Payment { version: next.version + 1, ..next }));
            }
            current = self.reload(&current).await?;
        }
    }

    /// The card that the payer wanted to be kept, once it has paid. It takes the token over from the attempt.
    fn card_to_keep(&self, was: &Payment, next: &Payment, invoices: &[Invoice]) -> Option<SavedCard> {
        let Source::Token { token: Some(token), keep: Some(words), .. } = &was.source else { return None };
        let PaymentState::Approved { approval: Approval { card: Some(face), .. }, at } = &next.state else {
            return None;
        };
        let state = CardState::Saving { token: token.clone(), tries: 0 };
        Some(SavedCard {
            id: CardId::from_random(self.random.bytes()),
            merchant: was.merchant.clone(),
            email: invoices.first()?.customer.email.clone(),
            face: face.clone(),
            consent: Consent { words: words.clone(), at: was.created_at, address: was.payer_address },
            payment: was.id.clone(),
            due_at: schedule::card_due_after(&state, *at),
            state,
            created_at: *at,
            version: 0,
        })
    }

    fn change(&self, was: &PaymentState, next: Payment, invoices: &[Invoice]) -> Change {
        if !next.state.is_approved() {
            let events =
                invoices.first().map(|first| self.events_of_waiting(was, &next, first)).unwrap_or_default();
            let mails = self.mails_of(was, &next, invoices);
            return Change { payment: Some(next), events, mails, ..Change::default() };
        }
        let now = self.now();
        let odd = |invoice| attention(was, &next, invoice, now).map(|why| (why, invoice));
        // Of several reasons the gravest one counts, and the first invoice that has it.
        let odd = invoices.iter().filter_map(odd).min_by_key(|(why, _)| gravity(*why));
        let next = Payment { attention: odd.map(|(why, _)| why), ..next };
        let paid: Vec<_> = invoices.iter().map(|invoice| invoice.clone().paid_by(&next, now)).collect();
        let told = invoices.iter().zip(&paid).filter_map(|(before, after)| told_of(&next, before, after));
        let together = next
            .joint
            .is_some()
            .then(|| EventBody::StatementPaid { invoice: next.invoice.clone(), payment: next.id.clone() });
        let unexpected = odd.map(|(_, invoice)| EventBody::PaymentUnexpected {
            invoice: invoice.id.clone(),
            payment: next.id.clone(),
        });
        let told = told.chain(together).chain(unexpected);
        let events = told.map(|body| self.event(&next.merchant, body)).collect();
        let mails = self.mails_of(was, &next, invoices);
        let mut paid = paid.into_iter();
        let (invoice, more_invoices) = (paid.next(), paid.collect());
        Change { payment: Some(next), invoice, more_invoices, events, mails, ..Change::default() }
    }

    fn events_of_waiting(&self, was: &PaymentState, next: &Payment, of: &Invoice) -> Vec<Event> {
        if *was == next.state {
            return Vec::new();
        }
        let (payment, invoice) = (next.id.clone(), next.invoice.clone());
        match &next.state {
            PaymentState::Unclear { since, checks } if *checks == schedule::stuck_after() => {
                let known = Some(Box::new(known(next, of, *since, *checks)));
                vec![self.event(&next.merchant, EventBody::PaymentStuck { invoice, payment, known })]
            }
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Approved { .. }
            | PaymentState::Declined { .. }
            | PaymentState::NotSent { .. } => Vec::new(),
        }
    }

    /// Every invoice that the payment pays, in its order.
    pub(super) async fn invoices_of(&self, payment: &Payment) -> Result<Vec<Invoice>, StoreError> {
        let mut invoices = Vec::new();
        for id in payment.invoices() {
            let found = self.store.invoice(&payment.merchant, id).await?;
            invoices.push(found.ok_or_else(|| missing("invoice", payment))?);
        }
        Ok(invoices)
    }

    pub(super) async fn invoice_of(&self, payment: &Payment) -> Result<Invoice, StoreError> {
        let found = self.store.invoice(&payment.merchant, &payment.invoice).await?;
        found.ok_or_else(|| missing("invoice", payment))
    }

    async fn reload(&self, payment: &Payment) -> Result<Payment, StoreError> {
        self.store.payment(&payment.id).await?.ok_or_else(|| missing("id", payment))
    }
}

/// The saved card that turned out to be on file no more.
fn gone_card(next: &Payment) -> Option<CardId> {
    match (&next.source, &next.state) {
        (Source::SavedCard { card, .. }, PaymentState::Declined { decline, .. })
            if decline.reason == DeclineReason::CardGone =>
        {
            Some(card.clone())
        }
        _ => None,
    }
}

fn known(payment: &Payment, invoice: &Invoice, since: Timestamp, checks: u32) -> Known {
    let order = match payment.mode {
        PaymentMode::Order => invoice.clover_order.clone(),
        PaymentMode::Charge => None,
    };
    let (mode, reference) = (payment.mode, payment.reference.clone());
    Known { mode, since, checks, order, reference, amount: payment.amount, tip: payment.tip }
}

/// What the merchant hears of one invoice that an approval paid. A share of a joint payment that brought in nothing is
/// no news.
fn told_of(next: &Payment, before: &Invoice, after: &Invoice) -> Option<EventBody> {
    if next.joint.is_some() && next.collected_for(&after.id) == 0 {
        return None;
    }
    let (payment, invoice) = (next.id.clone(), after.id.clone());
    match (&before.state, &after.state) {
        (InvoiceState::Open, InvoiceState::Paid { .. }) => Some(EventBody::InvoicePaid { invoice, payment }),
        (InvoiceState::Open, InvoiceState::Open | InvoiceState::Void { .. }) => {
            Some(EventBody::InvoicePartlyPaid { invoice, payment })
        }
        (InvoiceState::Paid { .. } | InvoiceState::Void { .. }, _) => None,
    }
}

/// Money for something that was called off is graver than too much of it, and that than money that came late.
fn gravity(attention: Attention) -> u8 {
    match attention {
        Attention::AfterVoid => 0,
        Attention::Overpaid => 1,
        Attention::AfterExpiry => 2,
    }
}

/// Why the merchant has to look at an approval, if at all. An attempt that began in time and whose answer comes
/// after the invoice has expired is as it should be; one that had been given up or lost by then is not.
fn attention(was: &PaymentState, next: &Payment, invoice: &Invoice, now: Timestamp) -> Option<Attention> {
    let in_time = matches!(was, PaymentState::Dispatched { .. });
    let since = if in_time { next.created_at } else { now };
    match invoice.standing(since) {
        Standing::Void => Some(Attention::AfterVoid),
        _ if next.collected_for(&invoice.id) > invoice.amount_due().minor() => Some(Attention::Overpaid),
        Standing::Expired => Some(Attention::AfterExpiry),
        Standing::Open | Standing::PartlyPaid | Standing::Paid => None,
    }
}

fn missing(column: &'static str, payment: &Payment) -> StoreError {
    StoreError::Impossible { table: "payments", column, row: payment.id.to_string() }
}
