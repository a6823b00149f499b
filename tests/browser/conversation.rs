//! The runtime with a scripted Clover and no server behind it.

use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use trefoil_page::checkout::{Attempt, CheckoutState, Event};
use trefoil_page::components::{Acts, checkout_view};
use trefoil_page::runtime::Runtime;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::sample::invoice;
use crate::screen::{Screen, until};

/// What the scripted Clover answers from now on.
fn clover_answers(json: &str) {
    Reflect::set(&window(), &"answer".into(), &JSON::parse(json).unwrap()).unwrap();
}

fn open(view: api_types::LinkView) -> (Screen, Runtime) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let screen = Screen::mount(move || {
        let runtime = Runtime::start("no-such-link".to_owned(), Some(view));
        sender.send(runtime).unwrap();
        let acts = Acts {
            on_pay: Callback::new(move |email| runtime.pay(email)),
            on_choose: Callback::new(move |change| runtime.report(Event::Chosen(change))),
            on_retry: Callback::new(move |()| runtime.report(Event::RetryPressed)),
        };
        checkout_view(runtime.state(), String::new(), acts)
    });
    (screen, receiver.recv().unwrap())
}

#[wasm_bindgen_test]
async fn fields_come_and_are_gone_with_the_outcome() {
    let (screen, runtime) = open(invoice("en-US"));
    screen.shows("ready").await;
    assert_eq!(screen.count(".field-frame > iframe"), 4);
    let mut paid = invoice("en-US");
    paid.standing = api_types::Standing::Paid { receipt: crate::sample::receipt() };
    runtime.report(Event::InvoiceLoaded(Box::new(paid)));
    screen.shows("paid").await;
    until(|| screen.count("iframe") == 0, "no frames").await;
}

#[wasm_bindgen_test]
async fn what_clover_finds_wrong_is_said_at_the_field() {
    let (screen, _) = open(invoice("en-US"));
    screen.shows("ready").await;
    clover_answers(r#"{"errors":{"CARD_CVV":"words of Clover"}}"#);
    screen.press("#pay");
    until(|| screen.text("#card-cvv-error") == "Check the security code.", "the complaint").await;
    assert_eq!(screen.text("#card-number-error"), "");
    until(|| document().active_element().is_some_and(|it| it.id() == "notice"), "the focus").await;
    assert_eq!(screen.state(), "ready");
}

#[wasm_bindgen_test]
async fn a_wrong_address_takes_the_focus_before_clover_is_asked() {
    let (screen, _) = open(invoice("en-US"));
    screen.shows("ready").await;
    screen.type_email("ada@");
    screen.press("#pay");
    until(|| document().active_element().is_some_and(|it| it.id() == "email"), "the focus").await;
    assert_eq!(screen.text("#email-error"), "Check the e-mail address.");
}

#[wasm_bindgen_test]
async fn a_charge_without_a_readable_answer_is_never_called_declined() {
    let (screen, runtime) = open(invoice("en-US"));
    screen.shows("ready").await;
    clover_answers(r#"{"token":"clv_1TSTabcdefghijklmnop"}"#);
    screen.press("#pay");
    screen.press("#pay");
    screen.shows("charging").await;
    // The tests' own server answers with a page of its own, which says nothing about the charge.
    let lost = || {
        let state = runtime.state().get_untracked();
        matches!(state, CheckoutState::Charging(_, Attempt::Sending { tries: 1.., .. }))
    };
    until(lost, "the repeat").await;
    assert_eq!(screen.state(), "charging");
}

#[wasm_bindgen_test]
async fn an_outage_is_said_and_ends_by_itself() {
    let (screen, runtime) = open(invoice("en-US"));
    screen.shows("ready").await;
    runtime.report(Event::WentOffline);
    screen.shows("offline").await;
    assert_eq!(screen.count(".field-frame > iframe"), 4);
    runtime.report(Event::CameOnline);
    screen.shows("ready").await;
}

#[wasm_bindgen_test]
async fn a_second_sdk_in_one_page_life_asks_for_a_reload() {
    let (first, _) = open(invoice("en-US"));
    first.shows("ready").await;
    drop(first);
    let mut other = invoice("en-US");
    let mut form = crate::sample::card_form();
    form.sdk_url = "data:text/javascript,1".into();
    other.standing = api_types::Standing::Open { card_form: Some(form) };
    let (screen, _) = open(other);
    screen.shows("fields-failed").await;
    assert!(screen.text("#notice").contains("Load the page again"));
}
