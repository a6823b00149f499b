//! What the merchant's programs are told: the same JSON when it is posted to them and when they ask for it.

use primitives::{EventId, InvoiceId, MerchantSlug};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{InvoiceState, MerchantPayment, Refund};

words! {
    /// What happened. The list is closed; a reader passes over what it does not know, for later versions may say
    /// more.
    EventKind {
        /// An invoice was paid.
        InvoicePaid = "invoice.paid",
        /// A part of an invoice was paid.
        InvoicePartlyPaid = "invoice.partly-paid",
        /// A statement was paid, or some of its invoices. Each of them has an event of its own.
        StatementPaid = "statement.paid",
        /// An invoice was taken back.
        InvoiceVoided = "invoice.voided",
        /// Money came in for an invoice that had been paid, taken back or had expired: refund it or keep it.
        PaymentUnexpected = "payment.unexpected",
        /// A payment's outcome is unknown although Clover was asked for hours: look into Clover's dashboard.
        PaymentStuck = "payment.stuck",
        /// The merchant has looked at an unexpected payment and keeps the money.
        PaymentKept = "payment.kept",
        /// Money was given back.
        PaymentRefunded = "payment.refunded",
        /// Money was to be given back and was not.
        RefundFailed = "refund.failed",
        /// Nobody knows yet whether money was given back. It is being found out.
        RefundUnclear = "refund.unclear",
        /// Nobody knows whether money was given back although Clover was asked for hours: look into Clover's dashboard.
        RefundStuck = "refund.stuck",
        /// A mail to the payer was refused, or could not be delivered for days.
        MailUndelivered = "mail.undelivered",
    }
}

/// Something that happened. What it happened to is shown as it stands when this is sent, not as it stood then, so that
/// an event that comes late or twice never takes a reader back in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its name. The same event may come more than once, always by the same name.
    pub id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// When it happened, RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub occurred_at: String,
    /// To whom.
    pub merchant: MerchantSlug,
    /// The invoice that it is about.
    pub invoice: EventInvoice,
    /// The payment that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<MerchantPayment>,
    /// The refund that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<Refund>,
}

/// What an event says of its invoice: nothing of the customer, and no link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventInvoice {
    /// Our name for it.
    pub id: InvoiceId,
    /// The merchant's number for it.
    pub number: String,
    /// Where it stands.
    pub state: InvoiceState,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// What it comes to, minor units.
    pub total: i64,
    /// What approved payments have brought in without tips, minor units.
    pub paid: i64,
    /// What is still to be paid, minor units.
    pub amount_due: i64,
}

/// Events in the order in which they were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventList {
    /// At most 100.
    pub events: Vec<Event>,
    /// Give this as `?after=` next time; absent when nothing came, and then the old one holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<EventId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented_under_its_name() {
        let page = include_str!("../../../docs/API.md");
        for kind in EventKind::ALL {
            let name = serde_json::to_string(kind).unwrap();
            assert_eq!(name, format!("\"{}\"", kind.as_str()));
            let row = format!("| `{}` |", kind.as_str());
            assert!(page.lines().any(|line| line.starts_with(&row)), "{row} is missing in docs/API.md");
        }
    }
}
