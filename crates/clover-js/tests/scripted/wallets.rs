//! Google Pay and Apple Pay.

use std::cell::RefCell;
use std::rc::Rc;

use clover_js::{
    ApplePayEvent, ApplePayListener, ApplePayOutcome, ApplePaymentRequest, ElementEvent, ElementType,
    EventName, Field, GooglePayButton, MountError, PaymentRequestData, may_ask_for_payment,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{clover, count, emit, page, run, script};

fn google_pay() -> Field {
    Field::google_pay(PaymentRequestData {
        label: "Invoice 7".into(),
        amount: 1234,
        button: GooglePayButton::Short,
    })
}

fn apple_pay() -> Field {
    let [country, currency, session_identifier] = ["US", "USD", "uuid-of-merchant"].map(String::from);
    Field::apple_pay(ApplePaymentRequest { amount: 1234, country, currency, session_identifier })
}

#[wasm_bindgen_test]
async fn google_pay_is_told_what_to_charge() {
    let clover = clover().await;
    let _button = clover.mount(&google_pay(), "spare").unwrap();
    assert_eq!(
        run("return state.options[0]"),
        r#"{"paymentReqData":{"total":{"label":"Invoice 7","amount":1234},"options":{"button":{"buttonType":"short"}}}}"#
    );
}

#[wasm_bindgen_test]
async fn apple_pay_is_given_clovers_own_request() {
    let clover = clover().await;
    let _button = clover.mount(&apple_pay(), "spare").unwrap();
    assert_eq!(
        run("return state.options[0]"),
        r#"{"applePaymentRequest":{"amount":1234,"countryCode":"US","currencyCode":"USD","merchantCapabilities":["supports3DS"]},"sessionIdentifier":"uuid-of-merchant"}"#
    );
}

#[wasm_bindgen_test]
async fn a_wallet_without_an_amount_is_refused_before_clover_throws() {
    let clover = clover().await;
    for kind in [ElementType::PaymentRequestButton, ElementType::PaymentRequestButtonApplePay] {
        assert_eq!(clover.mount(&Field::new(kind), "spare").unwrap_err(), MountError::LacksRequest(kind));
    }
    assert_eq!(count("create"), 0);
}

#[wasm_bindgen_test]
async fn a_browser_without_apple_pay_is_told_from_success() {
    let clover = clover().await;
    script("mount", "", "");
    let error = clover.mount(&apple_pay(), "spare").unwrap_err();
    assert_eq!(error, MountError::NothingAppeared(ElementType::PaymentRequestButtonApplePay));
}

#[wasm_bindgen_test]
async fn a_wallets_payment_is_read_and_an_odd_one_is_said_to_be_odd() {
    let clover = clover().await;
    let button = clover.mount(&google_pay(), "spare").unwrap();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&heard);
    let events = [EventName::PaymentMethodStart, EventName::PaymentMethod, EventName::PaymentMethodEnd];
    button.listen(&events, move |event| into.borrow_mut().push(event)).unwrap();
    emit("paymentMethodStart PAYMENT_REQUEST_BUTTON", "null");
    emit(
        "paymentMethod PAYMENT_REQUEST_BUTTON",
        r#"{"token":"clv_1TSTwallet","customer":{"billingInfo":{"cardNetwork":"VISA","billingAddress":{"postalCode":"10001"}}}}"#,
    );
    emit("paymentMethod PAYMENT_REQUEST_BUTTON", r#"{"token":{"odd":true}}"#);
    emit("paymentMethodEnd PAYMENT_REQUEST_BUTTON", "null");
    let heard = heard.borrow();
    let [ElementEvent::PaymentMethodStart, ElementEvent::PaymentMethod(paid), odd, end] = heard.as_slice()
    else {
        panic!("{heard:?}")
    };
    assert_eq!(paid.token.expose(), "clv_1TSTwallet");
    assert_eq!((paid.card_network.as_deref(), paid.postal_code.as_deref()), (Some("VISA"), Some("10001")));
    assert_eq!((odd, end), (&ElementEvent::PaymentMethodUnreadable, &ElementEvent::PaymentMethodEnd));
}

fn apple_says(detail: &str) -> Vec<ApplePayEvent> {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&heard);
    let listener = ApplePayListener::new(move |event| into.borrow_mut().push(event)).unwrap();
    let say = format!("window.dispatchEvent(new CustomEvent({detail}))");
    run(&say);
    drop(listener);
    run(&say);
    heard.take()
}

#[wasm_bindgen_test]
fn apple_pays_token_is_read_as_text_and_as_object_and_its_listener_ends() {
    page();
    for token in ["'clv_1TSTapple'", "{ token: 'clv_1TSTapple' }"] {
        let heard = apple_says(&format!(
            "'paymentMethod', {{ detail: {{ tokenRecieved: {token}, customerEmail: 'a@example.com' }} }}"
        ));
        let [ApplePayEvent::Agreed { token, email }] = heard.as_slice() else { panic!("{heard:?}") };
        assert_eq!((token.expose(), email.as_deref()), ("clv_1TSTapple", Some("a@example.com")));
    }
}

#[wasm_bindgen_test]
fn apple_pay_closed_or_garbled_is_said_so() {
    page();
    assert_eq!(
        apple_says("'paymentMethodEnd', { detail: { status: 'session_cancelled' } }"),
        [ApplePayEvent::Cancelled]
    );
    assert_eq!(apple_says("'paymentMethod', {}"), [ApplePayEvent::Unreadable]);
}

#[wasm_bindgen_test]
async fn apple_pays_sheet_is_told_another_amount_before_it_opens() {
    let clover = clover().await;
    let [country, currency, session_identifier] = ["CA", "CAD", "uuid-of-merchant"].map(String::from);
    let request = ApplePaymentRequest { amount: 990, country, currency, session_identifier };
    clover.update_apple_payment(&request).unwrap();
    assert_eq!(
        run("return JSON.stringify(state.appleRequest)"),
        r#"{"amount":990,"countryCode":"CA","currencyCode":"CAD"}"#
    );
}

#[wasm_bindgen_test]
fn a_wallet_may_be_offered_unless_the_browser_forbids_it() {
    page();
    assert!(may_ask_for_payment(), "a page of this machine, in no frame");
    run(
        "Object.defineProperty(document, 'permissionsPolicy', { configurable: true, value: { allowsFeature: (name) => name !== 'payment' } })",
    );
    let forbidden = may_ask_for_payment();
    run("delete document.permissionsPolicy");
    assert!(!forbidden);
}

#[wasm_bindgen_test]
async fn apple_pays_sheet_hears_how_it_ended() {
    let clover = clover().await;
    clover.report_apple_payment(ApplePayOutcome::Succeeded).unwrap();
    assert_eq!(run("return state.appleStatus"), "success");
}
