//! What the lines of an invoice come to, with every overflow refused.

use super::NewLine;

/// The largest amount that Clover takes: $999,999.99, in minor units (clover-facts 2.6, `amount_too_large`).
pub const MAX_TOTAL: i64 = 99_999_999;

/// Sums in minor units of the invoice's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The lines without tax.
    pub subtotal: i64,
    /// The taxes.
    pub tax: i64,
    /// What is to be paid.
    pub total: i64,
}

impl Totals {
    /// Adds the lines up; `None` when a sum leaves 64 bits.
    pub fn of(lines: &[NewLine]) -> Option<Self> {
        lines.iter().try_fold(Self::default(), |sum, line| {
            let amount = line.unit_amount.checked_mul(line.quantity)?;
            let subtotal = sum.subtotal.checked_add(amount)?;
            let tax = sum.tax.checked_add(line.tax)?;
            Some(Self { subtotal, tax, total: subtotal.checked_add(tax)? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(quantity: i64, unit_amount: i64, tax: i64) -> NewLine {
        NewLine { description: "Work".into(), quantity, unit_amount, tax }
    }

    #[test]
    fn lines_and_taxes_add_up() {
        let totals = Totals::of(&[line(3, 1_000, 90), line(1, 505, 0)]);
        assert_eq!(totals, Some(Totals { subtotal: 3_505, tax: 90, total: 3_595 }));
    }

    #[test]
    fn sums_beyond_64_bits_are_refused() {
        assert_eq!(Totals::of(&[line(2, i64::MAX, 0)]), None);
        assert_eq!(Totals::of(&[line(1, i64::MAX, 0), line(1, 1, 0)]), None);
        assert_eq!(Totals::of(&[line(1, i64::MAX, 1)]), None);
    }
}
