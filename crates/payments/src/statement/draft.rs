//! Checks of what invoices a statement is asked for, and names every problem at once.

use primitives::{Currency, EmailAddress, InvoiceId};

use super::MOST_INVOICES;
use crate::invoice::MAX_TOTAL;
use crate::{Invoice, InvoiceProblem, Member, Standing};

/// Which invoices a statement is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewStatement {
    /// These, in this order; texts are unchecked.
    Invoices(Vec<String>),
    /// Those that the customer of this address has open at this moment in this currency, oldest first.
    Customer {
        /// The e-mail address, unchecked; capitals count as small letters.
        email: String,
        /// The currency's code, unchecked.
        currency: String,
    },
}

/// What to look for.
pub(crate) enum Wanted {
    /// These invoices.
    Invoices(Vec<InvoiceId>),
    /// What this customer has open.
    Customer(EmailAddress, Currency),
}

impl NewStatement {
    /// Reads the texts.
    pub(crate) fn parse(self) -> Result<Wanted, Vec<InvoiceProblem>> {
        match self {
            Self::Invoices(ids) => parse_ids(&ids).map(Wanted::Invoices),
            Self::Customer { email, currency } => {
                let email = EmailAddress::parse(&email).map_err(|error| problem("customer_email", error));
                let currency = Currency::parse(&currency).map_err(|error| problem("currency", error));
                match (email, currency) {
                    (Ok(email), Ok(currency)) => Ok(Wanted::Customer(email, currency)),
                    (email, currency) => Err([email.err(), currency.err()].into_iter().flatten().collect()),
                }
            }
        }
    }
}

fn problem(field: impl Into<String>, message: impl std::fmt::Display) -> InvoiceProblem {
    InvoiceProblem { field: field.into(), message: message.to_string() }
}

fn parse_ids(texts: &[String]) -> Result<Vec<InvoiceId>, Vec<InvoiceProblem>> {
    if !(1..=MOST_INVOICES).contains(&texts.len()) {
        return Err(vec![problem("invoices", format!("must name 1 to {MOST_INVOICES} invoices"))]);
    }
    let (mut ids, mut problems) = (Vec::new(), Vec::new());
    for (place, text) in texts.iter().enumerate() {
        let field = format!("invoices[{place}]");
        match InvoiceId::parse(text) {
            Ok(id) if ids.contains(&id) => problems.push(problem(field, "is named twice")),
            Ok(id) => ids.push(id),
            Err(error) => problems.push(problem(field, error)),
        }
    }
    if problems.is_empty() { Ok(ids) } else { Err(problems) }
}

/// Whether these invoices can be on one statement. They belong to one customer, by address, because whoever has the
/// link sees all of them; and together they stay below what Clover charges at once.
pub(crate) fn check(members: &[Member], now: jiff::Timestamp) -> Result<&Invoice, Vec<InvoiceProblem>> {
    let Some(first) = members.first().map(|member| &member.invoice) else {
        return Err(vec![problem("customer_email", "has no open invoice in this currency")]);
    };
    let mut problems = Vec::new();
    for (place, Member { invoice, .. }) in members.iter().enumerate() {
        let mut refuse = |message: &str| problems.push(problem(format!("invoices[{place}]"), message));
        match invoice.standing(now) {
            Standing::Open | Standing::PartlyPaid => {}
            Standing::Paid => refuse("is paid"),
            Standing::Void => refuse("was taken back"),
            Standing::Expired => refuse("has expired"),
        }
        if !is_same_customer(invoice, first) {
            refuse("belongs to another customer than the first one");
        }
        if invoice.currency != first.currency {
            refuse("is in another currency than the first one");
        }
    }
    let due = members.iter().fold(0_i64, |sum, it| sum.saturating_add(it.invoice.amount_due().minor()));
    if due > MAX_TOTAL {
        problems.push(problem("invoices", format!("come to {due}; one charge takes at most {MAX_TOTAL}")));
    }
    if problems.is_empty() { Ok(first) } else { Err(problems) }
}

fn is_same_customer(one: &Invoice, other: &Invoice) -> bool {
    one.customer.email.as_str().eq_ignore_ascii_case(other.customer.email.as_str())
}
