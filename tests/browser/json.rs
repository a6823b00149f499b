//! JSON of the server's, read by the browser's parser into the types of the page.

use api_types::{ErrorCode, LinkView, PaymentState, Standing};
use browser_json::read;
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::sample::{invoice, receipt};

#[derive(Debug, PartialEq, Deserialize)]
struct Sample {
    text: String,
    perhaps: Option<String>,
    #[serde(default)]
    count: i64,
    small: Option<u8>,
    #[serde(default)]
    list: Vec<bool>,
}

const PLAIN: Sample = Sample { text: String::new(), perhaps: None, count: 0, small: None, list: Vec::new() };

#[wasm_bindgen_test]
fn what_may_be_missing_may_be_missing_and_nothing_else() {
    assert_eq!(read(r#"{"text":""}"#), Some(PLAIN));
    assert_eq!(read(r#"{"text":"","perhaps":null,"small":null}"#), Some(PLAIN));
    assert_eq!(read::<Sample>(r#"{"count":1}"#), None);
}

#[wasm_bindgen_test]
fn names_that_are_not_known_are_passed_over_in_any_order() {
    let read = read(r#"{"new":{"a":[1]},"list":[true,false],"small":255,"count":-7,"text":"é"}"#);
    let wanted = Sample { text: "é".into(), count: -7, small: Some(255), list: vec![true, false], ..PLAIN };
    assert_eq!(read, Some(wanted));
}

#[wasm_bindgen_test]
fn other_json_than_wanted_is_refused() {
    for text in [
        "",
        "{",
        "null",
        "[]",
        r#"{"text":7}"#,
        r#"{"text":"","count":"7"}"#,
        r#"{"text":"","count":1.5}"#,
        r#"{"text":"","count":9007199254740994}"#,
        r#"{"text":"","small":256}"#,
        r#"{"text":"","small":-1}"#,
        r#"{"text":"","list":[true,1]}"#,
        r#"{"text":"","list":{}}"#,
    ] {
        assert_eq!(read::<Sample>(text), None, "{text}");
    }
}

#[wasm_bindgen_test]
fn an_invoice_is_read_as_the_server_writes_it() {
    let form = r#"{"sdk_url":"u","api_key":"k","merchant_id":"m","locale":"en"}"#;
    let text = [
        r##"{"merchant":{"name":"Harbor & Pine","contact":{"email":"office@example.com"},"accent":"#2f5d50","##,
        r#""locale":"en-US"},"#,
        r#""number":"INV-7","customer_name":"Ada Lovelace","currency":"USD","decimals":2,"#,
        r#""lines":[{"description":"Cleaning","quantity":2,"unit_amount":5000,"tax":0,"amount":10000}],"#,
        r#""totals":{"subtotal":10000,"tax":800,"total":10800},"amount_due":10800,"tips":false,"due_date":"2026-12-31","#,
        r#""expires_at":null,"notes":"Thank you","pdf":"/pay/x/invoice.pdf","standing":{"is":"open","card_form":"#,
        form,
        "}}",
    ]
    .concat();
    let mut wanted = invoice("en-US");
    wanted.standing = Standing::Open { card_form: read(form) };
    wanted.sheet = String::new();
    assert!(wanted.standing != Standing::Open { card_form: None });
    assert_eq!(read::<LinkView>(&text), Some(wanted));
}

#[wasm_bindgen_test]
fn states_and_codes_are_read_by_their_names() {
    assert_eq!(read(r#"{"is":"unclear"}"#), Some(PaymentState::Unclear));
    let approved = r#"{"is":"approved","receipt":{"payment":"pay_04100G40G2081040G2081040G4","amount":10800,"currency":"USD","paid_at":"2026-11-21T09:30:00Z","card":{"brand":"MC","last4":"4444"},"reference":"7QK2M9X4TB0HR","page":"PAGE"}}"#
        .replace("pay_04100G40G2081040G2081040G4", receipt().payment.as_str())
        .replace("PAGE", &receipt().page);
    assert_eq!(read(&approved), Some(PaymentState::Approved { receipt: receipt() }));
    assert_eq!(read::<PaymentState>(r#"{"is":"approved"}"#), None);
    assert_eq!(read::<PaymentState>(r#"{"is":"perhaps"}"#), None);
    assert_eq!(read(r#""already_paid""#), Some(ErrorCode::AlreadyPaid));
}
