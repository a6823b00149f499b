//! A fresh page for each test, and the verbs with which a test plays Clover's part.

use std::time::Duration;

use clover_js::{Clover, Field, Footer, MountedElement, Sdk, Settings, forget_page_life_for_tests};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/scripted/stand_in.js")]
extern "C" {
    fn reset();
    fn install();
    pub(crate) fn script(name: &str, parameters: &str, body: &str);
    pub(crate) fn unscript(name: &str);
    pub(crate) fn count(name: &str) -> u32;
    pub(crate) fn run(body: &str) -> String;
    pub(crate) fn emit(slot: &str, payload: &str);
    #[wasm_bindgen(js_name = scriptOf)]
    pub(crate) fn script_of(text: &str) -> String;
    #[wasm_bindgen(js_name = holdScripts)]
    pub(crate) fn hold_scripts();
}

/// Long enough for a busy machine; no test waits for it to pass.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// For the tests in which something never comes.
pub(crate) const BRIEF: Duration = Duration::from_millis(40);

/// A page as after a reload, without any Clover.
pub(crate) fn bare_page() {
    forget_page_life_for_tests();
    reset();
}

/// A page as after a reload, with the stand-in as its global.
pub(crate) fn page() {
    bare_page();
    install();
}

pub(crate) async fn sdk() -> Sdk {
    Sdk::load("https://checkout.example/sdk.js", LONG).await.unwrap()
}

pub(crate) fn settings() -> Settings {
    Settings::new("key-of-the-merchant").footer(Footer::Whole)
}

pub(crate) async fn clover() -> Clover {
    page();
    sdk().await.clover(&settings()).unwrap()
}

pub(crate) fn mount(clover: &Clover, kind: clover_js::ElementType, id: &str) -> MountedElement {
    clover.mount(&Field::new(kind), id).unwrap()
}
