//! Money and dates for the first paint, for documents and for mails, in the form that the browser's `Intl` gives them.

use jiff::Zoned;
use jiff::civil::Date;
use primitives::Currency;

use crate::config::Locale;

/// A space that does not break the line, as `Intl` uses it.
const NBSP: char = '\u{a0}';

/// `$1,234.50`, `CA$1,234.50`, `1 234,50 $`: what `Intl.NumberFormat(…, {style: "currency"})` says.
pub(crate) fn money(minor: i64, currency: Currency, locale: Locale) -> String {
    let number = number(minor, usize::from(currency.decimals()), locale);
    match (locale, symbol(currency, locale)) {
        (Locale::FrCa, symbol) => format!("{number}{NBSP}{symbol}"),
        (Locale::EnUs | Locale::EnCa, symbol) if symbol.chars().all(|c| c.is_ascii_alphabetic()) => {
            format!("{symbol}{NBSP}{number}")
        }
        (Locale::EnUs | Locale::EnCa, symbol) => format!("{symbol}{number}"),
    }
}

/// A whole number: `1,234`, `1 234`.
pub(crate) fn count(number_of: i64, locale: Locale) -> String {
    number(number_of, 0, locale)
}

fn number(minor: i64, decimals: usize, locale: Locale) -> String {
    let (group, point) = match locale {
        Locale::EnUs | Locale::EnCa => (',', '.'),
        Locale::FrCa => (NBSP, ','),
    };
    let digits = format!("{minor:0width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// The symbols of the currencies that Clover's merchants are likely to use; others go by their code, as with
/// `Intl`.
fn symbol(currency: Currency, locale: Locale) -> &'static str {
    match (currency.code(), locale) {
        ("USD", Locale::EnUs) | ("CAD", Locale::EnCa | Locale::FrCa) => "$",
        ("USD", Locale::EnCa) => "US$",
        ("USD", Locale::FrCa) => "$\u{a0}US",
        ("CAD", Locale::EnUs) => "CA$",
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        (code, _) => code,
    }
}

/// `2026-12-31` in words: `December 31, 2026`, `31 décembre 2026`. Anything else is returned as it is.
pub(super) fn date(text: &str, locale: Locale) -> String {
    text.get(..10).unwrap_or(text).parse().map_or_else(|_| text.to_owned(), |date| day(date, locale))
}

/// A day in words: `December 31, 2026`, `31 décembre 2026`.
pub(crate) fn day(date: Date, locale: Locale) -> String {
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match locale {
        Locale::EnUs | Locale::EnCa => format!("{} {}, {}", ENGLISH[month], date.day(), date.year()),
        // Not "1er": browsers write "1 août" too.
        Locale::FrCa => format!("{} {} {}", date.day(), FRENCH[month], date.year()),
    }
}

/// A moment in words with the zone by whose clock it is told: `November 21, 2026 at 3:04 PM EST`.
pub(crate) fn moment(at: &Zoned, locale: Locale) -> String {
    let (date, zone) = (day(at.date(), locale), zone(at, locale));
    let (hour, minute) = (at.hour(), at.minute());
    let (half, [before, after]) =
        ((hour + 11) % 12 + 1, if locale == Locale::EnCa { ["a.m.", "p.m."] } else { ["AM", "PM"] });
    let noon = if hour < 12 { before } else { after };
    match locale {
        Locale::EnUs | Locale::EnCa => format!("{date} at {half}:{minute:02}{NBSP}{noon} {zone}"),
        Locale::FrCa => format!("{date} à {hour:02}{NBSP}h{NBSP}{minute:02} {zone}"),
    }
}

/// The zone's short name, which is English in the tables: Canada's zones have French ones of their own.
fn zone(at: &Zoned, locale: Locale) -> String {
    let name = at.strftime("%Z").to_string();
    let french = FRENCH_ZONES.iter().find(|(english, _)| locale == Locale::FrCa && *english == name);
    french.map_or(name, |(_, french)| (*french).to_owned())
}

const FRENCH_ZONES: [(&str, &str); 12] = [
    ("NST", "HNT"),
    ("NDT", "HAT"),
    ("AST", "HNA"),
    ("ADT", "HAA"),
    ("EST", "HNE"),
    ("EDT", "HAE"),
    ("CST", "HNC"),
    ("CDT", "HAC"),
    ("MST", "HNR"),
    ("MDT", "HAR"),
    ("PST", "HNP"),
    ("PDT", "HAP"),
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_by_the_merchants_clock_in_words_of_its_language() {
        let says = |text: &str, zone, locale| {
            moment(&text.parse::<jiff::Timestamp>().unwrap().in_tz(zone).unwrap(), locale)
        };
        let (noon, night) = ("2026-07-21T16:04:00Z", "2026-11-22T04:59:00Z");
        assert_eq!(says(noon, "America/New_York", Locale::EnUs), "July 21, 2026 at 12:04\u{a0}PM EDT");
        assert_eq!(says(night, "America/Toronto", Locale::EnCa), "November 21, 2026 at 11:59\u{a0}p.m. EST");
        assert_eq!(says(night, "UTC", Locale::EnUs), "November 22, 2026 at 4:59\u{a0}AM UTC");
        assert_eq!(says(night, "America/Toronto", Locale::FrCa), "21 novembre 2026 à 23\u{a0}h\u{a0}59 HNE");
        assert_eq!(
            says("2026-11-22T05:00:00Z", "America/Toronto", Locale::EnUs),
            "November 22, 2026 at 12:00\u{a0}AM EST"
        );
    }

    #[test]
    fn money_reads_as_the_browser_writes_it() {
        let says = |minor, code, locale| money(minor, Currency::parse(code).unwrap(), locale);
        assert_eq!(says(128_450, "USD", Locale::EnUs), "$1,284.50");
        assert_eq!(says(5, "CAD", Locale::EnUs), "CA$0.05");
        assert_eq!(says(99_999_999, "USD", Locale::EnCa), "US$999,999.99");
        assert_eq!(says(128_450, "CAD", Locale::FrCa), "1\u{a0}284,50\u{a0}$");
        assert_eq!(says(1_200, "JPY", Locale::FrCa), "1\u{a0}200\u{a0}JPY");
        assert_eq!(says(100, "CHF", Locale::EnUs), "CHF\u{a0}1.00");
    }

    #[test]
    fn dates_read_as_the_browser_writes_them() {
        assert_eq!(date("2026-12-31", Locale::EnUs), "December 31, 2026");
        assert_eq!(date("2026-08-01", Locale::FrCa), "1 août 2026");
        assert_eq!(date("soon", Locale::EnUs), "soon");
    }
}
