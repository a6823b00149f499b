//! What a tester can do with the page: look, type, press, wait for a condition.

use std::future::Future;
use std::sync::{Arc, Mutex};

use gloo_timers::future::TimeoutFuture;
use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::prelude::*;
use trefoil_page::checkout::CheckoutState;
use trefoil_page::components::paper::Paper;
use trefoil_page::components::{Acts, checkout_view};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// A mounted page; it is gone when dropped.
pub struct Screen {
    host: HtmlElement,
    _mounted: UnmountHandle<Paper>,
}

impl Screen {
    /// Mounts a view into a host of its own.
    pub fn mount(view: impl FnOnce() -> Paper + 'static) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&host).unwrap();
        Self { _mounted: mount_to_renderer(&host, view), host }
    }

    /// The first element of a selector.
    pub fn find(&self, selector: &str) -> Option<Element> {
        self.host.query_selector(selector).unwrap()
    }

    /// The element, which must be there.
    pub fn get(&self, selector: &str) -> Element {
        self.find(selector).unwrap_or_else(|| panic!("nothing matches {selector}"))
    }

    /// The text of the element, or nothing.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).and_then(|found| found.text_content()).unwrap_or_default()
    }

    /// An attribute of what this selector finds first.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.find(selector)?.get_attribute(name)
    }

    /// The name of the state shown.
    pub fn state(&self) -> String {
        self.get("main").get_attribute("data-state").unwrap_or_default()
    }

    /// How many elements match.
    pub fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).unwrap().length()
    }

    /// Clicks the element.
    pub fn press(&self, selector: &str) {
        self.get(selector).unchecked_into::<HtmlElement>().click();
    }

    /// Types into the e-mail field.
    pub fn type_email(&self, text: &str) {
        self.email_field().set_value(text);
    }

    /// The e-mail field.
    pub fn email_field(&self) -> HtmlInputElement {
        self.get("#email").unchecked_into()
    }

    /// Waits until the page shows this state.
    pub async fn shows(&self, state: &str) {
        until(|| self.find("main").is_some() && self.state() == state, state).await;
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Waits for a condition; panics with its name when it does not come.
pub async fn until(condition: impl Fn() -> bool, name: &str) {
    for _ in 0..1500 {
        if condition() {
            return;
        }
        TimeoutFuture::new(10).await;
    }
    panic!("{name}: did not come about");
}

/// What the view reported.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    /// Everything so far.
    pub fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn add(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }
}

/// Shows a state by itself: what the payer does is only heard.
pub struct Shown {
    /// The page.
    pub screen: Screen,
    /// What was reported.
    pub heard: Heard,
    state: RwSignal<CheckoutState>,
}

impl Shown {
    /// Shows the state and waits until it is drawn.
    pub async fn with(state: CheckoutState) -> Self {
        let heard = Heard::default();
        let (pay, choose, retry) = (heard.clone(), heard.clone(), heard.clone());
        let name = state.name();
        let state = RwSignal::new(state);
        let screen = Screen::mount(move || {
            let acts = Acts {
                on_pay: Callback::new(move |email: String| pay.add(["pay ", &email].concat())),
                on_choose: Callback::new(move |change| choose.add(format!("{change:?}"))),
                on_retry: Callback::new(move |()| retry.add("retry".to_owned())),
            };
            checkout_view(state.read_only(), String::new(), acts)
        });
        let shown = Self { screen, heard, state };
        shown.drawn(name).await;
        shown
    }

    /// Goes to another state and waits until it is drawn.
    pub async fn becomes(&self, state: CheckoutState) {
        let name = state.name();
        self.state.set(state);
        self.drawn(name).await;
    }

    async fn drawn(&self, name: &str) {
        self.screen.shows(name).await;
        // Everything that reads the state is drawn before the next task begins.
        settle().await;
    }
}

/// Lets everything that is due be drawn.
pub fn settle() -> impl Future<Output = ()> {
    TimeoutFuture::new(0)
}
