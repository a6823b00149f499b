//! Writes amounts, dates and what invoices and receipts have in common, for one merchant and one currency.

use jiff::Timestamp;
use jiff::civil::Date;
use paper::{Contact, Entry, Group, Lines, PaperWords};
use payments::{Card, Invoice};
use primitives::Currency;

use super::words::Words;
use crate::config::Merchant;
use crate::page::format;

pub(super) struct Writer<'a> {
    merchant: &'a Merchant,
    pub(super) words: &'a Words,
    currency: Currency,
}

impl<'a> Writer<'a> {
    pub(super) fn new(merchant: &'a Merchant, words: &'a Words, currency: Currency) -> Self {
        Self { merchant, words, currency }
    }

    pub(super) fn title(&self, name: &str, invoice: &Invoice) -> String {
        format!("{name} {} – {}", invoice.number, self.merchant.name)
    }

    pub(super) fn money(&self, minor: i64) -> String {
        format::money(minor, self.currency, self.merchant.locale)
    }

    pub(super) fn date(&self, date: Date) -> String {
        format::day(date, self.merchant.locale)
    }

    /// The merchant's day, wherever the reader is: it is the merchant's document.
    pub(super) fn day(&self, at: Timestamp) -> String {
        self.date(at.to_zoned(self.merchant.time_zone.clone()).date())
    }

    pub(super) fn moment(&self, at: Timestamp) -> String {
        format::moment(&at.to_zoned(self.merchant.time_zone.clone()), self.merchant.locale)
    }

    pub(super) fn card(&self, card: &Card) -> String {
        format!("{} {} {}", api_types::brand_name(&card.brand), self.words.ending_in, card.last4)
    }

    pub(super) fn lines(&self, invoice: &Invoice) -> Lines {
        let words = self.words;
        let heads = [&words.description, &words.quantity, &words.price, &words.amount].map(Clone::clone);
        let row = |line: &payments::Line| {
            let quantity = format::count(i64::from(line.quantity), self.merchant.locale);
            [line.description.clone(), quantity, self.money(line.unit_amount), self.money(line.amount())]
        };
        Lines { heads, rows: invoice.lines.iter().map(row).collect() }
    }

    pub(super) fn totals(&self, invoice: &Invoice) -> Group {
        let (words, totals) = (self.words, invoice.totals);
        let mut entries = Vec::new();
        if totals.tax != 0 {
            entries.push(Entry::plain(&words.subtotal, self.money(totals.subtotal)));
            entries.push(Entry::plain(&words.tax, self.money(totals.tax)));
        }
        entries.push(Entry::strong(&words.total, self.money(totals.total)));
        Group { heading: None, entries }
    }

    pub(super) fn paper(&self) -> PaperWords {
        let words = self.words;
        PaperWords { page_of: words.page_of.clone(), damaged: words.damaged.clone() }
    }

    pub(super) fn contact(&self) -> Option<Contact> {
        let api_types::Contact { email, phone } = self.merchant.contact.clone();
        let question = self.words.questions.replace("{merchant}", &self.merchant.name);
        (email.is_some() || phone.is_some()).then_some(Contact { question, email, phone })
    }
}
