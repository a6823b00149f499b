//! Reads an amount that the payer typed, exactly, into minor units.

/// More digits than any amount has that can be paid.
const MAX_DIGITS: u32 = 12;

/// What the language puts between whole units and the rest, and between groups of three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// `1,234.50`
    English,
    /// `1 234,50`; a point serves as well, since it means nothing else there and telephones offer it.
    French,
}

/// The minor units; `None` where the text is no such amount or could be meant in two ways: `12,50` in English is not
/// guessed at. Spaces and a dollar sign are passed over, digits finer than the currency's are not.
pub fn read(text: &str, decimals: u16, point: Point) -> Option<i64> {
    let mut amount = 0;
    let mut digits = 0;
    // How many digits follow the last comma of `1,234`, and how many the point.
    let (mut grouped, mut fine) = (None, None);
    for character in text.chars() {
        match (character, point) {
            (' ' | '\t' | '\u{a0}' | '\u{202f}' | '$', _) => {}
            ('0'..='9', _) if digits < MAX_DIGITS => {
                digits += 1;
                amount = amount * 10 + i64::from(character as u32 - '0' as u32);
                let counted = if fine.is_some() { &mut fine } else { &mut grouped };
                *counted = counted.map(|count: u16| count + 1);
            }
            (',', Point::English) if fine.is_none() => {
                if grouped.map_or(!(1..=3).contains(&digits), |count| count != 3) {
                    return None;
                }
                grouped = Some(0);
            }
            ('.', _) | (',', Point::French) if fine.is_none() => fine = Some(0),
            _ => return None,
        }
    }
    let fine = fine.unwrap_or(0);
    if digits == 0 || fine > decimals || grouped.is_some_and(|count| count != 3) {
        return None;
    }
    for _ in fine..decimals {
        amount *= 10;
    }
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::Point::{English, French};
    use super::*;

    #[test]
    fn amounts_are_read_exactly_in_every_currency_and_language() {
        for (text, decimals, point, expected) in [
            ("40", 2, English, Some(4_000)),
            ("40.5", 2, English, Some(4_050)),
            (" $1,234.56 ", 2, English, Some(123_456)),
            ("0.07", 2, English, Some(7)),
            (".5", 2, English, Some(50)),
            ("5.", 2, English, Some(500)),
            ("1 234,56 $", 2, French, Some(123_456)),
            ("1\u{a0}234,56\u{a0}$", 2, French, Some(123_456)),
            ("1\u{202f}234,5", 2, French, Some(123_450)),
            ("40.50", 2, French, Some(4_050)),
            ("1200", 0, English, Some(1_200)),
            ("1,200", 0, English, Some(1_200)),
            ("1.250", 3, English, Some(1_250)),
            ("1,25", 3, French, Some(1_250)),
            ("0.1", 3, English, Some(100)),
            // As a float this is 128.44999…
            ("128.45", 2, English, Some(12_845)),
            ("999999.99", 2, English, Some(99_999_999)),
        ] {
            assert_eq!(read(text, decimals, point), expected, "{text} with {decimals} decimals");
        }
    }

    #[test]
    fn what_is_no_amount_or_could_be_meant_in_two_ways_is_refused() {
        for (text, decimals, point) in [
            ("", 2, English),
            (" ", 2, English),
            (".", 2, English),
            ("-5", 2, English),
            ("+5", 2, English),
            ("1e3", 2, English),
            ("five", 2, English),
            ("12,50", 2, English),
            ("1,23,456", 2, English),
            (",500", 2, English),
            ("1.2.3", 2, English),
            ("1,234.5.0", 2, English),
            ("1.005", 2, English),
            ("1200.0", 0, English),
            ("1.2345", 3, English),
            ("1.234,56", 2, French),
            ("1,234,56", 2, French),
            ("٥", 0, English),
            ("9999999999999999999", 2, English),
        ] {
            assert_eq!(read(text, decimals, point), None, "{text} with {decimals} decimals");
        }
    }
}
