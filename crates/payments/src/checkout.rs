//! Clover's Hosted Checkout: a page of Clover's own on which an attempt can be paid where our form cannot be shown.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

/// How long after its end a page may still bring money: a payment that was begun in the last moment, and clocks that
/// differ.
pub const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// How long a worker waits between looks at a page on which nobody has paid yet.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_secs(60);

/// A page that Clover has made for one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckoutPage {
    /// Clover's id of the session, which its webhook brings along (clover-facts 2.13).
    pub session: String,
    /// Where the payer pays; forgotten once the attempt is decided.
    pub href: Option<CheckoutHref>,
    /// When Clover closes it, by Clover's clock: 15 minutes after it was made as a rule.
    pub ends_at: Timestamp,
}

impl CheckoutPage {
    /// Whether the payer can still be sent there.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.ends_at
    }

    /// Whether no money can come from it any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.over_at()
    }

    /// When a worker looks next, seen from `now`: regularly, and when the page is over.
    pub(crate) fn next_look(&self, now: Timestamp) -> Timestamp {
        let regular = now.saturating_add(BETWEEN_LOOKS).unwrap_or(now);
        if self.is_over(now) { regular } else { regular.min(self.over_at()) }
    }

    /// The same without the address.
    pub(crate) fn closed(self) -> Self {
        Self { href: None, ..self }
    }

    fn over_at(&self) -> Timestamp {
        self.ends_at.saturating_add(SLACK).unwrap_or(Timestamp::MAX)
    }
}

/// The address of such a page. Whoever has it can pay the invoice and read what it is for, so it is shown to the payer
/// and to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckoutHref(String);

impl CheckoutHref {
    /// Takes an address as Clover gave it; the gateway has looked where it leads.
    pub fn new(href: impl Into<String>) -> Self {
        Self(href.into())
    }

    /// The address.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CheckoutHref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckoutHref(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn page() -> CheckoutPage {
        CheckoutPage { session: "s".into(), href: Some(CheckoutHref::new("https://c/x")), ends_at: at(900) }
    }

    #[test]
    fn a_page_closes_before_it_is_over() {
        let page = page();
        assert_eq!(
            [0, 899, 900, 1_199, 1_200].map(|now| page.is_open(at(now))),
            [true, true, false, false, false]
        );
        assert_eq!([900, 1_199, 1_200].map(|now| page.is_over(at(now))), [false, false, true]);
    }

    #[test]
    fn looks_come_every_minute_and_at_the_end() {
        let looks = [0, 1_139, 1_150, 1_200].map(|now| page().next_look(at(now)).as_second());
        assert_eq!(looks, [60, 1_199, 1_200, 1_260]);
    }

    #[test]
    fn the_address_is_in_no_debug_text() {
        assert!(!format!("{:?}", page()).contains("https"));
    }
}
