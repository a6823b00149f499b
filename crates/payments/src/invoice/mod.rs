//! An invoice: what is owed, by whom, until when, and whether it may be paid.

mod draft;
mod instalment;
mod totals;

use jiff::{Timestamp, civil::Date};
use primitives::{Currency, EmailAddress, InvoiceId, LinkToken, MerchantSlug, Money, PaymentId};

use crate::Payment;

pub use draft::{InvoiceProblem, NewInstalment, NewInvoice, NewLine};
pub use instalment::{Instalment, InstalmentState, MAX_INSTALMENTS};
pub use totals::{MAX_TOTAL, Totals};

/// A request for money that a merchant sent to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Our name for it.
    pub id: InvoiceId,
    /// Whose money it is.
    pub merchant: MerchantSlug,
    /// The merchant's number, unique for the merchant.
    pub number: String,
    /// The secret in the pay link.
    pub link: LinkToken,
    /// Who is to pay.
    pub customer: Customer,
    /// The currency of every amount on the invoice.
    pub currency: Currency,
    /// At least one.
    pub lines: Vec<Line>,
    /// What the lines come to; [`Totals::total`] is at least 1 minor unit.
    pub totals: Totals,
    /// What approved payments have brought in, in minor units, without tips. More than the total when money came
    /// in twice.
    pub paid: i64,
    /// Whether it may be paid in parts; `None` takes only all of what is due.
    pub partial: Option<Partial>,
    /// When which part of the total falls due, in order of their dates; empty where it is all due at once.
    pub schedule: Vec<Instalment>,
    /// Whether payers may add a tip.
    pub tips: bool,
    /// When the merchant would like to have the money.
    pub due_date: Option<Date>,
    /// From this moment on the link takes no new payment.
    pub expires_at: Option<Timestamp>,
    /// Plain text from the merchant.
    pub notes: String,
    /// What has become of it.
    pub state: InvoiceState,
    /// Clover's order for this invoice, once there is one.
    pub clover_order: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts the writes; a write that saw another version is refused by the store.
    pub version: i64,
}

/// An invoice that may be paid in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// The smallest part, in minor units, 1 or more. What is due may always be paid, however small it is.
    pub minimum: i64,
}

/// Who is to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// As on a letter.
    pub name: String,
    /// Where the receipt may go.
    pub email: EmailAddress,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done or sold.
    pub description: String,
    /// 1 or more.
    pub quantity: u32,
    /// For one, in minor units.
    pub unit_amount: i64,
    /// On the whole line, in minor units.
    pub tax: i64,
}

impl Line {
    /// `quantity` times `unit_amount`, without tax. Totals were checked when the invoice was made, so this
    /// cannot overflow for a line of an [`Invoice`].
    pub fn amount(&self) -> i64 {
        self.unit_amount.saturating_mul(i64::from(self.quantity))
    }
}

/// What has become of an invoice. Expiry is not here: it follows from the clock, see [`Invoice::standing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceState {
    /// Waits for its money.
    Open,
    /// Paid by this payment.
    Paid {
        /// The approved payment.
        payment: PaymentId,
        /// When the approval was recorded.
        at: Timestamp,
    },
    /// Taken back by the merchant.
    Void {
        /// When.
        at: Timestamp,
    },
}

/// Whether an invoice may be paid at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Open,
    /// It may: a part was paid, the rest is due.
    PartlyPaid,
    /// Its time is over.
    Expired,
    /// It is paid.
    Paid,
    /// The merchant took it back.
    Void,
}

impl Invoice {
    /// Where the invoice stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match self.state {
            InvoiceState::Paid { .. } => Standing::Paid,
            InvoiceState::Void { .. } => Standing::Void,
            InvoiceState::Open if self.expires_at.is_some_and(|end| end <= now) => Standing::Expired,
            InvoiceState::Open if self.paid > 0 => Standing::PartlyPaid,
            InvoiceState::Open => Standing::Open,
        }
    }

    /// What is to be paid now: the total without what was paid already.
    pub fn amount_due(&self) -> Money {
        let due = self.totals.total.saturating_sub(self.paid).max(0);
        Money::new(due, self.currency).unwrap_or_else(|_| Money::zero(self.currency))
    }

    /// Whether a payment of `amount` minor units may be made: all of what is due, a part where parts may be paid, or
    /// what completes an instalment, whether its day has come or not. Never more than what is due.
    pub fn takes(&self, amount: i64) -> bool {
        let due = self.amount_due().minor();
        let part = self.partial.is_some_and(|Partial { minimum }| (minimum.max(1)..due).contains(&amount));
        let instalment = amount < due && instalment::completes_one(&self.schedule, self.paid, amount);
        due > 0 && (amount == due || part || instalment)
    }

    /// The schedule with how far each instalment is at `now`.
    pub fn instalments(&self, now: Timestamp) -> Vec<(Instalment, InstalmentState)> {
        instalment::allocate(&self.schedule, self.paid, day_of(now))
    }

    /// What pays the instalments whose day has come at `now` or, if there are none, the next one, in minor units; `None`
    /// without a schedule and once all of it is paid.
    pub fn instalment_due(&self, now: Timestamp) -> Option<i64> {
        instalment::due_on(&self.schedule, self.paid, day_of(now))
    }

    /// The same invoice with what `payment` brought in. Money that Clover holds is always counted, so this never
    /// refuses. Who completes the total first is said to have paid it; a void invoice stays void.
    #[must_use]
    pub fn paid_by(mut self, payment: &Payment, at: Timestamp) -> Self {
        self.paid = self.paid.saturating_add(payment.collected_for(&self.id));
        if self.state == InvoiceState::Open && self.paid >= self.totals.total {
            self.state = InvoiceState::Paid { payment: payment.id.clone(), at };
        }
        self
    }
}

fn day_of(now: Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}
