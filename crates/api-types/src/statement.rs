//! A statement as the merchant sees it: several invoices of one customer behind one link.

use primitives::{InvoiceId, StatementId};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{CustomerBody, InvoiceState};

/// Asks for a statement: of these `invoices`, or of what a customer has open in a currency at this moment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateStatement {
    /// 1 to 50 invoices of one customer, in the order in which they are shown and paid; not together with the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<primitives::InvoiceId>>))]
    pub invoices: Option<Vec<String>>,
    /// The customer's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<primitives::EmailAddress>))]
    pub customer_email: Option<String>,
    /// ISO 4217 code; with `customer_email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Za-z]{3}$"))]
    pub currency: Option<String>,
}

/// Hides the address: it belongs to a person.
impl std::fmt::Debug for CreateStatement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateStatement").field("invoices", &self.invoices).finish_non_exhaustive()
    }
}

/// A statement.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    /// Our name for it.
    pub id: StatementId,
    /// Where it stands.
    pub state: StatementState,
    /// Who is to pay.
    pub customer: CustomerBody,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// What its link takes now, minor units: what is due of the invoices that can be paid.
    pub amount_due: i64,
    /// Its invoices as they stand now, in order.
    pub invoices: Vec<StatementInvoice>,
    /// The address to send to the customer. Whoever has it sees all of its invoices.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub pay_url: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// Hides the pay link and the customer.
impl std::fmt::Debug for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, state, amount_due, invoices, .. } = self;
        f.debug_struct("Statement")
            .field("id", id)
            .field("state", state)
            .field("amount_due", amount_due)
            .field("invoices", invoices)
            .finish_non_exhaustive()
    }
}

/// An invoice of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementInvoice {
    /// Our name for it.
    pub id: InvoiceId,
    /// The merchant's number for it.
    pub number: String,
    /// Where it stands.
    pub state: InvoiceState,
    /// `2026-12-31`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_date: Option<String>,
    /// What it comes to, minor units.
    pub total: i64,
    /// What approved payments have brought in for it without tips, minor units.
    pub paid: i64,
    /// What is still to be paid of it, minor units.
    pub amount_due: i64,
}

words! {
    /// Where a statement stands.
    StatementState {
        /// Something of it can be paid.
        Open = "open",
        /// A payment of it is under way.
        Processing = "processing",
        /// A payment of it was sent and nobody knows yet how it ended; it is being found out.
        Unclear = "unclear",
        /// Nothing of it is left to pay.
        Closed = "closed",
        /// Taken back. Its invoices stay as they are.
        Void = "void",
    }
}

/// A page of statements, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementList {
    /// At most 100.
    pub statements: Vec<Statement>,
    /// Give this as `?before=` to go on; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<StatementId>,
}

/// A part of a payment or a refund that belongs to one invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Minor units.
    pub amount: i64,
}
