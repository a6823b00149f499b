//! The proof of payment, with the way to a receipt that can be kept.

use api_types::{CardFacts, Receipt, brand_name};

use super::amounts::Amounts;
use super::icon;
use super::outcome::{RETRY, button, title};
use super::paper::{self, Paper, paper};
use crate::checkout::message;
use crate::i18n::Sentences;

/// The receipt; `left` is what is still to be paid after a part, in minor units.
pub fn receipt(amounts: &Amounts, receipt: &Receipt, left: Option<i64>) -> Paper {
    let t = amounts.sentences();
    let fact =
        |label, value: &Option<String>| value.as_ref().map(|value| row(label, paper("dd", "").text(value)));
    let money = |label, minor| fact(label, &Some(amounts.money(minor)));
    let (tip, page) = (receipt.tip, !receipt.page.is_empty());
    let (heading, last) = match (left, message::money_back(&amounts.view, t)) {
        (Some(left), _) => (t.part_paid_title, money(t.left_to_pay, left)),
        (None, Some((heading, back))) => (heading, money(t.refunded, back)),
        (None, None) => (t.paid_title, None),
    };
    let facts = paper("dl", "facts")
        .maybe((tip > 0).then(|| money(t.amount, receipt.amount)).flatten())
        .maybe((tip > 0).then(|| money(t.tip, tip)).flatten())
        .maybe(receipt.card.as_ref().map(|card| row(t.paid_with, card_name(card, t))))
        .maybe(fact(t.paid_on, &Some(amounts.moment(&receipt.paid_at))))
        .maybe(fact(t.reference, &receipt.reference))
        .maybe(fact(t.auth_code, &receipt.auth_code))
        .maybe(last);
    paper("div", "receipt")
        .with(paper("span", "seal").with(paper::icon(icon::TICK)))
        .with(title("h2", heading))
        .with(paper("p", "receipt-sum").text(&amounts.money(receipt.amount + tip)))
        .with(facts)
        .maybe(left.map(|_| button(RETRY, t.pay_the_rest)))
        .maybe(page.then(|| paper("a", "quiet").attr("href", &receipt.page).text(t.open_receipt)))
}

fn row(label: &str, value: Paper) -> Paper {
    paper("div", "facts-row").with(paper("dt", "").text(label)).with(value)
}

fn card_name(card: &CardFacts, t: &Sentences) -> Paper {
    paper("dd", "")
        .text(brand_name(&card.brand))
        .text(" ")
        .with(paper("span", "").attr("aria-hidden", "true").text("•••• "))
        .with(paper("span", "unseen").text(t.ending_in).text(" "))
        .text(&card.last4)
}
