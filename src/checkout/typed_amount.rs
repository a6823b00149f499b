//! Reads an amount that the payer typed, exactly, into minor units.

/// More digits than any amount has that can be paid.
const MAX_DIGITS: usize = 15;

/// What the language puts between whole units and the rest, and between groups of three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// `1,234.50`
    English,
    /// `1 234,50`; a point serves as well, since it means nothing else there and telephones offer it.
    French,
}

/// The minor units; `None` where the text is no such amount or could be meant in two ways. Spaces and a dollar sign are
/// passed over, digits finer than the currency's are not.
pub fn read(text: &str, decimals: u16, point: Point) -> Option<i64> {
    let text: String = text.chars().filter(|it| !it.is_whitespace() && *it != '$').collect();
    let at = match point {
        Point::English => text.find('.'),
        Point::French => text.find([',', '.']),
    };
    let (whole, rest) = match at {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text.as_str(), ""),
    };
    let whole = if point == Point::English { ungrouped(whole)? } else { whole.to_owned() };
    let decimals = usize::from(decimals);
    if rest.len() > decimals || whole.len() + rest.len() == 0 {
        return None;
    }
    let mut digits = whole + rest;
    for _ in rest.len()..decimals {
        digits.push('0');
    }
    let all_digits = digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { digits.parse().ok() } else { None }
}

/// Without the commas of `1,234`; `None` where one stands anywhere else: `12,50` is not guessed at.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest_is_good = groups.all(|group| group.len() == 3);
    let first_is_good = !whole.contains(',') || (1..=3).contains(&first.len());
    (first_is_good && rest_is_good).then(|| whole.replace(',', ""))
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
