//! Every answer to `createToken`, and the lack of one.

use std::time::Duration;

use clover_js::{Clover, ElementType, ErrorKey, Multipay, Token, TokenError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{BRIEF, LONG, clover, count, page, run, script, sdk, settings, unscript};

async fn answered(answer: &str) -> Result<Token, TokenError> {
    let clover = clover().await;
    script("createToken", "", &format!("return Promise.resolve({answer})"));
    ask(&clover, LONG).await
}

async fn ask(clover: &Clover, limit: Duration) -> Result<Token, TokenError> {
    clover.create_token(Multipay::Once, limit).await
}

#[wasm_bindgen_test]
async fn a_token_comes_with_what_is_known_of_its_card() {
    let answer =
        r#"{ token: "clv_1TSTabcdefghijklmnop", card: { brand: "VISA", last4: "4242", exp_month: "12" } }"#;
    let token = answered(answer).await.unwrap();
    assert_eq!(token.token.expose(), "clv_1TSTabcdefghijklmnop");
    assert_eq!(token.card.brand.as_deref(), Some("VISA"));
    assert_eq!(token.card.last4.as_deref(), Some("4242"));
    assert_eq!(token.card.exp_year, None);
}

#[wasm_bindgen_test]
async fn a_token_alone_is_enough() {
    assert!(answered(r#"{ token: "clv_1TSTabcdefghijklmnop" }"#).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_token_does_not_show_in_debug() {
    let token = answered(r#"{ token: "clv_1TSTabcdefghijklmnop" }"#).await.unwrap();
    assert!(!format!("{token:?}").contains("1TST"));
}

#[wasm_bindgen_test]
async fn errors_are_told_by_field_and_unknown_keys_are_kept() {
    let answer = r#"{ errors: { CARD_NUMBER: "Card number is invalid.", "": "at odds", server: { message: "too busy" } } }"#;
    let TokenError::Invalid(errors) = answered(answer).await.unwrap_err() else { panic!("not invalid") };
    assert_eq!(errors.get(ElementType::CardNumber), Some("Card number is invalid."));
    let others: Vec<_> = errors.iter().skip(1).collect();
    assert_eq!(
        others,
        [(&ErrorKey::Other(String::new()), "at odds"), (&ErrorKey::Other("server".into()), "too busy")]
    );
}

#[wasm_bindgen_test]
async fn errors_in_one_text_are_kept() {
    let TokenError::Invalid(errors) = answered(r#"{ errors: "no service" }"#).await.unwrap_err() else {
        panic!("not invalid")
    };
    assert_eq!(errors.iter().next(), Some((&ErrorKey::Other("errors".into()), "no service")));
}

#[wasm_bindgen_test]
async fn an_empty_map_of_errors_does_not_hide_a_token() {
    assert!(answered(r#"{ errors: {}, token: "clv_1TSTabcdefghijklmnop" }"#).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_token_that_is_not_clovers_is_refused() {
    for odd in [
        r#"{ token: "tok_visa" }"#,
        r#"{ token: "clv_" }"#,
        r#"{ token: "clv_1TST<script>" }"#,
        r#"{ token: "4242424242424242" }"#,
        "{ token: 7 }",
        "{}",
        "null",
        "'text'",
    ] {
        assert_eq!(answered(odd).await.unwrap_err(), TokenError::NotAToken, "{odd}");
    }
}

#[wasm_bindgen_test]
async fn a_promise_that_never_settles_times_out_and_may_be_asked_again() {
    let clover = clover().await;
    script("createToken", "", "return new Promise(() => {})");
    assert_eq!(ask(&clover, BRIEF).await, Err(TokenError::TimedOut));
    unscript("createToken");
    assert!(ask(&clover, LONG).await.is_ok());
}

#[wasm_bindgen_test]
async fn an_answer_after_the_timeout_disturbs_nobody() {
    let clover = clover().await;
    script("createToken", "", "return new Promise((resolve) => { state.answer = resolve })");
    assert_eq!(ask(&clover, BRIEF).await, Err(TokenError::TimedOut));
    run("state.answer({ token: 'clv_1TSTtoolate' })");
    unscript("createToken");
    assert_eq!(ask(&clover, LONG).await.unwrap().token.expose(), "clv_1TSTabcdefghijklmnop");
}

#[wasm_bindgen_test]
async fn two_quick_submits_make_one_token() {
    let clover = clover().await;
    let (first, second) = futures::join!(ask(&clover, LONG), ask(&clover, LONG));
    assert!(first.is_ok());
    assert_eq!(second, Err(TokenError::Busy));
    assert_eq!(count("createToken"), 1);
}

#[wasm_bindgen_test]
async fn giving_up_on_an_answer_frees_the_way_for_the_next() {
    let clover = clover().await;
    script("createToken", "", "return new Promise(() => {})");
    {
        let given_up = ask(&clover, LONG);
        futures::pin_mut!(given_up);
        assert!(futures::poll!(given_up).is_pending());
    }
    unscript("createToken");
    assert!(ask(&clover, LONG).await.is_ok());
}

#[wasm_bindgen_test]
async fn no_promise_at_all_means_that_clover_is_not_ready() {
    let clover = clover().await;
    script("createToken", "", "return undefined");
    assert_eq!(ask(&clover, LONG).await, Err(TokenError::NotReady));
}

#[wasm_bindgen_test]
async fn a_thrown_text_and_a_rejected_nothing_are_errors() {
    let clover = clover().await;
    script("createToken", "", "throw 'lost clv_1TSTabcdefghijklmnop on the way'");
    let thrown = ask(&clover, LONG).await.unwrap_err();
    assert!(matches!(thrown, TokenError::Thrown(text) if text.text() == "lost [redacted] on the way"));
    script("createToken", "", "return Promise.reject(undefined)");
    let rejected = ask(&clover, LONG).await.unwrap_err();
    assert!(matches!(rejected, TokenError::Thrown(text) if text.text() == "undefined"));
}

#[wasm_bindgen_test]
async fn multipay_is_a_plain_argument() {
    let clover = clover().await;
    ask(&clover, LONG).await.unwrap();
    assert_eq!(run("return JSON.stringify(state.tokenArgs)"), "[false]");
    clover.create_token(Multipay::Many, LONG).await.unwrap();
    assert_eq!(run("return JSON.stringify(state.tokenArgs)"), "[true]");
}

/// Clover with a hidden frame, which this stand-in leaves out otherwise.
async fn with_hidden_frame() -> Clover {
    page();
    script(
        "elements",
        "",
        "const frame = document.createElement('iframe'); frame.title = 'INTERMEDIATE';
         frame.src = 'data:text/html,<title>hidden</title>'; document.body.append(frame);",
    );
    sdk().await.clover(&settings()).unwrap()
}

#[wasm_bindgen_test]
async fn the_question_waits_until_the_hidden_frame_can_hear_it() {
    let clover = with_hidden_frame().await;
    let token = ask(&clover, LONG);
    futures::pin_mut!(token);
    assert!(futures::poll!(token.as_mut()).is_pending());
    assert_eq!(count("createToken"), 0);
    assert!(token.await.is_ok());
    assert_eq!(count("createToken"), 1);
}

#[wasm_bindgen_test]
async fn without_the_hidden_frame_no_question_is_asked() {
    let clover = with_hidden_frame().await;
    run("document.querySelector('[title=INTERMEDIATE]').remove()");
    assert_eq!(ask(&clover, LONG).await, Err(TokenError::FrameGone));
    assert_eq!(count("createToken"), 0);
}
