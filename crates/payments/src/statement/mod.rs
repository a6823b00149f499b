//! A statement: open invoices of one customer behind one link, paid together by one charge.

mod draft;
mod share;

use jiff::Timestamp;
use primitives::{Currency, InvoiceId, LinkToken, MerchantSlug, Money, StatementId};

use crate::{Customer, Invoice, Payment, Standing};

pub use draft::NewStatement;
pub(crate) use draft::{Wanted, check};
pub use share::{Joint, Share};

/// The most invoices of a statement: what a person reads through, and what one transaction locks.
pub const MOST_INVOICES: usize = 50;

/// Several invoices of one customer, to be paid together. Which they are is fixed when it is made: an invoice that
/// the customer gets later never slips into a link that has been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Our name for it.
    pub id: StatementId,
    /// Whose money it is.
    pub merchant: MerchantSlug,
    /// The secret in the pay link.
    pub link: LinkToken,
    /// Who is to pay.
    pub customer: Customer,
    /// The currency of every invoice on it.
    pub currency: Currency,
    /// 1 to [`MOST_INVOICES`], each once, in the order in which they are shown and paid.
    pub invoices: Vec<InvoiceId>,
    /// Whether the link leads to anything.
    pub state: StatementState,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the writes; a write that saw another version is refused by the store.
    pub version: i64,
}

/// Whether a statement's link may be used. What is paid is known by its invoices alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementState {
    /// It may.
    Open,
    /// The merchant took it back. Its invoices stay as they are.
    Void {
        /// When.
        at: Timestamp,
    },
}

/// One invoice of a statement, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The invoice.
    pub invoice: Invoice,
    /// The attempt to pay it that has not ended, alone or with others.
    pub live: Option<Payment>,
}

impl Member {
    /// What a payment of the statement pays of it at `now`, in minor units: all that is due, unless it cannot be paid
    /// or is being paid at this moment.
    pub fn payable(&self, now: Timestamp) -> Option<i64> {
        match (self.invoice.standing(now), &self.live) {
            (Standing::Open | Standing::PartlyPaid, None) => Some(self.invoice.amount_due().minor()),
            (Standing::Open | Standing::PartlyPaid, Some(_))
            | (Standing::Expired | Standing::Paid | Standing::Void, _) => None,
        }
    }
}

impl Statement {
    /// What may be paid of the members at `now`.
    pub fn due<'a>(&self, members: impl IntoIterator<Item = &'a Member>, now: Timestamp) -> Money {
        let payable = members.into_iter().filter_map(|member| member.payable(now));
        let due = payable.fold(0_i64, i64::saturating_add);
        Money::new(due, self.currency).unwrap_or_else(|_| Money::zero(self.currency))
    }
}
