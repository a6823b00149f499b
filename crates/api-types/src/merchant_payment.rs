//! The merchant's side of payments: which there are, and giving them back.

use primitives::{InvoiceId, PaymentId, RefundId, StatementId};
use serde::{Deserialize, Serialize};

use crate::Share;
use crate::words::words;

/// A payment as the merchant sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantPayment {
    /// Our name for it.
    pub id: PaymentId,
    /// What it pays; of a payment of a statement the first of its invoices.
    pub invoice: InvoiceId,
    /// The statement that it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementId>,
    /// What it pays of each invoice of the statement; once it is approved, what it has brought in for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// Minor units, without the tip.
    pub amount: i64,
    /// The tip on top of it, minor units.
    pub tip: i64,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// Where it stands.
    pub state: MerchantPaymentState,
    /// Why somebody has to look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attention: Option<Attention>,
    /// Clover's id of the charge, once one was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// The reference under which the charge is found at Clover.
    pub reference: String,
    /// Clover's order of the invoice, if it is paid by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// How the money is taken.
    pub mode: PaymentMode,
    /// Since when it is unclear, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub unclear_since: Option<String>,
    /// How often Clover was asked in vain, while it is unclear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<u32>,
    /// The address of its receipt, once it is approved. Whoever has it sees the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub receipt_url: Option<String>,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// Hides the receipt's link: whoever reads it in a log sees the receipt.
impl std::fmt::Debug for MerchantPayment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, invoice, amount, tip, state, .. } = self;
        f.debug_struct("MerchantPayment")
            .field("id", id)
            .field("invoice", invoice)
            .field("amount", amount)
            .field("tip", tip)
            .field("state", state)
            .finish_non_exhaustive()
    }
}

words! {
    /// Where a payment stands, for the merchant.
    MerchantPaymentState {
        /// It is under way.
        Processing = "processing",
        /// It was sent and nobody knows yet how it ended; it is being found out.
        Unclear = "unclear",
        /// The money was taken.
        Approved = "approved",
        /// The card was not charged.
        Declined = "declined",
        /// Nothing reached the bank.
        NotCharged = "not-charged",
    }
}

words! {
    /// Why somebody has to look at a payment that was approved: refund it or keep it.
    Attention {
        /// The invoice had expired.
        AfterExpiry = "after-expiry",
        /// The invoice had been taken back.
        AfterVoid = "after-void",
        /// The invoice had been paid.
        Overpaid = "overpaid",
    }
}

words! {
    /// How the money of a payment is taken.
    PaymentMode {
        /// By paying Clover's order of the invoice.
        Order = "order",
        /// By a charge that belongs to no order.
        Charge = "charge",
    }
}

/// Payments to look at, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentList {
    /// At most 100.
    pub payments: Vec<MerchantPayment>,
}

/// Asks to give a payment back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRefund {
    /// Minor units, 1 or more; absent, all that is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

/// Money given back, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refund {
    /// Our name for it.
    pub id: RefundId,
    /// What was given back.
    pub payment: PaymentId,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// How it ended.
    pub state: RefundState,
    /// What can still be given back of the payment, minor units.
    pub left: i64,
    /// From which invoices of a payment of a statement the money is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
}

words! {
    /// How far a refund is.
    RefundState {
        /// The money was given back.
        Succeeded = "succeeded",
        /// It was not.
        Failed = "failed",
        /// Nobody knows yet; it is being found out. Asking again with the same amount looks at once.
        Unclear = "unclear",
    }
}
