//! The bindings against the emulator's own SDK, its frames on an origin of their own.
//!
//! All tests share one page life, as a real page does: one Clover, mounted into and out of by each of them.
//! Typing into the frames is for the end-to-end tests; a page cannot do it.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "the lint knows only #[test], and these are tests too")]

use std::time::Duration;

use clover_js::{
    ApplePaymentRequest, Clover, ElementType, EventName, Field, GooglePayButton, ListenError, MountError,
    MountedElement, Multipay, PaymentRequestData, Sdk, SessionError, Settings, Styles, TokenError,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/emulator/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = emulatorOrigin, catch)]
    async fn emulator_origin() -> Result<JsValue, JsValue>;
    fn clear(ids: &str);
    fn count(selector: &str) -> u32;
    fn attribute(selector: &str, name: &str) -> String;
}

/// Long enough for a busy machine; no test waits for it to pass.
const LONG: Duration = Duration::from_secs(15);

const CARD: [(ElementType, &str); 4] = [
    (ElementType::CardNumber, "card-number"),
    (ElementType::CardDate, "card-date"),
    (ElementType::CardCvv, "card-cvv"),
    (ElementType::CardPostalCode, "card-postal-code"),
];

async fn sdk() -> Sdk {
    let origin = emulator_origin().await.unwrap().as_string().unwrap();
    Sdk::load(&format!("{origin}/sdk.js"), LONG).await.unwrap()
}

async fn clover() -> Clover {
    clear("card-number card-date card-cvv card-postal-code spare");
    sdk().await.clover(&Settings::new("key-of-the-emulator")).unwrap()
}

fn mount_card(clover: &Clover) -> [MountedElement; 4] {
    CARD.map(|(kind, id)| clover.mount(&Field::new(kind), id).unwrap())
}

async fn all_ready(fields: &[MountedElement]) {
    for field in fields {
        assert_eq!(field.ready(LONG).await, Ok(()), "{field:?}");
    }
}

#[wasm_bindgen_test]
async fn the_fields_of_a_card_mount_and_show_themselves() {
    let clover = clover().await;
    let fields = mount_card(&clover);
    all_ready(&fields).await;
    assert_eq!(count("#stage iframe"), 4);
}

#[wasm_bindgen_test]
async fn the_fields_of_a_person_mount_and_show_themselves() {
    let clover = clover().await;
    for kind in [
        ElementType::CardName,
        ElementType::CardStreetAddress,
        ElementType::CardPhoneNumber,
        ElementType::CardEmailAddress,
    ] {
        let field = clover.mount(&Field::new(kind), "spare").unwrap();
        assert_eq!(field.ready(LONG).await, Ok(()), "{kind:?}");
    }
}

#[wasm_bindgen_test]
async fn the_frames_are_of_another_origin() {
    let clover = clover().await;
    let _fields = mount_card(&clover);
    let origin = emulator_origin().await.unwrap().as_string().unwrap();
    assert!(attribute("#card-number > iframe", "src").starts_with(&origin));
}

#[wasm_bindgen_test]
async fn empty_fields_give_an_error_for_each() {
    let clover = clover().await;
    let fields = mount_card(&clover);
    all_ready(&fields).await;
    let error = clover.create_token(Multipay::Once, LONG).await.unwrap_err();
    let TokenError::Invalid(errors) = error else { panic!("{error:?}") };
    for (kind, _) in CARD {
        assert!(errors.get(kind).is_some_and(|text| !text.is_empty()), "{kind:?} in {errors:?}");
    }
}

#[wasm_bindgen_test]
async fn a_question_asked_too_early_ends_and_a_later_one_is_answered() {
    let clover = clover().await;
    let fields = mount_card(&clover);
    // Frames that have not loaded cannot answer; whether these have by now is chance.
    let early = clover.create_token(Multipay::Once, Duration::from_millis(30)).await.unwrap_err();
    assert!(matches!(early, TokenError::TimedOut | TokenError::Invalid(_)), "{early:?}");
    all_ready(&fields).await;
    let error = clover.create_token(Multipay::Once, LONG).await.unwrap_err();
    assert!(matches!(error, TokenError::Invalid(_)), "{error:?}");
}

#[wasm_bindgen_test]
async fn two_quick_submits_ask_once() {
    let clover = clover().await;
    let fields = mount_card(&clover);
    all_ready(&fields).await;
    let (first, second) =
        futures::join!(clover.create_token(Multipay::Once, LONG), clover.create_token(Multipay::Once, LONG));
    assert!(matches!(first, Err(TokenError::Invalid(_))));
    assert_eq!(second, Err(TokenError::Busy));
}

#[wasm_bindgen_test]
async fn fields_mount_again_after_unmounting_and_still_tokenize() {
    let clover = clover().await;
    let first = mount_card(&clover);
    all_ready(&first).await;
    drop(first);
    let second = mount_card(&clover);
    all_ready(&second).await;
    let error = clover.create_token(Multipay::Once, LONG).await.unwrap_err();
    assert!(matches!(error, TokenError::Invalid(_)), "{error:?}");
}

#[wasm_bindgen_test]
async fn listeners_are_one_per_event_and_free_again_after_unmounting() {
    let clover = clover().await;
    for _ in 0..2 {
        let field = clover.mount(&Field::new(ElementType::CardNumber), "card-number").unwrap();
        let events = [EventName::Blur, EventName::Change, EventName::Focus];
        field.listen(&events, |_| {}).unwrap();
        let again = field.listen(&[EventName::Change], |_| {});
        assert_eq!(again, Err(ListenError::AlreadyListening(EventName::Change, ElementType::CardNumber)));
    }
}

#[wasm_bindgen_test]
async fn a_second_clover_with_another_key_is_refused() {
    let _clover = clover().await;
    let hidden = count("iframe[title=INTERMEDIATE]");
    let another = sdk().await.clover(&Settings::new("another-key"));
    assert_eq!(another.unwrap_err(), SessionError::AnotherKey);
    assert_eq!(count("iframe[title=INTERMEDIATE]"), hidden);
}

#[wasm_bindgen_test]
async fn asking_for_clover_again_makes_no_second_hidden_frame_and_no_second_footer() {
    for _ in 0..3 {
        clover().await;
    }
    assert_eq!(
        (count("iframe[title=INTERMEDIATE]"), count(".clover-footer"), count("script[src$='/sdk.js']")),
        (1, 1, 1)
    );
}

#[wasm_bindgen_test]
async fn nothing_but_the_hidden_frame_and_the_footer_is_left_behind() {
    let clover = clover().await;
    let fields = mount_card(&clover);
    all_ready(&fields).await;
    drop(fields);
    assert_eq!(count("iframe"), 1);
    assert_eq!(count("#stage > div:empty"), 5);
}

#[wasm_bindgen_test]
async fn styles_travel_in_the_address_of_the_frame_and_may_be_used_again() {
    let clover = clover().await;
    let styles = Styles::new().rule("input", [("fontSize", "16px")]);
    for (kind, id) in CARD {
        let field = clover.mount(&Field::new(kind).styles(&styles), id).unwrap();
        assert!(attribute(&format!("#{id} > iframe"), "src").contains("fontSize"));
        assert_eq!(field.ready(LONG).await, Ok(()));
    }
}

#[wasm_bindgen_test]
async fn google_pays_button_mounts_with_what_to_charge() {
    let clover = clover().await;
    let data = PaymentRequestData { label: "Invoice 7".into(), amount: 1234, button: GooglePayButton::Long };
    let button = clover.mount(&Field::google_pay(data), "spare").unwrap();
    assert_eq!(button.ready(LONG).await, Ok(()));
    assert!(attribute("#spare > iframe", "allow").starts_with("payment"));
}

#[wasm_bindgen_test]
async fn this_browser_has_no_apple_pay_and_we_are_told() {
    let clover = clover().await;
    let request = ApplePaymentRequest {
        amount: 1234,
        country: "US".into(),
        currency: "USD".into(),
        session_identifier: "uuid-of-merchant".into(),
    };
    let error = clover.mount(&Field::apple_pay(request), "spare").unwrap_err();
    assert_eq!(error, MountError::NothingAppeared(ElementType::PaymentRequestButtonApplePay));
}

#[wasm_bindgen_test]
async fn the_card_of_one_piece_mounts_and_cannot_be_listened_to() {
    let clover = clover().await;
    let field = clover.mount(&Field::new(ElementType::Card), "spare").unwrap();
    assert_eq!(field.listen(&[EventName::Change], |_| {}), Err(ListenError::Deaf(ElementType::Card)));
}
