//! What must hold for the description by itself, and beside the router.

use std::collections::{BTreeMap, BTreeSet};

use api_types::{ErrorCode, path};
use primitives::{CardId, CardToken, EventId, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, PaymentId};
use serde_json::{Value, json};

use super::operation::CODES;
use crate::routes::table::Table;
use crate::routes::{others, payers_pages};

/// What an operation does, and to what: the first and the other words of its name.
const VERBS: &[&str] = &[
    "check", "create", "keep", "list", "mail", "open", "refund", "relink", "remove", "replace", "send",
    "show", "tell", "void",
];
const NOUNS: &[&str] = &[
    "card",
    "cards",
    "checkout",
    "code",
    "connection_link",
    "description",
    "event",
    "events",
    "fresh_link",
    "health",
    "invoice",
    "invoices",
    "link",
    "payment",
    "payments",
    "public_key",
    "readiness",
    "saved_card",
    "statement",
    "statements",
];

/// What is answered to people and to Clover, and no part of the API.
const NOT_DESCRIBED: &[&str] = &["/.well-known/", "/connect/", "/pay/", "/receipt/", "/webhooks/clover/"];

fn described() -> Value {
    serde_json::from_str(&super::text().unwrap()).unwrap()
}

/// Method, address and operation, webhooks included.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let items = ["paths", "webhooks"].into_iter().flat_map(|part| document[part].as_object().unwrap());
    let of_item = |(path, item): (&String, &'_ Value)| (path.clone(), item.as_object().unwrap().clone());
    let mut found = Vec::new();
    for (path, item) in items.map(of_item) {
        for method in item.keys() {
            let part = if path.starts_with('/') { "paths" } else { "webhooks" };
            found.push((method.to_uppercase(), path.clone(), &document[part][&path][method]));
        }
    }
    found
}

/// Every value under every key of this name, wherever it is.
fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|value| all(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|item| all(item, key, found)),
        _ => {}
    }
}

fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    all(value, key, &mut found);
    found.into_iter().filter_map(Value::as_str).collect()
}

fn assert_same(said: &BTreeSet<String>, there: &BTreeSet<String>) {
    let (missing, made_up): (Vec<_>, Vec<_>) =
        (there.difference(said).collect(), said.difference(there).collect());
    assert!(missing.is_empty() && made_up.is_empty(), "not said: {missing:?}, not there: {made_up:?}");
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else_is() {
    let tables = [payers_pages(), others()];
    let is_described =
        |path: &str| path.starts_with("/api/") || [path::HEALTH, path::READINESS].contains(&path);
    let (api, others): (Vec<_>, Vec<_>) =
        tables.iter().flat_map(Table::rows).partition(|(_, path)| is_described(path));
    let routed: BTreeSet<_> = api.iter().map(|(method, path)| format!("{method} {path}")).collect();
    let document = described();
    let operations = operations(&document);
    let described: BTreeSet<_> = operations
        .iter()
        .filter(|(_, path, _)| path.starts_with('/'))
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    assert_same(&described, &routed);
    for (_, path) in others {
        assert!(
            NOT_DESCRIBED.iter().any(|known| path.starts_with(known)),
            "{path} is neither API nor a known page"
        );
    }
}

#[test]
fn every_reference_leads_to_a_schema_and_every_schema_is_referred_to() {
    let document = described();
    let referred = texts(&document, "$ref").into_iter().map(str::to_owned).collect();
    let names = document["components"]["schemas"].as_object().unwrap().keys();
    assert_same(&referred, &names.map(|name| format!("#/components/schemas/{name}")).collect());
}

#[test]
fn every_schema_is_one_by_json_schemas_own_rules() {
    let document = described();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name}: {schema}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_in_the_fields_terms() {
    let document = described();
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap_or_default();
        let (verb, noun) = name.split_once('_').unwrap_or_default();
        assert!(VERBS.contains(&verb) && NOUNS.contains(&noun), "{method} {path} is called {name:?}");
        assert!(names.insert(name), "{name} names two operations");
    }
}

#[test]
fn every_amount_says_in_what_it_is_counted() {
    let document = described();
    let mut properties = Vec::new();
    all(&document["components"]["schemas"], "properties", &mut properties);
    let fields = properties.iter().flat_map(|fields| fields.as_object().unwrap());
    let amounts: Vec<_> = fields.filter(|(_, schema)| schema["format"] == "int64").collect();
    assert!(amounts.len() > 30, "{}", amounts.len());
    for (name, schema) in amounts {
        let said = schema["description"].as_str().unwrap_or_default().to_lowercase();
        assert!(name == "quantity" || said.contains("minor unit"), "{name}: {said:?}");
    }
    let mut types = Vec::new();
    all(&document, "type", &mut types);
    assert!(!types.iter().any(|kind| **kind == json!("number")), "no number here has a fraction");
}

#[test]
fn every_refusal_has_the_codes_of_its_status_and_every_code_is_one_somewhere() {
    let document = described();
    let mut answered = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let codes =
                response.get(CODES).map(|codes| codes.as_array().unwrap().clone()).unwrap_or_default();
            let is_refusal = status.parse::<u16>().unwrap() >= 400;
            assert_eq!(codes.is_empty(), !is_refusal, "{method} {path} {status}");
            for code in codes {
                let known: ErrorCode = serde_json::from_value(code.clone()).unwrap();
                assert_eq!(known.status().to_string(), *status, "{method} {path} {code}");
                answered.insert(code.as_str().unwrap().to_owned());
            }
        }
    }
    // A method that an address does not know belongs to no operation.
    answered.insert("method_not_allowed".to_owned());
    let all: BTreeSet<_> =
        ErrorCode::ALL.iter().map(|code| json!(code).as_str().unwrap().to_owned()).collect();
    assert_same(&answered, &all);
}

#[test]
fn every_text_is_for_people_who_do_not_have_the_code() {
    let document = described();
    let texts = [texts(&document, "description"), texts(&document, "summary")].concat();
    for text in texts {
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
        assert!(!text.contains("[`") && !text.contains("::"), "{text:?} links to code");
    }
}

#[test]
fn every_parameter_says_what_it_is_and_those_of_a_path_are_the_paths() {
    let document = described();
    for (method, path, operation) in operations(&document) {
        let none = json!([]);
        let parameters = operation.get("parameters").unwrap_or(&none).as_array().unwrap();
        for parameter in parameters {
            let said = parameter["description"].as_str().unwrap_or_default();
            assert!(!said.is_empty() && parameter["schema"].is_object(), "{path}: {parameter}");
        }
        let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
        let named: Vec<_> = in_path.map(|parameter| parameter["name"].as_str().unwrap()).collect();
        let parts: Vec<_> = path.split(['{', '}']).skip(1).step_by(2).collect();
        assert_eq!(named, parts, "{method} {path}");
    }
}

#[test]
fn the_merchants_api_takes_a_key_and_each_heading_is_declared() {
    let document = described();
    let declared: Vec<_> = texts(&document["tags"], "name");
    let mut used = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let schemes: Vec<_> = operation["security"].as_array().into_iter().flatten().collect();
        let takes_key = schemes.iter().any(|scheme| scheme.get(super::API_KEY).is_some());
        assert_eq!(takes_key, path.starts_with("/api/v1/"), "{method} {path}");
        for scheme in schemes.iter().flat_map(|scheme| scheme.as_object().unwrap().keys()) {
            assert!(document["components"]["securitySchemes"][scheme].is_object(), "{scheme}");
        }
        used.extend(texts(operation, "tags"));
        used.extend(operation["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()));
    }
    assert_eq!(used, declared.into_iter().collect());
}

#[test]
fn the_pattern_of_a_value_takes_what_its_parser_takes() {
    let document = described();
    let takes = |name: &str, text: &str| {
        jsonschema::validator_for(&document["components"]["schemas"][name]).unwrap().is_valid(&json!(text))
    };
    let made = BTreeMap::from([
        ("InvoiceId", InvoiceId::from_random([7; 16]).to_string()),
        ("PaymentId", PaymentId::from_random([255; 16]).to_string()),
        ("CardId", CardId::from_random([0; 16]).to_string()),
        ("EventId", EventId::from_random([42; 16]).to_string()),
        ("LinkToken", LinkToken::from_random([9; 16]).as_str().to_owned()),
        ("IdempotencyKey", IdempotencyKey::from_random([1; 16]).as_str().to_owned()),
        ("CardToken", CardToken::parse("clv_1TSTSabcdefghijklmnop").unwrap().as_str().to_owned()),
        ("Locale", "fr-CA".to_owned()),
        ("Currency", "USD".to_owned()),
        ("MerchantSlug", MerchantSlug::parse("acme-2").unwrap().to_string()),
    ]);
    for (name, text) in &made {
        assert!(takes(name, text), "{name}: {text}");
        for junk in
            ["", "é", &format!("{text} "), &format!(" {text}"), &text.replacen(|_: char| true, "/", 1)]
        {
            assert!(!takes(name, junk), "{name}: {junk:?}");
        }
    }
}
