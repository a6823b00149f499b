//! The words of a statement's lines, which the server writes for the page: a language that lacks one does not compile.

use super::format;
use crate::config::Locale;

/// The words in one language.
#[derive(Debug)]
pub struct StatementWords {
    locale: Locale,
    /// Before the date of the statement.
    pub heading: &'static str,
    /// Before an invoice's number.
    pub invoice: &'static str,
    /// Before the date on which an invoice is due.
    pub due: &'static str,
    /// Of an invoice that was paid before.
    pub paid: &'static str,
    /// Of an invoice that was taken back.
    pub void: &'static str,
    /// Of an invoice that can no longer be paid by link.
    pub expired: &'static str,
    /// Of an invoice that somebody is paying at this moment.
    pub waiting: &'static str,
}

const ENGLISH: StatementWords = StatementWords {
    locale: Locale::EnUs,
    heading: "Statement of",
    invoice: "Invoice",
    due: "due",
    paid: "already paid",
    void: "cancelled",
    expired: "can no longer be paid here",
    waiting: "a payment is under way",
};
const CANADIAN: StatementWords = StatementWords { locale: Locale::EnCa, ..ENGLISH };
const FRENCH: StatementWords = StatementWords {
    locale: Locale::FrCa,
    heading: "Relevé du",
    invoice: "Facture",
    due: "échéance le",
    paid: "déjà payée",
    void: "annulée",
    expired: "ne peut plus être payée ici",
    waiting: "un paiement est en cours",
};

impl StatementWords {
    /// The words in this language.
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::EnUs => &ENGLISH,
            Locale::EnCa => &CANADIAN,
            Locale::FrCa => &FRENCH,
        }
    }

    /// `2026-12-31`, or a time that begins so, in words.
    pub fn date(&self, text: &str) -> String {
        format::date(text, self.locale)
    }
}
