//! One Clover and one `elements()` per page life.

use clover_js::{Footer, Locale, SessionError, Settings};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{count, page, run, script, sdk, settings, unscript};

#[wasm_bindgen_test]
async fn asking_twice_gives_the_same_clover_and_calls_elements_once() {
    page();
    let sdk = sdk().await;
    sdk.clover(&settings()).unwrap();
    sdk.clover(&settings()).unwrap();
    assert_eq!((count("constructed"), count("elements")), (1, 1));
}

#[wasm_bindgen_test]
async fn dropping_it_does_not_make_room_for_a_second_clover() {
    page();
    let sdk = sdk().await;
    drop(sdk.clover(&settings()).unwrap());
    sdk.clover(&settings()).unwrap();
    assert_eq!(count("constructed"), 1);
}

#[wasm_bindgen_test]
async fn another_key_needs_a_reload() {
    page();
    let sdk = sdk().await;
    sdk.clover(&settings()).unwrap();
    assert_eq!(sdk.clover(&Settings::new("another")).unwrap_err(), SessionError::AnotherKey);
    assert_eq!(count("constructed"), 1);
}

#[wasm_bindgen_test]
async fn another_language_needs_a_reload_too() {
    page();
    let sdk = sdk().await;
    sdk.clover(&settings()).unwrap();
    let french = settings().locale(Locale::CanadianFrench);
    assert_eq!(sdk.clover(&french).unwrap_err(), SessionError::AnotherKey);
}

#[wasm_bindgen_test]
async fn an_empty_key_never_reaches_clover() {
    page();
    assert_eq!(sdk().await.clover(&Settings::new("")).unwrap_err(), SessionError::EmptyKey);
    assert_eq!(count("constructed"), 0);
}

#[wasm_bindgen_test]
async fn the_settings_arrive_under_clovers_names() {
    page();
    let settings = Settings::new("key").merchant_id("M1").locale(Locale::CanadianEnglish);
    sdk().await.clover(&settings).unwrap();
    assert_eq!(
        run("return JSON.stringify(state.args)"),
        r#"{"key":"key","options":{"merchantId":"M1","locale":"en-CA"}}"#
    );
}

#[wasm_bindgen_test]
async fn a_footer_in_part_is_asked_for_by_the_other_part() {
    page();
    sdk().await.clover(&settings().footer(Footer::SecurePayments)).unwrap();
    assert_eq!(run("return state.args.options.showPrivacyPolicy"), "false");
    assert_eq!(run("return 'showSecurePayments' in state.args.options"), "false");
}

#[wasm_bindgen_test]
async fn a_footer_of_the_page_must_be_there_first() {
    page();
    let own = settings().footer(Footer::OfThePage);
    let sdk = sdk().await;
    assert_eq!(sdk.clover(&own).unwrap_err(), SessionError::NoFooter);
    run("document.body.insertAdjacentHTML('beforeend', '<div class=clover-footer></div>')");
    assert!(sdk.clover(&own).is_ok());
}

#[wasm_bindgen_test]
async fn a_thrown_string_is_an_error_with_its_text() {
    page();
    script("construct", "", "throw 'not today'");
    let SessionError::Thrown(thrown) = sdk().await.clover(&settings()).unwrap_err() else {
        panic!("not thrown")
    };
    assert_eq!(thrown.text(), "not today");
}

#[wasm_bindgen_test]
async fn a_thrown_null_is_an_error_too() {
    page();
    script("construct", "", "throw null");
    let SessionError::Thrown(thrown) = sdk().await.clover(&settings()).unwrap_err() else {
        panic!("not thrown")
    };
    assert_eq!(thrown.text(), "null");
}

#[wasm_bindgen_test]
async fn a_thrown_object_whose_message_throws_is_an_error_too() {
    page();
    script("construct", "", "throw { get message() { throw 'again' } }");
    let SessionError::Thrown(thrown) = sdk().await.clover(&settings()).unwrap_err() else {
        panic!("not thrown")
    };
    assert_eq!(thrown.text(), "a value without a message");
}

#[wasm_bindgen_test]
async fn a_key_in_a_thrown_text_is_taken_out() {
    page();
    script(
        "construct",
        "",
        "throw new Error('PaymentRequest object is invalid, apiKey-0123456789abcdef0123456789abcdef')",
    );
    let SessionError::Thrown(thrown) = sdk().await.clover(&settings()).unwrap_err() else {
        panic!("not thrown")
    };
    assert_eq!(thrown.text(), "PaymentRequest object is invalid, apiKey-[redacted]");
}

#[wasm_bindgen_test]
async fn after_elements_threw_the_same_clover_is_asked_again() {
    page();
    script("elements", "", "throw 'no body yet'");
    let sdk = sdk().await;
    assert!(matches!(sdk.clover(&settings()).unwrap_err(), SessionError::Thrown(_)));
    unscript("elements");
    assert!(sdk.clover(&settings()).is_ok());
    assert_eq!((count("constructed"), count("elements")), (1, 2));
}

#[wasm_bindgen_test]
async fn a_script_that_comes_twice_does_not_replace_the_constructor_in_use() {
    page();
    let sdk = sdk().await;
    run("window.Clover = class { constructor() { throw 'the second copy' } }");
    assert!(sdk.clover(&settings()).is_ok());
}
