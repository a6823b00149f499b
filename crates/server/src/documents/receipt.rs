//! What stands on a receipt: what was charged, what it was for, what is still due and what was given back.

use paper::{Entry, Group, Sheet};
use payments::desk::{Balance, Receipted, left_of};
use payments::payment::Approval;
use payments::{Payment, PaymentState, Refund, RefundState};

use super::words::Words;
use super::writer::Writer;
use crate::config::Merchant;

/// The receipt of an approved payment; `None` for any other.
pub fn sheet(receipted: &Receipted, merchant: &Merchant, words: &Words) -> Option<Sheet> {
    let Receipted { payment, invoice, refunds, .. } = receipted;
    let PaymentState::Approved { approval, at } = &payment.state else {
        return None;
    };
    let writer = Writer::new(merchant, words, invoice.currency);
    let charged = approval.amount.saturating_add(payment.tip.minor());
    let fact = |label: &str, value: &Option<String>| Some(Entry::plain(label, value.as_ref()?));
    let card = approval.card.as_ref().map(|card| Entry::plain(&words.card, writer.card(card)));
    let facts = [
        Some(Entry::plain(&words.paid_on, writer.moment(*at))),
        card,
        fact(&words.auth_code, &approval.auth_code),
        fact(&words.reference, &approval.reference),
        Some(Entry::plain(&words.billed_to, &invoice.customer.name)),
    ];
    let mut sums = vec![writer.totals(invoice), charges(&writer, payment, approval, charged)];
    sums.extend(balance(&writer, receipted));
    sums.extend(given_back(&writer, payment, refunds));
    Some(Sheet {
        language: merchant.locale.as_str().to_owned(),
        title: writer.title(&words.receipt, invoice),
        heading: match payment.joint {
            // There the number is the whole heading of the statement.
            Some(_) => [&words.receipt, " · ", &invoice.number].concat(),
            None => words.receipt_for.replace("{number}", &invoice.number),
        },
        merchant: merchant.name.clone(),
        mark: mark(payment, refunds, words),
        headline: Entry::strong(&words.amount_paid, writer.money(charged)),
        facts: facts.into_iter().flatten().collect(),
        lines: writer.lines(invoice),
        sums,
        notes: None,
        contact: writer.contact(),
        paper: writer.paper(),
    })
}

fn mark(payment: &Payment, refunds: &[Refund], words: &Words) -> Option<String> {
    match (refunds, left_of(payment, refunds).minor()) {
        ([], _) => None,
        (_, 0) => Some(words.refunded.clone()),
        (_, _) => Some(words.partly_refunded.clone()),
    }
}

/// What the card paid, and for what.
fn charges(writer: &Writer<'_>, payment: &Payment, approval: &Approval, charged: i64) -> Group {
    let words = writer.words;
    let towards = payment.collected();
    let label = if pays_several(payment) { &words.towards_several } else { &words.towards };
    let surcharge = approval.amount.saturating_sub(towards);
    let mut entries = vec![Entry::plain(label, writer.money(towards))];
    entries.extend((surcharge > 0).then(|| Entry::plain(&words.surcharge, writer.money(surcharge))));
    let tip = payment.tip.minor();
    entries.extend((tip > 0).then(|| Entry::plain(&words.tip, writer.money(tip))));
    entries.push(Entry::strong(&words.charged, writer.money(charged)));
    Group { heading: Some(words.payment.clone()), entries }
}

fn pays_several(payment: &Payment) -> bool {
    payment.invoices().len() > 1
}

/// Where the invoice stands, or each that was paid, unless this payment alone has settled it.
fn balance(writer: &Writer<'_>, receipted: &Receipted) -> Option<Group> {
    let (Balance { others, due }, words) = (receipted.balance, writer.words);
    let mut entries = Vec::new();
    entries.extend((others > 0).then(|| Entry::plain(&words.other_payments, writer.money(others))));
    entries.extend((due > 0).then(|| Entry::strong(&words.amount_due, writer.money(due))));
    let heading = if pays_several(&receipted.payment) { &words.balance_of_several } else { &words.balance };
    (!entries.is_empty()).then(|| Group { heading: Some(heading.clone()), entries })
}

/// Each refund that was made, and what remains.
fn given_back(writer: &Writer<'_>, payment: &Payment, refunds: &[Refund]) -> Option<Group> {
    let words = writer.words;
    let made = |refund: &Refund| {
        let RefundState::Succeeded { at, .. } = refund.state else {
            return None;
        };
        let label = words.refunded_on.replace("{date}", &writer.day(at));
        Some(Entry::plain(label, writer.money(refund.amount.minor())))
    };
    let mut entries: Vec<_> = refunds.iter().filter_map(made).collect();
    if entries.is_empty() {
        return None;
    }
    entries.push(Entry::strong(&words.left, writer.money(left_of(payment, refunds).minor())));
    Some(Group { heading: Some(words.refunds.clone()), entries })
}
