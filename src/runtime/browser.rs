//! The window: network, history, leaving, focus, randomness.

use leptos::ev;
use leptos::prelude::*;
use primitives::IdempotencyKey;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::Runtime;
use crate::checkout::{CheckoutState, Event};

pub(super) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Listens until the page of the runtime is gone.
pub(super) fn listen(runtime: Runtime) {
    let online = window_event_listener(ev::online, move |_| runtime.report(Event::CameOnline));
    let offline = window_event_listener(ev::offline, move |_| runtime.report(Event::WentOffline));
    let shown = window_event_listener(ev::pageshow, move |event| {
        if event.persisted() {
            runtime.report(Event::PageRestored);
        }
    });
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if runtime.state.try_with_untracked(CheckoutState::leaving_hurts) == Some(true) {
            event.prevent_default();
            // Older browsers ask only when a text is set; none of them shows it.
            event.set_return_value(" ");
        }
    });
    on_cleanup(move || {
        for handle in [online, offline, shown, leaving] {
            handle.remove();
        }
    });
}

/// A fresh UUID. `crypto.randomUUID` is missing on pages without TLS, `getRandomValues` is not.
pub(super) fn new_key() -> Option<IdempotencyKey> {
    let mut bytes = [0; 16];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(IdempotencyKey::from_random(bytes))
}

pub(super) fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        let _cannot_take_it = element.focus();
    }
}

/// Whether the box is there and ticked.
pub(super) fn is_checked(id: &str) -> bool {
    let found = document().get_element_by_id(id);
    found.is_some_and(|element| element.unchecked_into::<HtmlInputElement>().checked())
}

/// What follows the path in the page's address, with its question mark.
pub fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// What stands in the field with this id.
pub(super) fn typed(id: &str) -> String {
    let found = document().get_element_by_id(id).and_then(|field| field.dyn_into().ok());
    found.map(|field: HtmlInputElement| field.value()).unwrap_or_default()
}

/// Sets an attribute of the element with this id, or takes it away.
pub(super) fn set_attribute(id: &str, name: &str, value: Option<&str>) {
    if let Some(element) = document().get_element_by_id(id) {
        let _not_a_name = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }
}

pub(super) fn reload() {
    let _refused = window().location().reload();
}

/// The value of a custom property of the style sheets, such as `--ink`.
pub(super) fn style_value(name: &str) -> Option<String> {
    let root = document().document_element()?;
    let styles = window().get_computed_style(&root).ok()??;
    let value = styles.get_property_value(name).ok()?;
    (!value.is_empty()).then(|| value.trim().to_owned())
}
