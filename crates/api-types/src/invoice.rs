//! The merchant's side of an invoice: what is asked for and what is answered.

use primitives::InvoiceId;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// Asks for a new invoice. Everything is checked by the server, and every bad field is named at once, so the
/// fields are as loose as JSON here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateInvoice {
    /// The merchant's own number, 1 to 40 characters, unique for the merchant.
    pub number: String,
    /// Who is to pay.
    pub customer: CustomerBody,
    /// ISO 4217 code.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Za-z]{3}$"))]
    pub currency: String,
    /// 1 to 200 lines.
    pub lines: Vec<LineBody>,
    /// `2026-12-31`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_date: Option<String>,
    /// RFC 3339; after this moment the link no longer takes a payment.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<String>,
    /// Up to 2,000 characters of plain text.
    #[serde(default)]
    pub notes: String,
    /// The smallest part that may be paid, in minor units, 1 or more; absent, the invoice is paid all at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_minimum: Option<i64>,
    /// Up to 12 instalments that come to the total, in order of their dates; absent, all is due at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<InstalmentBody>,
    /// Whether payers may add a tip.
    #[serde(default)]
    pub tips: bool,
    /// Whether the link is mailed to the customer at once.
    #[serde(default)]
    pub send: bool,
}

/// An instalment as asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalmentBody {
    /// `2026-12-31`; from this day on (UTC) it is due.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub date: String,
    /// Minor units, 1 or more.
    pub amount: i64,
}

/// The customer of an invoice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerBody {
    /// 1 to 120 characters.
    pub name: String,
    /// Where the receipt may go.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::EmailAddress))]
    pub email: String,
}

/// Hides all of it: it belongs to a person.
impl std::fmt::Debug for CustomerBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CustomerBody(hidden)")
    }
}

/// One line as asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LineBody {
    /// 1 to 120 characters.
    pub description: String,
    /// 1 or more.
    pub quantity: i64,
    /// Minor units for one; 0 or more.
    pub unit_amount: i64,
    /// Tax on the whole line in minor units; 0 or more.
    #[serde(default)]
    pub tax: i64,
}

/// An invoice as the merchant sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invoice {
    /// Our name for it.
    pub id: InvoiceId,
    /// The merchant's number for it.
    pub number: String,
    /// Where it stands.
    pub state: InvoiceState,
    /// Who is to pay.
    pub customer: CustomerBody,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// What the lines come to.
    pub totals: Totals,
    /// What approved payments have brought in without tips, minor units.
    pub paid: i64,
    /// What is still to be paid, minor units.
    pub amount_due: i64,
    /// The smallest part that may be paid, minor units; absent, the invoice is paid all at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_minimum: Option<i64>,
    /// When which part falls due, and how far each is; absent where all is due at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<crate::Instalment>,
    /// Whether payers may add a tip.
    pub tips: bool,
    /// `2026-12-31`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_date: Option<String>,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<String>,
    /// Plain text.
    pub notes: String,
    /// The address to send to the customer. Whoever has it sees the invoice.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub pay_url: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The address of the receipt of the payment that completed it. Whoever has it sees the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub receipt_url: Option<String>,
    /// How it was paid, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<crate::Receipt>,
}

/// Hides the pay link: whoever reads it in a log sees the invoice.
impl std::fmt::Debug for Invoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, number, state, totals, .. } = self;
        f.debug_struct("Invoice")
            .field("id", id)
            .field("number", number)
            .field("state", state)
            .field("totals", totals)
            .finish_non_exhaustive()
    }
}

/// A page of invoices, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceList {
    /// At most 100.
    pub invoices: Vec<Invoice>,
    /// Give this as `?before=` to go on; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<InvoiceId>,
}

/// One line with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// What was done or sold.
    pub description: String,
    /// How many.
    pub quantity: u32,
    /// Minor units for one.
    pub unit_amount: i64,
    /// Tax on the line, minor units.
    pub tax: i64,
    /// `quantity` times `unit_amount`, without tax, minor units.
    pub amount: i64,
}

/// What the lines come to, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// The sum of the lines without tax, minor units.
    pub subtotal: i64,
    /// The sum of the taxes, minor units.
    pub tax: i64,
    /// What is to be paid, minor units.
    pub total: i64,
}

words! {
    /// Where an invoice stands, for the merchant.
    InvoiceState {
        /// Can be paid.
        Open = "open",
        /// A payment is under way.
        Processing = "processing",
        /// A payment was sent and nobody knows yet how it ended; it is being found out.
        Unclear = "unclear",
        /// Paid in part; the rest is due.
        PartlyPaid = "partly-paid",
        /// Paid.
        Paid = "paid",
        /// Taken back.
        Void = "void",
        /// Not paid in time.
        Expired = "expired",
    }
}
