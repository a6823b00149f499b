//! Draws what never changes once it is drawn: plain elements, put into a slot and replaced as a whole.
//!
//! `view!` also writes the code that would update every element in place. For an invoice or a receipt that code is
//! never used, and it cost the page as much as the router does.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::Element;

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

    /// Appends an element.
    #[must_use]
    pub fn with(self, child: Self) -> Self {
        let Self(child) = child;
        let _cycle = self.0.append_child(&child);
        self
    }

    /// Appends all of it to an element of the page.
    pub fn put_into(self, place: &Element) {
        let Self(drawn) = self;
        let _cycle = place.append_child(&drawn);
    }

    /// Appends an element, if there is one.
    #[must_use]
    pub fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }
}

/// What a slot shows, drawn anew whenever something it read has changed.
pub type Draw = Box<dyn Fn() -> Option<Paper> + Send + Sync>;

/// A place for something drawn, which takes no part in the layout itself.
#[component]
pub fn Slot(
    /// What to show.
    draw: Draw,
) -> impl IntoView {
    let slot = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(slot) = slot.get() {
            slot.set_text_content(None);
            if let Some(drawn) = draw() {
                drawn.put_into(&slot);
            }
        }
    });
    view! { <div class="slot" node_ref=slot></div> }
}
