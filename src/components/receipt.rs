//! The proof of payment, on the screen and on paper.

use api_types::{CardFacts, Receipt};

use super::amounts::Amounts;
use super::icon;
use super::outcome::{PRINT, button, title};
use super::paper::{self, Paper, paper};
use crate::i18n::Sentences;

/// The receipt.
pub fn receipt(amounts: &Amounts, receipt: &Receipt) -> Paper {
    let t = amounts.sentences();
    let fact =
        |label, value: &Option<String>| value.as_ref().map(|value| row(label, paper("dd", "").text(value)));
    let facts = paper("dl", "facts")
        .maybe(receipt.card.as_ref().map(|card| row(t.paid_with, card_name(card, t))))
        .maybe(fact(t.paid_on, &Some(amounts.moment(&receipt.paid_at))))
        .maybe(fact(t.reference, &receipt.reference))
        .maybe(fact(t.auth_code, &receipt.auth_code));
    paper("div", "receipt")
        .with(paper("span", "seal").with(paper::icon(icon::TICK)))
        .with(title("h2", t.paid_title))
        .with(paper("p", "receipt-sum").text(&amounts.money(receipt.amount)))
        .with(facts)
        .with(button(PRINT, t.print))
}

fn row(label: &str, value: Paper) -> Paper {
    paper("div", "facts-row").with(paper("dt", "").text(label)).with(value)
}

fn card_name(card: &CardFacts, t: &Sentences) -> Paper {
    let brand = match card.brand.as_str() {
        "VISA" => "Visa",
        "MC" => "Mastercard",
        "AMEX" => "American Express",
        "DISCOVER" => "Discover",
        "DINERS_CLUB" => "Diners Club",
        other => other,
    };
    paper("dd", "")
        .text(brand)
        .text(" ")
        .with(paper("span", "").attr("aria-hidden", "true").text("•••• "))
        .with(paper("span", "unseen").text(t.ending_in).text(" "))
        .text(&card.last4)
}
