//! The lines of an order: reading them, and what they add up to.

use clover_api::wire::{Code, CurrencyCode, ItemType, OrderItem, TaxRate};
use serde_json::Value;

use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, missing, too_large};
use crate::till::Till;

/// 100 %, in the unit of `tax_rates[].rate` (clover-facts 2.16).
const WHOLE: i64 = 10_000_000;

/// The lines as sent, each tax with its rate. One item may stand without the list around it, as samples of Clover's own
/// SDK have it.
pub(crate) fn read(value: Option<&Value>, till: &Till) -> Result<Vec<OrderItem>, Answer> {
    let line = |value: &Value| match value.as_object() {
        Some(object) => read_line(&Fields(object), till),
        None => Err(Answer::invalid(Code::InvalidRequest, "items", "Please provide valid items.")),
    };
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(lines)) => lines.iter().map(line).collect(),
        Some(one) => Ok(vec![line(one)?]),
    }
}

fn read_line(fields: &Fields<'_>, till: &Till) -> Result<OrderItem, Answer> {
    let quantity = fields.amount("quantity", 1, Code::InvalidRequest)?;
    let kind = fields.text("type")?.map(ItemType::from);
    if matches!(kind, Some(ItemType::Other(_))) {
        return Err(Answer::invalid(
            Code::InvalidRequest,
            "type",
            "One of sku, tax and shipping is expected.",
        ));
    }
    Ok(OrderItem {
        kind,
        amount: fields.amount("amount", 0, Code::InvalidRequest)?.ok_or_else(|| missing("amount"))?,
        currency: fields.text("currency")?.map(CurrencyCode::from),
        description: fields.text("description")?.map(str::to_owned),
        parent: fields.text("parent")?.map(str::to_owned),
        quantity,
        tax_rates: rates(fields, till)?,
    })
}

/// A single rate may stand without the list around it, too.
fn rates(fields: &Fields<'_>, till: &Till) -> Result<Vec<TaxRate>, Answer> {
    let rates = match fields.0.get("tax_rates") {
        Some(Value::Object(_)) => fields.typed("tax_rates")?.into_iter().collect(),
        _ => fields.typed::<Vec<TaxRate>>("tax_rates")?.unwrap_or_default(),
    };
    rates.into_iter().map(|rate| resolved(rate, till)).collect()
}

/// The rate itself, looked up where only its id is there.
fn resolved(named: TaxRate, till: &Till) -> Result<TaxRate, Answer> {
    let stored = named.tax_rate_uuid.as_deref().map(|uuid| till.tax_rate(uuid));
    match (stored, named.rate) {
        (Some(Some(rate)), _) | (None, Some(rate)) if (0..=WHOLE).contains(&rate) => {
            Ok(TaxRate { rate: Some(rate), ..named })
        }
        _ => Err(Answer::invalid(Code::InvalidRequest, "tax_rates", "Please provide a valid tax rate.")),
    }
}

/// The lines, and the tax on top of them, each line's tax rounded half up.
pub(crate) fn totals(lines: &[OrderItem]) -> Result<(i64, i64), Answer> {
    let (mut amount, mut tax) = (0_i64, 0_i64);
    for line in lines {
        let sum = line.amount.checked_mul(line.quantity.unwrap_or(1)).ok_or_else(|| too_large("items"))?;
        let rate: i64 = line.tax_rates.iter().filter_map(|rate| rate.rate).sum();
        amount = amount.saturating_add(sum);
        if amount > AMOUNT_LIMIT {
            return Err(too_large("items"));
        }
        // In range: a line is at most 10^8 here and a rate at most 10^7 for each entry.
        tax = tax.saturating_add(sum.saturating_mul(rate).saturating_add(WHOLE / 2) / WHOLE);
    }
    if amount.saturating_add(tax) > AMOUNT_LIMIT { Err(too_large("items")) } else { Ok((amount, tax)) }
}

/// The tax contained in `gross` minor units at this rate, rounded half up.
pub(crate) fn contained(gross: i64, rate: i64) -> i64 {
    let (tax, whole) = (gross * rate, WHOLE + rate);
    (tax + whole / 2) / whole
}

/// The line that shows the tax Clover computed.
pub(crate) fn tax_line(tax: i64) -> OrderItem {
    OrderItem::tax("Sales Tax", tax)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_contained_in_a_sum_is_taken_out_of_it() {
        assert_eq!(contained(1_100, 1_000_000), 100);
        assert_eq!(contained(99, 0), 0);
        assert_eq!(contained(99_999_999, WHOLE), 50_000_000);
    }
}
