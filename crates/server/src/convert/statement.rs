//! Translates statements, for merchants and for payers.

use jiff::Timestamp;
use payments::desk::OpenedStatement;
use payments::{
    Invoice, InvoiceState, Line, Member, NewStatement, Payment, Share, Standing, Statement, StatementState,
    Totals,
};
use url::Url;

use super::{invoice_state, pay_url_of};
use crate::page::StatementWords;

/// Which invoices are asked for; `None` when it is neither or both ways of asking.
pub fn new_statement(body: api_types::CreateStatement) -> Option<NewStatement> {
    match (body.invoices, body.customer_email, body.currency) {
        (Some(invoices), None, None) => Some(NewStatement::Invoices(invoices)),
        (None, Some(email), Some(currency)) => Some(NewStatement::Customer { email, currency }),
        _ => None,
    }
}

/// A statement as its merchant sees it.
pub fn body(opened: &OpenedStatement, public_url: &Url, now: Timestamp) -> api_types::Statement {
    let OpenedStatement { statement, members, .. } = opened;
    api_types::Statement {
        id: statement.id.clone(),
        state: state(opened, now),
        customer: api_types::CustomerBody {
            name: statement.customer.name.clone(),
            email: statement.customer.email.as_str().to_owned(),
        },
        currency: statement.currency.code().to_owned(),
        amount_due: due(opened, now),
        invoices: members.iter().map(|member| member_body(member, now)).collect(),
        pay_url: pay_url(statement, public_url),
        created_at: statement.created_at.to_string(),
    }
}

/// The address to send to the customer.
pub fn pay_url(statement: &Statement, public_url: &Url) -> String {
    pay_url_of(&statement.link, public_url)
}

/// What a payment of a statement pays of each invoice, or has brought in for each; nothing for other payments.
pub fn shares_of(payment: &Payment) -> Vec<api_types::Share> {
    match &payment.joint {
        Some(_) if payment.state.is_approved() => shares(&payment.collected_shares()),
        Some(joint) => shares(&joint.shares),
        None => Vec::new(),
    }
}

/// Shares, one by one.
pub fn shares(of: &[Share]) -> Vec<api_types::Share> {
    of.iter().map(|it| api_types::Share { invoice: it.invoice.clone(), amount: it.amount }).collect()
}

fn state(opened: &OpenedStatement, now: Timestamp) -> api_types::StatementState {
    use api_types::StatementState::{Closed, Open, Processing, Unclear, Void};
    let live = opened.payment.as_ref().filter(|payment| !payment.state.is_final());
    match (&opened.statement.state, live.map(|payment| &payment.state)) {
        (StatementState::Void { .. }, _) => Void,
        (StatementState::Open, Some(payments::PaymentState::Unclear { .. })) => Unclear,
        (StatementState::Open, Some(_)) => Processing,
        (StatementState::Open, None) if due(opened, now) > 0 => Open,
        (StatementState::Open, None) => Closed,
    }
}

fn member_body(member: &Member, now: Timestamp) -> api_types::StatementInvoice {
    let invoice = &member.invoice;
    api_types::StatementInvoice {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        state: invoice_state(invoice, member.live.as_ref(), now),
        due_date: invoice.due_date.map(|date| date.to_string()),
        total: invoice.totals.total,
        paid: invoice.paid,
        amount_due: invoice.amount_due().minor(),
    }
}

/// What the link takes; while it is being paid, what that pays.
fn due(opened: &OpenedStatement, now: Timestamp) -> i64 {
    match live(opened) {
        Some(live) => live.amount.minor(),
        None => opened.due(now).minor(),
    }
}

fn live(opened: &OpenedStatement) -> Option<&Payment> {
    opened.payment.as_ref().filter(|payment| !payment.state.is_final())
}

/// The statement drawn as one invoice: a line for each of its invoices, with what is to be paid of it or, once nothing
/// is left, what the last payment paid of it. The page then needs no other way of drawing. What the payer has left out
/// has a line too, and is not counted.
///
/// `None` when the statement has no invoice, which the store never lets happen.
pub fn as_one_invoice(opened: &OpenedStatement, words: &StatementWords, now: Timestamp) -> Option<Invoice> {
    let OpenedStatement { statement, members, payment, .. } = opened;
    let amounts: Vec<i64> = members.iter().map(|member| amount_shown(opened, member, now)).collect();
    let counted = members.iter().zip(&amounts).filter(|(member, _)| counts(opened, member));
    let total = counted.fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
    let line = |(member, amount): (&Member, &i64)| Line {
        description: described(member, *amount, words, now),
        quantity: 1,
        unit_amount: *amount,
        tax: 0,
    };
    let first = members.first()?.invoice.clone();
    let is_paid = payment.as_ref().is_some_and(|payment| payment.state.is_approved());
    let expired = opened.has_expired(now);
    Some(Invoice {
        number: [words.heading, " ", &words.date(&statement.created_at.to_string())].concat(),
        link: statement.link.clone(),
        customer: statement.customer.clone(),
        currency: statement.currency,
        lines: members.iter().zip(&amounts).map(line).collect(),
        totals: Totals { subtotal: total, tax: 0, total },
        paid: if is_paid { total } else { 0 },
        partial: None,
        schedule: Vec::new(),
        tips: false,
        due_date: None,
        expires_at: expired.then_some(now),
        notes: String::new(),
        state: match &statement.state {
            StatementState::Void { at } => InvoiceState::Void { at: *at },
            StatementState::Open if total == 0 && payment.is_none() && !expired => {
                InvoiceState::Void { at: now }
            }
            StatementState::Open => InvoiceState::Open,
        },
        clover_order: None,
        ..first
    })
}

/// Whether what is shown of it belongs to the total: what a payment pays, and before there is one what is wanted.
fn counts(opened: &OpenedStatement, member: &Member) -> bool {
    match &opened.payment {
        Some(payment) => payment.pays(&member.invoice.id),
        None => opened.wants(&member.invoice.id),
    }
}

/// Of a payment that is under way or was the last one, its share; otherwise what can be paid now.
fn amount_shown(opened: &OpenedStatement, member: &Member, now: Timestamp) -> i64 {
    match &opened.payment {
        Some(payment) if payment.pays(&member.invoice.id) => {
            let shares = match &payment.joint {
                Some(joint) if !payment.state.is_final() => joint.shares.clone(),
                _ => payment.collected_shares(),
            };
            let own = shares.into_iter().find(|share| share.invoice == member.invoice.id);
            own.map_or(0, |share| share.amount)
        }
        Some(live) if !live.state.is_final() => 0,
        Some(_) | None => member.payable(now).unwrap_or(0),
    }
}

/// For each line whether its invoice can be chosen to be paid, and is; there is nothing to choose from one, while a
/// payment is under way, or where the statement was taken back.
pub fn choices(opened: &OpenedStatement, now: Timestamp) -> Vec<Option<api_types::LineChoice>> {
    let can_pay = opened.statement.state == StatementState::Open && live(opened).is_none();
    let choice = |member: &Member| {
        let chosen = counts(opened, member);
        member.payable(now).map(|_| api_types::LineChoice { invoice: member.invoice.id.clone(), chosen })
    };
    let choices: Vec<_> = opened.members.iter().map(|it| choice(it).filter(|_| can_pay)).collect();
    let found = || choices.iter().flatten();
    let is_one = found().count() > 1 || found().any(|choice| !choice.chosen);
    if is_one { choices } else { vec![None; choices.len()] }
}

/// The number, and when it is due or why nothing of it is to be paid.
fn described(member: &Member, amount: i64, words: &StatementWords, now: Timestamp) -> String {
    let invoice = &member.invoice;
    let name = [words.invoice, " ", &invoice.number].concat();
    let about = match invoice.standing(now) {
        _ if amount > 0 => {
            invoice.due_date.map(|date| [words.due, " ", &words.date(&date.to_string())].concat())
        }
        Standing::Paid => Some(words.paid.to_owned()),
        Standing::Void => Some(words.void.to_owned()),
        Standing::Expired => Some(words.expired.to_owned()),
        Standing::Open | Standing::PartlyPaid => member.live.as_ref().map(|_| words.waiting.to_owned()),
    };
    match about {
        Some(about) => [&name, " · ", &about].concat(),
        None => name,
    }
}
