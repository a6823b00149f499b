//! What the merchant must hear of: written in the same transaction as the decision, told later.

use jiff::Timestamp;
use primitives::{EventId, InvoiceId, MerchantSlug, Money, PaymentId, RefundId};

use crate::PaymentMode;
use crate::payment::Reference;

/// Something that happened and must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name, by which a listener recognises a repetition.
    pub id: EventId,
    /// Who must hear of it.
    pub merchant: MerchantSlug,
    /// What happened.
    pub body: EventBody,
    /// When.
    pub at: Timestamp,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventBody {
    /// An invoice was paid.
    InvoicePaid {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment that paid it.
        payment: PaymentId,
    },
    /// A part of an invoice was paid.
    InvoicePartlyPaid {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment that paid the part.
        payment: PaymentId,
    },
    /// A statement was paid, or some of its invoices. Each of them has an event of its own.
    StatementPaid {
        /// The first of the invoices that were paid.
        invoice: InvoiceId,
        /// The payment that paid them; it names the statement.
        payment: PaymentId,
    },
    /// Money came in for an invoice that had been paid, taken back or had expired before: refund it or keep it.
    PaymentUnexpected {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
    /// A payment's outcome is unknown although Clover was asked for hours: look into Clover's dashboard.
    PaymentStuck {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// What is known of it; `None` only in events from before this was kept.
        known: Option<Box<Known>>,
    },
    /// The merchant has looked at an unexpected payment and keeps the money.
    PaymentKept {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
    /// Money was given back.
    PaymentRefunded {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// The refund.
        refund: RefundId,
    },
    /// Money was to be given back and was not.
    RefundFailed {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// The refund.
        refund: RefundId,
    },
    /// Nobody knows yet whether money was given back. It is being found out.
    RefundUnclear {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// The refund.
        refund: RefundId,
    },
    /// Nobody knows whether money was given back although Clover was asked for hours: look into Clover's dashboard.
    /// What is given back there ends the refund.
    RefundStuck {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// The refund.
        refund: RefundId,
    },
    /// A mail to the payer was refused, or could not be delivered for days.
    MailUndelivered {
        /// The invoice that it was about.
        invoice: InvoiceId,
        /// The payment that it was about, if it was about one.
        payment: Option<PaymentId>,
    },
    /// An invoice was taken back.
    InvoiceVoided {
        /// The invoice.
        invoice: InvoiceId,
    },
}

impl EventBody {
    /// The invoice that it is about.
    pub fn invoice(&self) -> &InvoiceId {
        match self {
            Self::InvoicePaid { invoice, .. }
            | Self::InvoicePartlyPaid { invoice, .. }
            | Self::StatementPaid { invoice, .. }
            | Self::PaymentUnexpected { invoice, .. }
            | Self::PaymentStuck { invoice, .. }
            | Self::PaymentRefunded { invoice, .. }
            | Self::RefundFailed { invoice, .. }
            | Self::RefundUnclear { invoice, .. }
            | Self::RefundStuck { invoice, .. }
            | Self::PaymentKept { invoice, .. }
            | Self::MailUndelivered { invoice, .. }
            | Self::InvoiceVoided { invoice } => invoice,
        }
    }

    /// The payment that it is about, if it is about one.
    pub fn payment(&self) -> Option<&PaymentId> {
        match self {
            Self::InvoicePaid { payment, .. }
            | Self::InvoicePartlyPaid { payment, .. }
            | Self::StatementPaid { payment, .. }
            | Self::PaymentUnexpected { payment, .. }
            | Self::PaymentStuck { payment, .. }
            | Self::PaymentRefunded { payment, .. }
            | Self::RefundFailed { payment, .. }
            | Self::RefundStuck { payment, .. }
            | Self::PaymentKept { payment, .. }
            | Self::RefundUnclear { payment, .. } => Some(payment),
            Self::MailUndelivered { payment, .. } => payment.as_ref(),
            Self::InvoiceVoided { .. } => None,
        }
    }

    /// The refund that it is about, if it is about one.
    pub fn refund(&self) -> Option<&RefundId> {
        match self {
            Self::PaymentRefunded { refund, .. }
            | Self::RefundFailed { refund, .. }
            | Self::RefundStuck { refund, .. }
            | Self::RefundUnclear { refund, .. } => Some(refund),
            Self::InvoicePaid { .. }
            | Self::InvoicePartlyPaid { .. }
            | Self::StatementPaid { .. }
            | Self::PaymentUnexpected { .. }
            | Self::PaymentStuck { .. }
            | Self::PaymentKept { .. }
            | Self::MailUndelivered { .. }
            | Self::InvoiceVoided { .. } => None,
        }
    }
}

/// What is known of a payment whose outcome is not, for whoever looks for it at Clover. A charge is not part of it: as
/// soon as one is known, so is the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// How the money was to be taken.
    pub mode: PaymentMode,
    /// Since when the outcome is unknown.
    pub since: Timestamp,
    /// How often Clover was asked in vain.
    pub checks: u32,
    /// Clover's order, in orders mode.
    pub order: Option<String>,
    /// Our name for the attempt on Clover's charge.
    pub reference: Reference,
    /// What the payer agreed to, without the tip.
    pub amount: Money,
    /// The tip on top of it.
    pub tip: Money,
}
