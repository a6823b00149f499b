//! Gift cards: one row per card with what it starts with, and what is left on each.

use std::collections::HashMap;

use clover_api::wire::GiftCardBalance;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A gift card that the emulator knows. All are ours; no list of Clover's is published.
#[derive(Debug)]
pub struct GiftCardRow {
    /// 6, 13, 16 or 19 digits.
    pub number: &'static str,
    /// What must be sent with it, if anything.
    pub security_code: Option<&'static str>,
    /// Minor units after a reset.
    pub balance: i64,
    /// What it is for.
    pub note: &'static str,
}

/// Clover's samples show such a date where a card does not expire.
const NEVER: &str = "3025-01-01";

#[rustfmt::skip]
static GIFT_CARDS: [GiftCardRow; 5] = [
    GiftCardRow { number: "7777370000050000",    security_code: Some("7855"),     balance: 50_000, note: "plenty" },
    GiftCardRow { number: "7777370000000500",    security_code: Some("12345678"), balance: 500,    note: "little: pays a larger charge in part" },
    GiftCardRow { number: "7777370000000000",    security_code: None,             balance: 0,      note: "empty: always declined" },
    GiftCardRow { number: "7777370000000100000", security_code: None,             balance: 10_000, note: "19 digits" },
    GiftCardRow { number: "700025",              security_code: None,             balance: 2_500,  note: "6 digits" },
];

/// Every gift card the emulator knows.
pub fn test_gift_cards() -> impl Iterator<Item = &'static GiftCardRow> {
    GIFT_CARDS.iter()
}

/// The card with this number, if the code is right too.
pub(crate) fn find(number: &str, security_code: Option<&str>) -> Option<&'static GiftCardRow> {
    test_gift_cards()
        .find(|row| row.number == number && row.security_code.is_none_or(|code| security_code == Some(code)))
}

/// What was taken from each merchant's gift cards since the last reset, in minor units.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Taken>", into = "Vec<Taken>")]
pub(crate) struct GiftCards(HashMap<(String, &'static str), i64>);

impl GiftCards {
    /// Minor units left.
    pub(crate) fn balance(&self, merchant: &str, row: &GiftCardRow) -> i64 {
        row.balance - self.0.get(&(merchant.to_owned(), row.number)).copied().unwrap_or(0)
    }

    /// Takes `amount`, which must be there; a negative one gives back.
    pub(crate) fn take(&mut self, merchant: &str, row: &'static GiftCardRow, amount: i64) -> GiftCardBalance {
        let before = self.balance(merchant, row);
        *self.0.entry((merchant.to_owned(), row.number)).or_default() += amount;
        GiftCardBalance {
            expiration_date: Some(NEVER.into()),
            previous_balance: Some(before),
            new_balance: before - amount,
            lock_amount: Some(0),
        }
    }
}

/// One row of a state file: merchant, number, minor units taken.
type Taken = (String, String, i64);

impl From<Vec<Taken>> for GiftCards {
    /// A card that is listed no more is forgotten.
    fn from(rows: Vec<Taken>) -> Self {
        let row = |number: &str| test_gift_cards().find(|row| row.number == number);
        let known = rows
            .into_iter()
            .filter_map(|(merchant, number, taken)| Some(((merchant, row(&number)?.number), taken)));
        Self(known.collect())
    }
}

impl From<GiftCards> for Vec<Taken> {
    fn from(cards: GiftCards) -> Self {
        cards.0.into_iter().map(|((merchant, number), taken)| (merchant, number.to_owned(), taken)).collect()
    }
}

/// By its number, as a state file names it.
impl Serialize for GiftCardRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number)
    }
}

/// The row that a state file names; none for a card that is listed no more.
pub(crate) fn by_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'static GiftCardRow>, D::Error> {
    let number = Option::<String>::deserialize(deserializer)?;
    Ok(number.and_then(|number| test_gift_cards().find(|row| row.number == number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_length_that_clover_takes() {
        for row in test_gift_cards() {
            assert!(matches!(row.number.len(), 6 | 13 | 16 | 19), "{row:?}");
            assert!(row.security_code.is_none_or(|code| (4..=8).contains(&code.len())), "{row:?}");
        }
    }

    #[test]
    fn a_card_with_a_code_opens_with_that_code_only() {
        assert!(find("7777370000050000", Some("7855")).is_some());
        assert!(find("7777370000050000", Some("0000")).is_none());
        assert!(find("7777370000050000", None).is_none());
        assert!(find("700025", Some("9999")).is_some());
    }
}
