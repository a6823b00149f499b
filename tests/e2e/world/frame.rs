//! The payer before another site that shows our page: what is around the page, and the way into it and out again.

use fantoccini::Locator;
use serde_json::Value;

use super::{Payer, eventually};

/// The frame that our element has made, by the element's selector.
const FRAME: &str =
    "const frame = document.querySelector(arguments[0])?.shadowRoot?.querySelector('iframe');";

impl Payer {
    /// Turns to what is inside the frame of this element.
    pub(crate) async fn looks_into(&self, element: &str) {
        eventually(element, async || {
            let host = self.browser.client.find(Locator::Css(element)).await.ok()?;
            let frame = host.shadow_root().await.ok()?.find(Locator::Css("iframe")).await.ok()?;
            frame.enter_frame().await.ok()
        })
        .await;
    }

    /// Turns back to the site around it.
    pub(crate) async fn looks_around(&self) {
        self.browser.client.enter_parent_frame().await.unwrap();
    }

    /// What a script says of the frame of this element, as `frame`.
    pub(crate) async fn asks_about_frame(&self, element: &str, expression: &str) -> Value {
        self.asks(&format!("{FRAME} return {expression}"), vec![element.into()]).await
    }

    /// Waits until such a script says yes.
    pub(crate) async fn sees_of_frame(&self, element: &str, expression: &str) {
        eventually(expression, async || {
            (self.asks_about_frame(element, expression).await == Value::Bool(true)).then_some(())
        })
        .await;
    }

    /// The events that the site has heard from all its elements so far, in order, changes of size apart.
    pub(crate) async fn heard(&self) -> Vec<Value> {
        let events = self.asks("return seen.filter(({ type }) => type !== 'resize')", vec![]).await;
        events.as_array().cloned().unwrap_or_default()
    }

    /// Waits until the site has heard exactly these events in this order, and answers with them.
    pub(crate) async fn hears(&self, types: &[&str]) -> Vec<Value> {
        let what = format!("the events {types:?}");
        eventually(&what, async || {
            let heard = self.heard().await;
            heard
                .iter()
                .map(|event| event["type"].as_str())
                .eq(types.iter().copied().map(Some))
                .then_some(heard)
        })
        .await
    }

    /// What the browser asks before something is done: its words, once they are there.
    pub(crate) async fn is_asked(&self) -> String {
        eventually("a question", async || self.browser.client.get_alert_text().await.ok()).await
    }

    pub(crate) async fn says(&self, yes: bool) {
        let client = &self.browser.client;
        if yes { client.accept_alert().await.unwrap() } else { client.dismiss_alert().await.unwrap() }
    }
}
