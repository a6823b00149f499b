//! The only words of JavaScript in the project: Clover's three objects, each call able to throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What `new Clover(key, options)` gives (clover-facts 1.8). Constructed through the function that the
    /// loader captured, never through the global: a second script may have replaced that.
    pub(crate) type CloverJs;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn elements(this: &CloverJs) -> Result<ElementsJs, JsValue>;

    /// A promise, or `undefined` when `elements()` was never called (clover-facts 1.8).
    #[wasm_bindgen(method, catch, js_name = createToken)]
    pub(crate) fn create_token(this: &CloverJs, multipay: bool) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = createApplePaymentRequest)]
    pub(crate) fn create_apple_payment_request(
        this: &CloverJs,
        request: &js_sys::Object,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = updateApplePaymentRequest)]
    pub(crate) fn update_apple_payment_request(
        this: &CloverJs,
        request: &js_sys::Object,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = updateApplePaymentStatus)]
    pub(crate) fn update_apple_payment_status(this: &CloverJs, status: &str) -> Result<(), JsValue>;

    /// The factory of fields, a singleton of the page (clover-facts 1.3).
    pub(crate) type ElementsJs;

    /// Takes keys out of `options` and changes others: the object must be fresh and mutable (clover-facts 1.5).
    #[wasm_bindgen(method, catch)]
    pub(crate) fn create(
        this: &ElementsJs,
        kind: &str,
        options: &js_sys::Object,
    ) -> Result<ElementJs, JsValue>;

    /// One field (clover-facts 1.5). It has no way to unmount.
    pub(crate) type ElementJs;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn mount(this: &ElementJs, selector: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    pub(crate) fn add_event_listener(
        this: &ElementJs,
        event: &str,
        listener: &js_sys::Function,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    pub(crate) fn remove_event_listener(this: &ElementJs, event: &str) -> Result<(), JsValue>;
}
