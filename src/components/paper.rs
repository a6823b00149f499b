//! Draws by hand what `view!` would draw with several times the code: elements, and what follows the state in them.
//!
//! `view!` gives each element a type of its own and writes the code that would update it in place, which cost the
//! page as much as all the rest together. Here an element is an element; a text, an attribute or a part that follows
//! something is named by a closure, and there is one piece of code for all of them.

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::tachys::renderer::types::Node;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

const SVG: &str = "http://www.w3.org/2000/svg";

/// A drawn element.
pub struct Paper(Element);

/// Begins an element; an empty class is left out.
pub fn paper(tag: &'static str, class: &'static str) -> Paper {
    Paper(create_element(tag, None)).attr("class", class)
}

/// An icon: a line drawing in a box of 16 by 16, decoration beside a text.
pub fn icon(line: &str) -> Paper {
    let svg = Paper(create_element("svg", Some(SVG))).attr("class", "icon");
    let path = Paper(create_element("path", Some(SVG))).attr("d", line);
    svg.attr("viewBox", "0 0 16 16").attr("aria-hidden", "true").attr("focusable", "false").with(path)
}

fn create_element(tag: &str, namespace: Option<&str>) -> Element {
    // Fails only for tags that are no names; ours are literals.
    leptos::tachys::renderer::dom::Dom::create_element(tag, namespace)
}

impl Paper {
    /// The element itself, to be asked later what the payer did with it.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    /// Sets an attribute; an empty value is left out.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            let _not_a_name = self.0.set_attribute(name, value);
        }
        self
    }

    /// Appends a text, which is never read as HTML.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        let _no_window = self.0.append_with_str_1(text);
        self
    }

    /// Makes HTML of the server's the whole content.
    #[must_use]
    pub fn html(self, html: &str) -> Self {
        self.0.set_inner_html(html);
        self
    }

    /// Appends an element.
    #[must_use]
    pub fn with(self, child: Self) -> Self {
        let Self(child) = child;
        let _cycle = self.0.append_child(&child);
        self
    }

    /// Appends an element, if there is one.
    #[must_use]
    pub fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }

    /// Sets an attribute to what `value` gives, now and whenever something it read has changed.
    #[must_use]
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let element = self.element();
        follow(
            Box::new(value),
            Box::new(move |value| {
                let _not_a_name = element.set_attribute(name, value);
            }),
        );
        self
    }

    /// Sets the whole text to what `text` gives, now and whenever something it read has changed.
    #[must_use]
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        let element = self.element();
        follow(Box::new(text), Box::new(move |text| element.set_text_content(Some(text))));
        self
    }

    /// Appends a place, which takes no part in the layout itself, for what `draw` makes of `about`: now, and anew
    /// whenever `about` gives something else than before. In between nothing in it is touched.
    #[must_use]
    pub fn live<K: PartialEq + 'static>(
        self,
        about: impl Fn() -> K + 'static,
        draw: impl Fn(&K) -> Option<Self> + 'static,
    ) -> Self {
        let slot = paper("div", "slot");
        let mut place =
            Place { element: slot.element(), outer: Owner::current().map(|it| it.downgrade()), inner: None };
        follow(Box::new(about), Box::new(move |about| place.fill(&mut || draw(about))));
        self.with(slot)
    }

    /// Calls `act` with the element, now and whenever something that it read has changed.
    #[must_use]
    pub fn keep(self, act: impl Fn(&Element) + 'static) -> Self {
        let element = self.element();
        repeat(Box::new(move || act(&element)));
        self
    }

    /// Calls `act` at each such event of the element or of what is in it.
    #[must_use]
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act));
        self
    }

    fn listen(&self, event: &str, act: Box<dyn FnMut(Event)>) {
        // The browser frees it with the element.
        let listener = Closure::wrap(act).into_js_value();
        let _never = self.0.add_event_listener_with_callback(event, listener.unchecked_ref());
    }
}

/// Where something is drawn that may be drawn anew.
struct Place {
    element: Element,
    /// Lives as long as the place; what runs anew in between must not end what is drawn here. It owns the place, and
    /// so the place must not own it.
    outer: Option<WeakOwner>,
    inner: Option<Owner>,
}

impl Place {
    /// What the old drawing followed is followed no more.
    fn fill(&mut self, draw: &mut dyn FnMut() -> Option<Paper>) {
        if let Some(old) = self.inner.take() {
            old.cleanup();
        }
        self.element.set_text_content(None);
        let outer = self.outer.as_ref().and_then(WeakOwner::upgrade);
        let inner = outer.map_or_else(Owner::new, |outer| outer.child());
        if let Some(Paper(drawn)) = inner.with(|| untrack(draw)) {
            let _cycle = self.element.append_child(&drawn);
        }
        self.inner = Some(inner);
    }
}

/// So that Leptos mounts it.
impl Render for Paper {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, old: &mut Self) {
        let _not_in_a_page = old.0.replace_with_with_node_1(&self.0);
        *old = self;
    }
}

impl Mountable for Paper {
    fn unmount(&mut self) {
        self.0.remove();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        let _cycle = parent.insert_before(&self.0, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.0.parent_element();
        parent.map(|parent| child.mount(&parent, Some(&self.0))).is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element()]
    }
}

/// Calls `apply` with what `read` gives, now and whenever that is something else than before.
fn follow<T: PartialEq + 'static>(read: Box<dyn Fn() -> T>, mut apply: Box<dyn FnMut(&T)>) {
    let mut known = None;
    repeat(Box::new(move || {
        let now = read();
        if known.as_ref() != Some(&now) {
            apply(known.insert(now));
        }
    }));
}

/// Runs now and whenever something that it read has changed, until what drew it is gone.
fn repeat(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| run());
    StoredValue::new_local(effect);
}
