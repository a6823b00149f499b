//! The schedule of an invoice to its column and back: `2026-12-01=3000 2027-01-01=5000`.

use payments::port::StoreError;
use payments::{Instalment, Invoice};

use super::cell::Row;

/// The column; empty where all is due at once.
pub(super) fn to_cell(invoice: &Invoice) -> Option<String> {
    let each = invoice.schedule.iter().map(|Instalment { date, amount }| format!("{date}={amount}"));
    let text = each.collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

/// Reads the column back.
pub(super) fn from_cell(cell: Row<'_>, text: Option<&str>) -> Result<Vec<Instalment>, StoreError> {
    let instalment = |part: &str| {
        let (date, amount) = part.split_once('=')?;
        Some(Instalment { date: date.parse().ok()?, amount: amount.parse().ok()? })
    };
    let parts = text.unwrap_or_default().split_whitespace();
    parts.map(|part| instalment(part).ok_or_else(|| cell.impossible("schedule"))).collect()
}
