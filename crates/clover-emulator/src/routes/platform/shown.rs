//! Charges as payments and orders as orders, in the platform's spelling.

use clover_api::wire::{Charge, ChargeStatus, Customer, Order, OrderStatus};
use serde_json::{Map, Value, json};

use super::elements;
use crate::state::Ledger;

/// A charge as the platform shows it, with everything that can be expanded.
pub(super) fn payment(base: &str, ledger: &Ledger, charge: &Charge) -> Value {
    let void = ledger.batch.is_void(&charge.id);
    let refunds = ledger.refunds.all(None).filter(|refund| refund.charge == charge.id && !void);
    let refunds = refunds.map(|refund| {
        json!({
            "id": refund.id,
            "amount": refund.amount,
            "createdTime": refund.created,
            "payment": { "id": charge.id },
        })
    });
    let additional = charge.additional_charges.iter().map(|more| {
        json!({
            "id": more.id,
            "amount": more.amount,
            "rate": more.rate,
            "type": more.kind,
            "payment": { "id": charge.id },
        })
    });
    said(json!({
        "href": format!("{base}/payments/{}", charge.id),
        "id": charge.id,
        "order": charge.order.as_ref().map(|id| json!({ "id": id })),
        "amount": charge.amount,
        "tipAmount": charge.tip_amount,
        "taxAmount": charge.tax_amount,
        "createdTime": charge.created,
        "modifiedTime": charge.created,
        "result": result(charge, void),
        "externalReferenceId": charge.external_reference_id,
        "cardTransaction": card(charge),
        "refunds": elements(refunds.map(said)),
        "additionalCharges": elements(additional.map(said)),
    }))
}

/// A full refund on the same day makes the payment void and leaves no refund (clover-facts 2.9).
fn result(charge: &Charge, void: bool) -> &'static str {
    match charge.status {
        _ if void => "VOIDED",
        ChargeStatus::Succeeded => "SUCCESS",
        ChargeStatus::Pending => "INITIATED",
        ChargeStatus::Failed | ChargeStatus::Other(_) => "FAIL",
    }
}

fn card(charge: &Charge) -> Value {
    let Some(card) = &charge.source else { return Value::Null };
    said(json!({
        "cardType": card.brand,
        "first6": card.first6,
        "last4": card.last4,
        "authCode": charge.auth_code,
        "referenceId": charge.ref_num,
        "type": if charge.captured == Some(false) { "PREAUTH" } else { "AUTH" },
    }))
}

pub(super) fn order(base: &str, order: &Order) -> Value {
    let (state, payment_state) = match order.status {
        OrderStatus::Paid => ("locked", "PAID"),
        OrderStatus::Returned => ("locked", "REFUNDED"),
        OrderStatus::Created | OrderStatus::Canceled | OrderStatus::Other(_) => ("open", "OPEN"),
    };
    said(json!({
        "href": format!("{base}/orders/{}", order.id),
        "id": order.id,
        "currency": order.currency.upper(),
        "total": order.amount + order.tax_amount.unwrap_or(0),
        "state": state,
        "paymentState": payment_state,
        "externalReferenceId": order.external_reference_id,
        "createdTime": order.created,
        "modifiedTime": order.created,
    }))
}

/// A name in one piece is split at its last space: the platform knows two.
pub(super) fn customer(base: &str, customer: &Customer) -> Value {
    let name = customer.name.as_deref().unwrap_or_default();
    let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let email = customer.email.iter().map(|email| json!({ "id": customer.id, "emailAddress": email }));
    said(json!({
        "href": format!("{base}/customers/{}", customer.id),
        "id": customer.id,
        "firstName": some(first),
        "lastName": some(last),
        "customerSince": customer.created,
        "emailAddresses": elements(email),
    }))
}

/// What every merchant sells.
pub(super) fn items(base: &str) -> Vec<Value> {
    let item = |(id, name, price, sku): (&str, &str, i64, &str)| {
        json!({
            "href": format!("{base}/items/{id}"),
            "id": id,
            "name": name,
            "price": price,
            "priceType": "FIXED",
            "sku": sku,
            "hidden": false,
            "modifiedTime": 1_790_000_000_000_i64,
        })
    };
    let items = [
        ("SEEDS0PACK012", "Seeds, one pack", 450, "SEED-1"),
        ("SPADE0STEEL01", "Spade", 3_900, "TOOL-7"),
        ("H0VRWORK01234", "Garden work, one hour", 6_500, "WORK-1"),
    ];
    items.into_iter().map(item).collect()
}

/// The platform leaves out what there is none of.
fn said(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}
