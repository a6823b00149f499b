//! What the payer sees of the page.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Invoice, Payer, within};

/// How long a state may take.
const PATIENCE: Duration = Duration::from_secs(20);

impl Payer {
    /// Waits for the page to be in this state (`main[data-state]`).
    pub(crate) async fn sees_state(&self, state: &str) {
        self.sees_state_within(PATIENCE, state).await;
    }

    /// The same for what takes longer by design.
    pub(crate) async fn sees_state_within(&self, limit: Duration, state: &str) {
        let seen = within(limit, async || (self.state().await == state).then_some(())).await;
        let (is, page) = (self.state().await, self.reads("body").await);
        assert!(seen.is_some(), "not `{state}` but `{is}` within {limit:?}:\n{page}");
    }

    async fn state(&self) -> String {
        self.attribute("main", "data-state").await.unwrap_or_default()
    }

    /// Waits for a text to stand in the page.
    pub(crate) async fn sees(&self, text: &str) {
        let seen = within(PATIENCE, async || self.reads("body").await.contains(text).then_some(())).await;
        assert!(seen.is_some(), "no `{text}` in:\n{}", self.reads("body").await);
    }

    /// Waits for the style sheets and pictures: before them a text may stand on one line that later takes two.
    pub(crate) async fn has_loaded_all(&self) {
        let whole =
            async || (self.asks("return document.readyState", vec![]).await == "complete").then_some(());
        assert!(within(PATIENCE, whole).await.is_some(), "the page is still loading");
    }

    /// The visible text of the first such element; empty when there is none.
    pub(crate) async fn reads(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        text(&self.asks(script, vec![selector.into()]).await)
    }

    pub(crate) async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.asks(script, vec![selector.into(), name.into()]).await.as_str().map(str::to_owned)
    }

    /// The value of a field of our own.
    pub(crate) async fn value(&self, selector: &str) -> String {
        text(
            &self
                .asks("return document.querySelector(arguments[0])?.value ?? ''", vec![selector.into()])
                .await,
        )
    }

    /// How many such elements there are.
    pub(crate) async fn counts(&self, selector: &str) -> u64 {
        let script = "return document.querySelectorAll(arguments[0]).length";
        self.asks(script, vec![selector.into()]).await.as_u64().unwrap()
    }

    /// Runs a script in the page and answers with what it returns.
    pub(crate) async fn asks(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.browser.client.execute(script, arguments).await.unwrap()
    }

    /// Fails if there is anything to pay with. Clover's hidden frame stays at the end of the body for as long as the
    /// page lives (clover-facts 1.3).
    pub(crate) async fn finds_no_form(&self) {
        let script = "return [...document.querySelectorAll('form:not(.fresh-link), #pay, main iframe')].map((found) => found.outerHTML)";
        let found = self.asks(script, vec![]).await;
        assert_eq!(found, json!([]), "in:\n{}", self.reads("body").await);
    }

    /// Fails unless the receipt of this invoice stands in the page.
    pub(crate) async fn holds_the_receipt(&self, invoice: &Invoice, amount: &str, last4: &str) {
        let receipt = self.reads("body").await;
        for part in [invoice.number.as_str(), amount, last4] {
            assert!(receipt.contains(part), "no {part} in:\n{receipt}");
        }
        self.finds_no_form().await;
    }

    /// A picture of what is on the screen, as PNG.
    pub(crate) async fn takes_a_picture(&self) -> Vec<u8> {
        self.browser.client.screenshot().await.unwrap()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
