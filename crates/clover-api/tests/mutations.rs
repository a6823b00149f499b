//! What Clover could add to its JSON, or leave out of it, tried on every fixture: reading never breaks.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::collections::BTreeSet;

use clover_api::webhook::app::{self, AUTH_HEADER, AppWebhook};
use clover_api::webhook::hosted_checkout::{self, CheckoutWebhook, FIVE_MINUTES, SIGNATURE_HEADER};
use clover_api::wire::{
    Balance, Charge, CheckoutSession, Customer, ErrorEnvelope, List, Order, OrderReturn, PakmsKey, Plan,
    Refund, RevokedCard, Subscription, Token, TransArmorKeys, platform,
};
use proptest::prelude::*;
use proptest::sample::Index;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A fixture, what it is read as, and the fields without which it says nothing: `*` stands for any place in a list.
struct Answer {
    name: &'static str,
    /// Reads both; `None` where one cannot be read, else whether they are the same.
    same: fn(&Value, &Value) -> Option<bool>,
    needed: &'static [&'static str],
}

fn same<T: DeserializeOwned + PartialEq>(one: &Value, other: &Value) -> Option<bool> {
    let read = |value: &Value| serde_json::from_value::<T>(value.clone()).ok();
    Some(read(one)? == read(other)?)
}

/// The same for what is posted to an app: all that is read of the first merchant's events.
fn same_app_webhook(one: &Value, other: &Value) -> Option<bool> {
    let headers =
        HeaderMap::from_iter([(HeaderName::from_static(AUTH_HEADER), HeaderValue::from_static("key"))]);
    let read = |value: &Value| match app::receive(&headers, value.to_string().as_bytes(), Some(&"key".into()))
        .ok()?
    {
        AppWebhook::Verification(code) => Some((Some(code), None, Vec::new())),
        AppWebhook::Notification(mut told) => {
            Some((None, told.app_id, told.merchants.remove("QRSTVWXYZ0123").unwrap_or_default()))
        }
    };
    Some(read(one)? == read(other)?)
}

/// The same for the end of a hosted checkout, signed as Clover would.
fn same_checkout_webhook(one: &Value, other: &Value) -> Option<bool> {
    let read = |value: &Value| {
        let (body, secret) = (value.to_string(), "secret".into());
        let signature = hosted_checkout::sign(body.as_bytes(), &secret, 9).parse().ok()?;
        let headers = HeaderMap::from_iter([(HeaderName::from_static(SIGNATURE_HEADER), signature)]);
        hosted_checkout::receive(&headers, body.as_bytes(), &secret, 9, FIVE_MINUTES).ok()
    };
    let (one, other) = (read(one)?, read(other)?);
    Some(CheckoutWebhook { fingerprint: one.fingerprint, ..other } == one)
}

/// One row per answer of Clover's that is a fixture, and per webhook.
macro_rules! answers {
    ($($name:literal => $type:ty: $needed:expr,)+; $($webhook:literal => $same:ident,)+) => {
        const ANSWERS: &[Answer] = &[
            $(Answer { name: $name, same: same::<$type>, needed: $needed },)+
            $(Answer { name: $webhook, same: $same, needed: &[] },)+
        ];
    };
}

const CHARGE: &[&str] = &["/id", "/amount", "/currency", "/status"];
const ORDER: &[&str] = &[
    "/id",
    "/amount",
    "/currency",
    "/status",
    "/items/*/amount",
    "/past_charges/*/id",
    "/past_charges/*/amount",
    "/past_charges/*/currency",
    "/past_charges/*/status",
];
const ELEMENTS: &[&str] = &["/elements", "/elements/*/id", "/elements/*/amount"];
const REFUND: &[&str] = &["/id", "/amount", "/charge", "/status"];

answers! {
    "card-revoked" => RevokedCard: &[],
    "charge-approved" => Charge: CHARGE,
    "charge-captured" => Charge: CHARGE,
    "charge-declined" => Charge: CHARGE,
    "charge-failed" => Charge: CHARGE,
    "charge-gift-card" => Charge: CHARGE,
    "charge-reserved" => Charge: CHARGE,
    "charge-surcharged" => Charge: CHARGE,
    "charge-tendered" => Charge: CHARGE,
    "checkout-session" => CheckoutSession: &["/href", "/checkoutSessionId"],
    "customer" => Customer: &["/id"],
    "error-declined" => ErrorEnvelope: &[],
    "error-declined-older" => ErrorEnvelope: &[],
    "error-invalid" => ErrorEnvelope: &[],
    "error-unauthorized" => ErrorEnvelope: &[],
    "gift-card-balance" => Balance: &["/gift_card", "/gift_card/new_balance"],
    "list-bare" => List<Charge>: &["/*/id", "/*/amount", "/*/currency", "/*/status"],
    "list-wrapped" => List<Charge>: &["/data", "/data/*/id", "/data/*/amount", "/data/*/currency", "/data/*/status"],
    "order-created" => Order: ORDER,
    "order-paid" => Order: ORDER,
    "order-partly-paid" => Order: ORDER,
    "order-return" => OrderReturn: &["/id", "/amount", "/currency", "/status", "/items/*/amount"],
    "order-shipped" => Order: ORDER,
    "pakms-key" => PakmsKey: &["/apiAccessKey"],
    "plan" => Plan: &["/id"],
    "platform-customers" => platform::Elements<platform::Customer>: ELEMENTS,
    "platform-items" => platform::Elements<platform::Item>: ELEMENTS,
    "platform-merchant" => platform::Merchant: &["/id"],
    "platform-orders" => platform::Elements<platform::Order>: ELEMENTS,
    "platform-payment-configs" => platform::PaymentConfigs: &[],
    "platform-payments" => platform::Elements<platform::Payment>: ELEMENTS,
    "refund" => Refund: REFUND,
    "refund-partial" => Refund: REFUND,
    "subscription" => Subscription: &["/id", "/plan/id"],
    "token" => Token: &["/id"],
    "transarmor-keys" => TransArmorKeys: &["/TA_PUBLIC_KEY_DEV", "/TA_PUBLIC_KEY_PROD"],
    ;
    "webhook-app" => same_app_webhook,
    "webhook-checkout" => same_checkout_webhook,
    "webhook-checkout-labels" => same_checkout_webhook,
    "webhook-verification" => same_app_webhook,
}

/// Written by us; or tokens, which are read by a private type and tried beside it.
const NOT_ANSWERS: &[&str] = &[
    "capture-charge",
    "checkout-request",
    "create-charge",
    "create-charge-cash",
    "create-order",
    "create-refund",
    "oauth-tokens",
    "pay-order",
    "subscription-request",
];

/// Objects that are not walked into: the keys of one are the merchant's own words, the one key of the other is its
/// meaning, so that a second one makes it mean nothing. Whatever is in them, the rest is read.
const OPEN_MAPS: &[&str] = &["metadata", "tender"];

fn folder() -> String {
    format!("{}/fixtures", env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(format!("{}/{name}.json", folder())).unwrap()).unwrap()
}

/// Every place in a value, as JSON pointers, the outermost first.
fn places(value: &Value) -> Vec<String> {
    fn walk(at: &str, value: &Value, found: &mut Vec<String>) {
        found.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields.iter().filter(|(name, _)| !OPEN_MAPS.contains(&name.as_str())) {
                    walk(&format!("{at}/{name}"), inner, found);
                }
            }
            Value::Array(elements) => {
                for (place, inner) in elements.iter().enumerate() {
                    walk(&format!("{at}/{place}"), inner, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk("", value, &mut found);
    found
}

/// `/data/0/id` as `/data/*/id`.
fn anywhere(place: &str) -> String {
    let part = |part: &str| if part.parse::<usize>().is_ok() { "*".to_owned() } else { part.to_owned() };
    place.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The places of fields of objects that this answer can do without.
fn spare_fields(answer: &Answer, value: &Value) -> Vec<String> {
    let is_field = |place: &String| {
        let Some((parent, _)) = place.rsplit_once('/') else { return false };
        value.pointer(parent).is_some_and(Value::is_object)
    };
    let spare = |place: &String| !answer.needed.contains(&anywhere(place).as_str());
    places(value).into_iter().filter(is_field).filter(spare).collect()
}

fn remove(value: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
        fields.remove(name);
    }
}

#[test]
fn every_fixture_has_its_row() {
    let files =
        std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.map(|file| file.trim_end_matches(".json").to_owned()).collect();
    let rows = ANSWERS.iter().map(|answer| answer.name).chain(NOT_ANSWERS.iter().copied());
    assert_eq!(files, rows.map(str::to_owned).collect());
}

#[test]
fn each_field_that_is_not_needed_may_be_null_or_gone() {
    let mut missed = Vec::new();
    for answer in ANSWERS {
        let whole = fixture(answer.name);
        for place in spare_fields(answer, &whole) {
            let (mut gone, mut null) = (whole.clone(), whole.clone());
            remove(&mut gone, &place);
            *null.pointer_mut(&place).unwrap() = Value::Null;
            if (answer.same)(&gone, &null) != Some(true) {
                missed.push(format!("{}{place}", answer.name));
            }
        }
    }
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn no_money_is_read_from_an_answer_without_what_it_needs() {
    let mut not_missed = Vec::new();
    for answer in ANSWERS.iter().filter(|answer| [CHARGE, REFUND].contains(&answer.needed)) {
        let whole = fixture(answer.name);
        for place in places(&whole).iter().filter(|it| answer.needed.contains(&anywhere(it).as_str())) {
            let mut gone = whole.clone();
            remove(&mut gone, place);
            if (answer.same)(&gone, &gone).is_some() {
                not_missed.push(format!("{}{place}", answer.name));
            }
        }
    }
    assert_eq!(not_missed, Vec::<String>::new());
}

#[test]
fn flags_may_be_text_and_currencies_in_capitals() {
    for answer in ANSWERS {
        let whole = fixture(answer.name);
        for place in places(&whole) {
            let mut changed = whole.clone();
            let leaf = changed.pointer_mut(&place).unwrap();
            let other = match (&leaf, place.rsplit('/').next()) {
                (Value::Bool(flag), _) => Value::String(flag.to_string()),
                (Value::String(code), Some("currency")) => Value::String(code.to_uppercase()),
                _ => continue,
            };
            *leaf = other;
            assert_eq!((answer.same)(&whole, &changed), Some(true), "{} at {place}", answer.name);
        }
    }
}

/// Any JSON, three levels deep at most.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z_]{1,10}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn fields_nobody_knows_change_nothing_at_any_depth(
        which in any::<Index>(),
        news in prop::collection::vec((any::<Index>(), "zz_[a-zA-Z0-9_]{0,8}", anything()), 1..6),
    ) {
        let answer = which.get(ANSWERS);
        let whole = fixture(answer.name);
        let mut changed = whole.clone();
        let places = places(&whole);
        for (place, name, value) in news {
            if let Some(Value::Object(fields)) = changed.pointer_mut(&places[place.index(places.len())]) {
                fields.insert(name, value);
            }
        }
        prop_assert_eq!((answer.same)(&whole, &changed), Some(true), "{}: {}", answer.name, changed);
    }

    #[test]
    fn any_number_of_spare_fields_may_be_null_or_gone(
        which in any::<Index>(),
        losses in prop::collection::vec((any::<Index>(), any::<bool>()), 1..12),
    ) {
        let answer = which.get(ANSWERS);
        let whole = fixture(answer.name);
        let spare = spare_fields(answer, &whole);
        let mut changed = whole.clone();
        for (place, gone) in losses {
            let Some(place) = spare.get(place.index(spare.len().max(1))) else { continue };
            if gone {
                remove(&mut changed, place);
            } else if let Some(leaf) = changed.pointer_mut(place) {
                *leaf = Value::Null;
            }
        }
        prop_assert!((answer.same)(&changed, &changed).is_some(), "{}: {}", answer.name, changed);
    }

    #[test]
    fn notes_and_tenders_may_hold_anything(content in anything()) {
        let mut tried = 0;
        for answer in ANSWERS {
            let mut changed = fixture(answer.name);
            let Some(fields) = changed.as_object_mut() else { continue };
            for (_, held) in fields.iter_mut().filter(|(name, _)| OPEN_MAPS.contains(&name.as_str())) {
                *held = content.clone();
                tried += 1;
            }
            prop_assert_eq!((answer.same)(&changed, &changed), Some(true), "{}: {}", answer.name, changed);
        }
        prop_assert!(tried > 3, "{tried}");
    }

    #[test]
    fn any_json_at_all_is_read_as_an_error_envelope(body in anything()) {
        prop_assert!(serde_json::from_value::<ErrorEnvelope>(body).is_ok());
    }
}
