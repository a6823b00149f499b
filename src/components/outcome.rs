//! What is said: above the button, or in the form's place.

use super::icon;
use super::paper::{self, Paper, paper};
use crate::checkout::message::{Offer, Words};
use crate::i18n::{Sentences, name_merchant};

/// The attribute by which the panel knows what a button asks for.
pub const ASKS: &str = "data-asks";
/// "Try again".
pub const RETRY: &str = "retry";

/// Whether something is still going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The end is awaited.
    Going,
    /// This is the end.
    Ended,
}

/// What stands in the form's place: waiting, or why nothing can be paid here.
pub fn outcome(words: Words, progress: Progress, merchant: &str, t: &Sentences) -> Paper {
    let going = progress == Progress::Going;
    let wheel = going.then(|| paper("span", "wheel").attr("aria-hidden", "true"));
    paper("div", "outcome")
        .maybe(wheel)
        .with(title(if merchant.is_empty() { "h1" } else { "h2" }, words.title))
        .with(paper("p", "outcome-text").text(&name_merchant(words.text, merchant)))
        .maybe(retry(words.offer, t))
}

/// What the payer should read before going on. It takes the focus when it follows something the payer did. `elsewhere`
/// is the way to Clover's own page; empty where there is none.
pub fn notice(words: Words, elsewhere: &str, t: &Sentences) -> Paper {
    let offered = words.offer == Offer::RetryOrElsewhere && !elsewhere.is_empty();
    let elsewhere =
        offered.then(|| paper("a", "quiet elsewhere").attr("href", elsewhere).text(t.pay_elsewhere));
    let body = paper("div", "notice-body")
        .with(paper("h3", "notice-title").text(words.title))
        .with(paper("p", "notice-text").text(words.text))
        .maybe(retry(words.offer, t))
        .maybe(elsewhere);
    let notice = paper("div", "notice").attr("id", "notice").attr("tabindex", "-1");
    notice.with(paper::icon(icon::ATTENTION)).with(body)
}

/// The heading of an end, which takes the focus when it is reached. Beside an invoice it is the second one.
pub fn title(tag: &'static str, text: &str) -> Paper {
    paper(tag, "outcome-title").attr("id", "outcome-title").attr("tabindex", "-1").text(text)
}

/// A quiet button; the panel hears its clicks.
pub fn button(asks: &'static str, text: &str) -> Paper {
    paper("button", "quiet").attr("type", "button").attr(ASKS, asks).text(text)
}

fn retry(offer: Offer, t: &Sentences) -> Option<Paper> {
    match offer {
        Offer::Retry | Offer::RetryOrElsewhere => Some(button(RETRY, t.try_again)),
        Offer::Nothing => None,
    }
}
