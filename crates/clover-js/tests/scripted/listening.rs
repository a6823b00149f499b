//! Events are typed, and each has its one listener.

use std::cell::RefCell;
use std::rc::Rc;

use clover_js::{ElementEvent, ElementType, EventName, ListenError, MountedElement};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{clover, count, emit, mount, run, script};

type Heard = Rc<RefCell<Vec<ElementEvent>>>;

fn hear(field: &MountedElement, events: &[EventName]) -> Heard {
    let heard = Heard::default();
    let into = Rc::clone(&heard);
    field.listen(events, move |event| into.borrow_mut().push(event)).unwrap();
    heard
}

#[wasm_bindgen_test]
async fn an_event_carries_the_state_of_the_whole_form() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    let heard = hear(&field, &[EventName::Change]);
    emit(
        "change CARD_NUMBER",
        r#"{"CARD_NUMBER":{"error":"Card number is invalid.","touched":true},"CARD_DATE":{"touched":false}}"#,
    );
    let heard = heard.borrow();
    let [ElementEvent::Change(form)] = heard.as_slice() else { panic!("{heard:?}") };
    assert_eq!(form.error(ElementType::CardNumber), Some("Card number is invalid."));
    assert!(form.get(ElementType::CardNumber).unwrap().touched);
    assert!(!form.get(ElementType::CardDate).unwrap().touched);
    assert_eq!(form.get(ElementType::CardCvv), None);
}

#[wasm_bindgen_test]
async fn an_empty_error_is_none_and_an_unknown_field_is_passed_over() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    let heard = hear(&field, &[EventName::Blur]);
    emit(
        "blur CARD_NUMBER",
        r#"{"CARD_NUMBER":{"error":"","touched":true},"CARD_HOLOGRAM":{"touched":true}}"#,
    );
    let heard = heard.borrow();
    let [ElementEvent::Blur(form)] = heard.as_slice() else { panic!("{heard:?}") };
    assert_eq!(form.error(ElementType::CardNumber), None);
    assert_eq!(form.iter().count(), 1);
}

#[wasm_bindgen_test]
async fn a_payload_of_any_shape_is_survived() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    let heard = hear(&field, &[EventName::Focus]);
    for payload in
        ["null", "7", r#""text""#, "[]", r#"{"CARD_NUMBER":null}"#, r#"{"CARD_NUMBER":{"error":{}}}"#]
    {
        emit("focus CARD_NUMBER", payload);
    }
    assert_eq!(heard.borrow().len(), 6);
}

#[wasm_bindgen_test]
async fn a_second_listener_is_refused_without_a_thrown_text() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    hear(&field, &[EventName::Change]);
    let again = field.listen(&[EventName::Change], |_| {});
    assert_eq!(again, Err(ListenError::AlreadyListening(EventName::Change, ElementType::CardNumber)));
    assert_eq!(count("addEventListener"), 1);
}

#[wasm_bindgen_test]
async fn a_refused_list_leaves_none_of_its_listeners() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    hear(&field, &[EventName::Change]);
    assert!(field.listen(&[EventName::Blur, EventName::Change], |_| {}).is_err());
    assert_eq!(run("return [...state.listeners.keys()]"), "change CARD_NUMBER");
    hear(&field, &[EventName::Blur]);
}

#[wasm_bindgen_test]
async fn unmounting_removes_the_listeners_so_that_remounting_may_listen() {
    let clover = clover().await;
    for _ in 0..2 {
        let field = mount(&clover, ElementType::CardNumber, "card-number");
        hear(&field, &[EventName::Blur, EventName::Change, EventName::Focus]);
    }
    assert_eq!(count("removeEventListener"), 6);
    assert_eq!(run("return state.listeners.size"), "0");
}

#[wasm_bindgen_test]
async fn a_field_may_be_dropped_by_its_own_listener() {
    let clover = clover().await;
    let held = Rc::new(RefCell::new(Some(mount(&clover, ElementType::CardNumber, "card-number"))));
    let own = Rc::clone(&held);
    held.borrow().as_ref().unwrap().listen(&[EventName::Change], move |_| drop(own.take())).unwrap();
    emit("change CARD_NUMBER", "{}");
    assert!(held.borrow().is_none());
    assert_eq!(run("return state.listeners.size"), "0");
}

#[wasm_bindgen_test]
async fn dropping_is_calm_when_someone_else_dropped_every_listener() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    hear(&field, &[EventName::Change]);
    run("state.listeners.clear()");
    drop(field);
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    hear(&field, &[EventName::Change]);
}

#[wasm_bindgen_test]
async fn the_card_of_one_piece_cannot_be_listened_to() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::Card, "spare");
    assert_eq!(field.listen(&[EventName::Change], |_| {}), Err(ListenError::Deaf(ElementType::Card)));
    assert_eq!(count("addEventListener"), 0);
}

#[wasm_bindgen_test]
async fn a_listener_refused_by_a_thrown_non_error_is_an_error() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    script("addEventListener", "", "throw 42");
    let error = field.listen(&[EventName::Change], |_| {}).unwrap_err();
    assert!(matches!(error, ListenError::Thrown(thrown) if thrown.text() == "a value without a message"));
}
