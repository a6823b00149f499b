//! The merchant's side of payments: which there are, and giving them back.

use primitives::{InvoiceId, PaymentId, RefundId, StatementId};
use serde::{Deserialize, Serialize};

use crate::Share;

/// A payment as the merchant sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub currency: String,
    /// `processing`, `unclear`, `approved`, `declined` or `not-charged`.
    pub state: String,
    /// Why somebody has to look at it: `after-expiry`, `after-void`, `overpaid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attention: Option<String>,
    /// Clover's id of the charge, once one was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// The reference under which the charge is found at Clover.
    pub reference: String,
    /// Clover's order of the invoice, if it is paid by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// How the money is taken: `order` or `charge`.
    pub mode: String,
    /// Since when it is unclear, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unclear_since: Option<String>,
    /// How often Clover was asked in vain, while it is unclear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<u32>,
    /// The address of its receipt, once it is approved. Whoever has it sees the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_url: Option<String>,
    /// RFC 3339.
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

/// Payments to look at, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentList {
    /// At most 100.
    pub payments: Vec<MerchantPayment>,
}

/// Asks to give a payment back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateRefund {
    /// Minor units, 1 or more; absent, all that is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

/// Money given back, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Our name for it.
    pub id: RefundId,
    /// What was given back.
    pub payment: PaymentId,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code in upper case.
    pub currency: String,
    /// How it ended.
    pub state: RefundState,
    /// What can still be given back of the payment, minor units.
    pub left: i64,
    /// From which invoices of a payment of a statement the money is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
}

/// How far a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundState {
    /// The money was given back.
    Succeeded,
    /// It was not.
    Failed,
    /// Nobody knows yet; it is being found out. Asking again with the same amount looks at once.
    Unclear,
}
