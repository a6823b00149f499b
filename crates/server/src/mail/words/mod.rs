//! What mails say: a table of sentences, of which a language that lacks one does not compile.

mod en;
mod fr;

use primitives::Locale;

/// Sentences of one language. `{merchant}` stands for the merchant's name, `{number}` for the invoice's number,
/// `{count}` for how many invoices there are, `{customer}` for the customer's name, `{amount}` for money, `{date}` for a day, `{minutes}` for a number.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(crate) struct Words {
    /// Before everything.
    pub(crate) greeting: &'static str,
    /// What an invoice is called.
    pub(crate) invoice: &'static str,
    /// Subject and first sentence of an invoice's link.
    pub(crate) sent: Topic,
    /// Of a link in place of an expired one.
    pub(crate) fresh: Topic,
    /// Of a link in place of a statement's that has expired.
    pub(crate) fresh_statement: Topic,
    /// Of a payment of one invoice.
    pub(crate) one: PaymentWords,
    /// Of a payment of two or more, of which there are `{count}`.
    pub(crate) several: PaymentWords,
    /// Of a code.
    pub(crate) code: Topic,
    /// Until when a link works.
    pub(crate) works_until: &'static str,
    /// Where another payment may be tried.
    pub(crate) try_again: &'static str,
    /// Of a refund.
    pub(crate) takes_days: &'static str,
    /// Of a code.
    pub(crate) code_life: &'static str,
    /// On a button.
    pub(crate) view_and_pay: &'static str,
    /// On a button.
    pub(crate) view_receipt: &'static str,
    /// Label of a fact.
    pub(crate) amount_due: &'static str,
    /// Label of a fact.
    pub(crate) due_date: &'static str,
    /// Label of a fact.
    pub(crate) amount_paid: &'static str,
    /// Label of a fact.
    pub(crate) tip: &'static str,
    /// Label of a fact.
    pub(crate) paid_on: &'static str,
    /// Label of a fact.
    pub(crate) card: &'static str,
    /// Label of a fact.
    pub(crate) reference: &'static str,
    /// Label of a fact.
    pub(crate) auth_code: &'static str,
    /// Label of a fact.
    pub(crate) amount_refunded: &'static str,
    /// At the end, before the ways to reach the merchant.
    pub(crate) questions: &'static str,
    /// At the end.
    pub(crate) why_you: &'static str,
    /// Of the page that a request for a fresh link leads to.
    pub(crate) fresh_link_page: Notice,
    /// Of the page that too many requests lead to.
    pub(crate) too_many_page: Notice,
}

/// What is said of a payment.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(crate) struct PaymentWords {
    /// Of a receipt.
    pub(crate) receipt: Topic,
    /// Where it turned out to have been approved.
    pub(crate) approved: Topic,
    /// Where it turned out to have taken no money.
    pub(crate) not_charged: Topic,
    /// Of money given back.
    pub(crate) refund: Topic,
    /// Where a part was paid.
    pub(crate) still_due: &'static str,
    /// Where the money was not expected any more.
    pub(crate) unexpected: &'static str,
}

/// What a page says.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(crate) struct Notice {
    /// The heading.
    pub(crate) title: &'static str,
    /// The text.
    pub(crate) text: &'static str,
}

/// How a mail is announced and what it says first.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(crate) struct Topic {
    /// The subject.
    pub(crate) subject: &'static str,
    /// The heading.
    pub(crate) title: &'static str,
    /// The first paragraph.
    pub(crate) text: &'static str,
}

/// The sentences of this language.
pub(crate) fn words(locale: Locale) -> &'static Words {
    match locale {
        // No sentence differs between the two yet.
        Locale::EnUs | Locale::EnCa => &en::WORDS,
        Locale::FrCa => &fr::WORDS,
    }
}
