//! The payer: what they do with the page.

use std::cell::RefCell;
use std::path::Path;

use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::json;

use super::browser::{Browser, Console};
use super::eventually;

pub(crate) struct Payer {
    pub(super) browser: Browser,
    numbers: RefCell<Vec<String>>,
    expected: RefCell<Vec<&'static str>>,
}

/// One of Clover's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardField {
    Number,
    Date,
    Cvv,
    PostalCode,
}

impl CardField {
    pub(crate) const ALL: [Self; 4] = [Self::Number, Self::Date, Self::Cvv, Self::PostalCode];

    /// The selector of the box that Clover fills.
    pub(crate) fn container(self) -> &'static str {
        match self {
            Self::Number => "#card-number",
            Self::Date => "#card-date",
            Self::Cvv => "#card-cvv",
            Self::PostalCode => "#card-postal-code",
        }
    }

    /// What to type for a card that is otherwise in order.
    pub(crate) fn good(self, number: &str) -> &str {
        match self {
            Self::Number => number,
            Self::Date => "1230",
            Self::Cvv => "123",
            Self::PostalCode => "94107",
        }
    }
}

impl Payer {
    pub(super) async fn start(folder: &Path) -> Self {
        Self {
            browser: Browser::start(folder).await,
            numbers: RefCell::default(),
            expected: RefCell::default(),
        }
    }

    /// Follows a link.
    pub(crate) async fn opens(&self, url: &str) {
        self.browser.client.goto(url).await.unwrap();
    }

    /// Follows a link in a new tab, which comes to the front.
    pub(crate) async fn opens_in_another_tab(&self, url: &str) {
        let tab = self.browser.client.new_window(true).await.unwrap();
        self.browser.client.switch_to_window(tab.handle).await.unwrap();
        self.opens(url).await;
    }

    /// Looks at the tab that was opened as the `place`th, from 0.
    pub(crate) async fn looks_at_tab(&self, place: usize) {
        let windows = async || self.browser.client.windows().await.unwrap().get(place).cloned();
        let tab = eventually("the tab", windows).await;
        self.browser.client.switch_to_window(tab).await.unwrap();
    }

    pub(crate) async fn reloads(&self) {
        self.browser.client.refresh().await.unwrap();
    }

    pub(crate) async fn goes_back(&self) {
        self.browser.client.back().await.unwrap();
    }

    /// Fills all of Clover's fields in: this number, and the rest in order.
    pub(crate) async fn types_card(&self, number: &str) {
        for field in CardField::ALL {
            self.types_into(field, field.good(number)).await;
        }
    }

    /// Types into one of Clover's fields, inside its frame.
    pub(crate) async fn types_into(&self, field: CardField, text: &str) {
        if field == CardField::Number {
            self.numbers.borrow_mut().push(text.to_owned());
        }
        self.input_of(field).await.send_keys(text).await.unwrap();
        self.leaves_the_frame().await;
    }

    /// What stands in one of Clover's fields.
    pub(crate) async fn has_typed(&self, field: CardField) -> String {
        let typed = self.input_of(field).await.prop("value").await.unwrap();
        self.leaves_the_frame().await;
        typed.unwrap_or_default()
    }

    /// Empties one of Clover's fields.
    pub(crate) async fn clears(&self, field: CardField) {
        // As a person would: by selecting all and deleting it.
        let keys = "\u{e009}a\u{e000}\u{e003}";
        self.input_of(field).await.send_keys(keys).await.unwrap();
        self.leaves_the_frame().await;
    }

    async fn input_of(&self, field: CardField) -> Element {
        let frame = self.element(&format!("{} iframe", field.container())).await;
        frame.enter_frame().await.unwrap();
        self.element("input").await
    }

    async fn leaves_the_frame(&self) {
        self.browser.client.enter_parent_frame().await.unwrap();
    }

    /// Types into a field of our own.
    pub(crate) async fn types(&self, selector: &str, text: &str) {
        self.element(selector).await.send_keys(text).await.unwrap();
    }

    /// Fills in the form of Clover's own page and presses its button.
    pub(crate) async fn pays_on_clovers_page(&self, number: &str) {
        self.numbers.borrow_mut().push(number.to_owned());
        for (field, text) in
            [("#number", number), ("#expiry", "1240"), ("#cvv", "123"), ("#name", "Ada Payer")]
        {
            self.types(field, text).await;
        }
        self.presses("button[type=submit]").await;
    }

    /// Opens the sheet of the wallet in this container, which says this, and presses one of its buttons.
    pub(crate) async fn answers_the_wallet(&self, container: &str, says: &str, button: &str) {
        eventually("the wallet's amount", async || {
            let ready = format!("{container}[data-ready]:not([inert]) > iframe");
            let frame = self.browser.client.find(Locator::Css(&ready)).await.ok()?;
            frame.enter_frame().await.ok()?;
            let text = self.browser.client.find(Locator::Css("button.open")).await.ok()?.text().await.ok()?;
            if text.contains(says) {
                return Some(());
            }
            self.leaves_the_frame().await;
            None
        })
        .await;
        self.presses("button.open").await;
        self.presses(button).await;
        self.leaves_the_frame().await;
    }

    /// Has the browser run a script in every document before anything else runs there.
    pub(crate) async fn prepares(&self, script: &str) {
        let parameters = json!({ "source": script });
        self.browser.devtools("Page.addScriptToEvaluateOnNewDocument", parameters).await;
    }

    pub(crate) async fn presses_pay(&self) {
        self.presses("#pay").await;
    }

    pub(crate) async fn presses(&self, selector: &str) {
        self.element(selector).await.click().await.unwrap();
    }

    /// Presses the button twice, as fast as a mouse can.
    pub(crate) async fn double_clicks_pay(&self) {
        let element = self.element("#pay").await;
        let (down, up) = (
            PointerAction::Down { button: MOUSE_BUTTON_LEFT },
            PointerAction::Up { button: MOUSE_BUTTON_LEFT },
        );
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
            .then(down.clone())
            .then(up.clone())
            .then(down)
            .then(up);
        self.browser.client.perform_actions(mouse).await.unwrap();
    }

    pub(super) async fn element(&self, selector: &str) -> Element {
        eventually(selector, async || self.browser.client.find(Locator::Css(selector)).await.ok()).await
    }

    /// Knows that the browser will complain in these words, and rightly.
    pub(crate) fn expects_complaint(&self, words: &'static str) {
        self.expected.borrow_mut().push(words);
    }

    pub(super) fn expected(&self) -> Vec<&'static str> {
        self.expected.borrow().clone()
    }

    pub(super) fn leave(&self) -> Console {
        self.browser.close()
    }

    /// Card numbers, as they were typed.
    pub(super) fn secrets(&self) -> impl Iterator<Item = (&'static str, String)> {
        let numbers = self.numbers.borrow().clone();
        numbers.into_iter().filter(|number| number.len() >= 12).map(|number| ("a card number", number))
    }
}
