//! What the server put into the page before the app was there.

use api_types::LinkView;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::wire;
use crate::i18n::spoken;

/// What the app takes over.
#[derive(Clone, Debug, Default)]
pub struct FirstPaint {
    /// The invoice, unless the page comes from the development server.
    pub invoice: Option<LinkView>,
    /// What the payer has typed already.
    pub email: String,
}

impl FirstPaint {
    /// Reads the first paint and takes it away; the app draws the same in the same task, so nothing flickers. `None`
    /// where the server has said all there is to say, and nobody has anything to do here.
    pub fn take() -> Option<Self> {
        let text = |id| document().get_element_by_id(id).and_then(|found| found.text_content());
        if let Some(lines) = text("trefoil-sentences") {
            spoken::speak(lines);
        }
        let Some(drawn) = document().get_element_by_id("first-paint") else {
            // Only the placeholder for the server's part is there.
            document().body()?.set_text_content(None);
            return Some(Self::default());
        };
        let mut invoice: Option<LinkView> = wire::read(&text("trefoil-data")?);
        if let (Some(view), Ok(Some(sheet))) = (&mut invoice, drawn.query_selector(".invoice")) {
            view.sheet = sheet.outer_html();
        }
        let typed = document().get_element_by_id("email").and_then(|field| field.dyn_into().ok());
        let email = typed.map(|field: HtmlInputElement| field.value()).unwrap_or_default();
        drawn.remove();
        Some(Self { invoice, email })
    }
}
