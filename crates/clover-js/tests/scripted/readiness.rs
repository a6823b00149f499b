//! A field is ready when its frame first shows itself, and not before.

use clover_js::{ElementType, ReadyError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{BRIEF, LONG, clover, mount, run};

const FRAME: &str = "document.querySelector('#card-number > iframe')";

#[wasm_bindgen_test]
async fn a_frame_that_becomes_visible_is_ready() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    assert!(!field.is_ready());
    run(&format!("{FRAME}.style.visibility = 'visible'"));
    assert_eq!(field.ready(LONG).await, Ok(()));
    assert!(field.is_ready());
}

#[wasm_bindgen_test]
async fn a_frame_that_is_given_a_size_is_ready() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    run(&format!("{FRAME}.setAttribute('height', '40')"));
    assert_eq!(field.ready(LONG).await, Ok(()));
}

#[wasm_bindgen_test]
async fn a_change_of_any_other_style_is_no_readiness() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    run(&format!("{FRAME}.style.opacity = '0.5'"));
    assert_eq!(field.ready(BRIEF).await, Err(ReadyError::TimedOut));
}

#[wasm_bindgen_test]
async fn a_field_may_be_waited_for_again_after_a_timeout() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    assert_eq!(field.ready(BRIEF).await, Err(ReadyError::TimedOut));
    run(&format!("{FRAME}.style.visibility = 'visible'"));
    assert_eq!(field.ready(LONG).await, Ok(()));
}

#[wasm_bindgen_test]
async fn waiting_ends_when_the_field_is_unmounted() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    let ready = field.ready(LONG);
    drop(field);
    assert_eq!(ready.await, Err(ReadyError::Removed));
}

#[wasm_bindgen_test]
async fn waiting_ends_when_someone_else_wipes_the_container() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    run("document.getElementById('card-number').innerHTML = ''");
    assert_eq!(field.ready(LONG).await, Err(ReadyError::Removed));
}

#[wasm_bindgen_test]
async fn a_page_part_that_is_removed_whole_is_told_from_slowness() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    run("document.getElementById('stage').remove()");
    assert_eq!(field.ready(BRIEF).await, Err(ReadyError::Removed));
}
