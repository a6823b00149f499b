//! Test cards: one row per number, and the rules a number must keep before it is looked up.

use clover_api::wire::Brand;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// What the issuer says to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "Option<String>")]
pub(crate) enum Verdict {
    Approve,
    /// With this `declineCode`.
    Decline(&'static str),
}

impl From<Verdict> for Option<String> {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approve => None,
            Verdict::Decline(code) => Some(code.to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(code) = Option::<String>::deserialize(deserializer)? else { return Ok(Self::Approve) };
        let of_cards = CARDS.iter().map(|row| row.verdict);
        of_cards
            .chain(DECLINED_ACCOUNTS.iter().map(|(_, code)| Self::Decline(code)))
            .find(|verdict| matches!(verdict, Self::Decline(known) if *known == code))
            .ok_or_else(|| D::Error::custom(format!("no card is declined for {code}")))
    }
}

struct Row {
    number: &'static str,
    verdict: Verdict,
    note: &'static str,
}

const ISSUER: Verdict = Verdict::Decline("issuer_declined");
const YES: Verdict = Verdict::Approve;

/// Clover's list (clover-facts 4); where sources contradict each other the note says so. The last rows are ours.
/// 6011050000617475 is on Clover's list too but fails the Luhn check, so no token is made for it.
#[rustfmt::skip]
static CARDS: [Row; 20] = [
    Row { number: "4242424242424242", verdict: YES,    note: "Visa" },
    Row { number: "4264281511117771", verdict: ISSUER, note: "Visa, seen live" },
    Row { number: "5424180273333333", verdict: ISSUER, note: "Mastercard" },
    Row { number: "375987654000004",  verdict: ISSUER, note: "American Express" },
    Row { number: "4005571702222222", verdict: ISSUER, note: "Visa; one developer saw it approved" },
    Row { number: "4005578003333335", verdict: ISSUER, note: "Visa; a partial authorisation, which the Ecommerce API declines" },
    Row { number: "6011361000006668", verdict: YES,    note: "Discover; the number was retired, it may fail at Clover now" },
    Row { number: "378282246310005",  verdict: YES,    note: "American Express; one plugin uses it as a decline" },
    Row { number: "371449635398431",  verdict: YES,    note: "American Express" },
    Row { number: "30569309025904",   verdict: YES,    note: "Diners Club" },
    Row { number: "38520000023237",   verdict: YES,    note: "Diners Club" },
    Row { number: "3566002020360505", verdict: YES,    note: "JCB" },
    Row { number: "6011000990139424", verdict: YES,    note: "Discover" },
    Row { number: "4000056655665556", verdict: YES,    note: "Visa debit" },
    Row { number: "4761530001111126", verdict: YES,    note: "Visa, address matches any US postal code" },
    Row { number: "5204245250003294", verdict: YES,    note: "Mastercard, address matches any US postal code" },
    Row { number: "375186917371340",  verdict: YES,    note: "American Express, address matches any US postal code" },
    Row { number: "4000000000009995", verdict: Verdict::Decline("insufficient_funds"), note: "Visa, ours" },
    Row { number: "4000000000000069", verdict: Verdict::Decline("expired_card"),       note: "Visa, ours" },
    Row { number: "4000000000009987", verdict: Verdict::Decline("word_from_nowhere"),  note: "Visa, ours: a reason no client knows" },
];

/// Every listed number with what becomes of it: `(number, outcome, note)`.
pub fn test_cards() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    CARDS.iter().map(|row| {
        let outcome = match row.verdict {
            Verdict::Approve => "approved",
            Verdict::Decline(code) => code,
        };
        (row.number, outcome, row.note)
    })
}

/// What the issuer says; a number that is not listed is approved.
pub(crate) fn verdict(number: &str) -> Verdict {
    CARDS.iter().find(|row| row.number == number).map_or(Verdict::Approve, |row| row.verdict)
}

/// Bank accounts that are declined when they are charged; every other account is approved. Ours, not Clover's.
static DECLINED_ACCOUNTS: [(&str, &str); 2] =
    [("1000000009", "insufficient_funds"), ("1000000017", "issuer_declined")];

/// Every listed account number with its `declineCode`.
pub fn declined_accounts() -> impl Iterator<Item = (&'static str, &'static str)> {
    DECLINED_ACCOUNTS.iter().copied()
}

/// What the bank says to a charge of this account.
pub(crate) fn account_verdict(account: &str) -> Verdict {
    declined_accounts()
        .find(|(number, _)| *number == account)
        .map_or(Verdict::Approve, |(_, code)| Verdict::Decline(code))
}

/// The brand by the first digits, if it is one Clover takes.
pub(crate) fn brand(number: &str) -> Option<Brand> {
    let leading = |digits: usize| number.get(..digits).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    match (leading(4), leading(3), leading(2)) {
        (_, _, 40..=49) => Some(Brand::Visa),
        (2221..=2720, _, _) | (_, _, 51..=55) => Some(Brand::Mastercard),
        (_, _, 34 | 37) => Some(Brand::Amex),
        (_, 300..=305, _) | (_, _, 36 | 38 | 39) => Some(Brand::DinersClub),
        (3528..=3589, _, _) => Some(Brand::Jcb),
        (6011, _, _) | (_, 644..=649, _) | (_, _, 65) => Some(Brand::Discover),
        _ => None,
    }
}

/// The check digit that catches a mistyped number.
pub(crate) fn passes_luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, digit @ 0..=4) => digit * 2,
                (_, digit) => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_number_passes_luhn_and_has_a_brand() {
        for row in &CARDS {
            assert!(passes_luhn(row.number), "{}", row.number);
            assert!(brand(row.number).is_some(), "{}", row.number);
        }
    }

    #[test]
    fn the_listed_number_that_fails_luhn_is_caught() {
        assert!(!passes_luhn("6011050000617475"));
        assert!(!passes_luhn("4242424242424241"));
    }
}
