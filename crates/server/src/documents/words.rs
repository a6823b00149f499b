//! The words of documents, and of what only the server says, in each language.

use serde::{Deserialize, Serialize};

use crate::by_locale::{ByLocale, tables};

/// The words of one language. `{…}` stands for what is put in.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Heading of a receipt; `{number}` of the invoice.
    pub receipt_for: String,
    /// Name of a receipt in a title.
    pub receipt: String,
    /// Heading and name of an invoice, before its number.
    pub invoice: String,
    /// What was charged.
    pub amount_paid: String,
    /// What is still to be paid.
    pub amount_due: String,
    /// Everything was given back.
    pub refunded: String,
    /// Something was given back.
    pub partly_refunded: String,
    /// An invoice that is paid.
    pub paid: String,
    /// An invoice of which a part is paid.
    pub partly_paid: String,
    /// An invoice that was taken back.
    pub void: String,
    /// An invoice whose time is over.
    pub expired: String,
    /// When the card was charged.
    pub paid_on: String,
    /// Which card.
    pub card: String,
    /// Between the card's brand and its last four digits.
    pub ending_in: String,
    /// The bank's approval code.
    pub auth_code: String,
    /// Clover's reference.
    pub reference: String,
    /// Who was to pay.
    pub billed_to: String,
    /// When the invoice was made.
    pub issued_on: String,
    /// When the merchant would like to have the money.
    pub due: String,
    /// The same in a sentence, `{date}`.
    pub due_on: String,
    /// Column of the lines.
    pub description: String,
    /// Column of the lines.
    pub quantity: String,
    /// Column of the lines.
    pub price: String,
    /// Column of the lines.
    pub amount: String,
    /// Opens the rest of a long invoice on the page.
    pub more_lines: String,
    /// Above the invoices of a statement that can be left out.
    pub choose_invoices: String,
    /// What it means to choose nothing.
    pub none_chosen: String,
    /// On the button below them.
    pub pay_only_these: String,
    /// The lines without tax.
    pub subtotal: String,
    /// The taxes.
    pub tax: String,
    /// What the invoice comes to.
    pub total: String,
    /// Heading of what was charged.
    pub payment: String,
    /// What of it counts towards the invoice.
    pub towards: String,
    /// The same of a payment of several invoices.
    pub towards_several: String,
    /// What the card cost.
    pub surcharge: String,
    /// What was given on top.
    pub tip: String,
    /// All of it.
    pub charged: String,
    /// Heading of how the invoice stands.
    pub balance: String,
    /// Heading of how several invoices stand.
    pub balance_of_several: String,
    /// What other payments brought in.
    pub other_payments: String,
    /// What has been paid.
    pub paid_so_far: String,
    /// Heading of the instalments.
    pub schedule: String,
    /// An instalment that is paid.
    pub instalment_paid: String,
    /// An instalment whose day has come.
    pub instalment_due: String,
    /// An instalment whose day has not come.
    pub instalment_to_come: String,
    /// Heading of what was given back.
    pub refunds: String,
    /// One of them, `{date}`.
    pub refunded_on: String,
    /// What remains of the payment.
    pub left: String,
    /// Heading of the merchant's remarks.
    pub notes: String,
    /// Before the ways to reach `{merchant}`.
    pub questions: String,
    /// A button.
    pub print: String,
    /// A link.
    pub download: String,
    /// At the foot of every sheet of paper: `{page}` of `{pages}`.
    pub page_of: String,
    /// At the end of a PDF whose font lacks letters of a text.
    pub damaged: String,
    /// Heading where there is no receipt.
    pub unknown_title: String,
    /// Where there is no receipt.
    pub unknown: String,
    /// What the payer's choice of a language is called.
    pub language: String,
    /// Heading on the pay page in a browser that cannot run it.
    pub unsupported_title: String,
    /// What to do then; `{merchant}` can be asked.
    pub unsupported: String,
}

/// The words of every language. They are many, and boxed so that what holds them stays small.
///
/// # Errors
/// When a table lacks a word or has one too many.
pub fn words() -> anyhow::Result<Box<ByLocale<Words>>> {
    ByLocale::read(tables!("documents"), "the words of documents").map(Box::new)
}
