//! The payer's keyboard: keys go to whatever has the focus, in the page or in a frame.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::Value;

use super::Payer;

pub(crate) use fantoccini::key::Key;

/// More stops than any page of ours has.
const STOPS: usize = 30;

impl Payer {
    pub(crate) async fn presses_key(&self, key: char) {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.browser.client.perform_actions(keys).await.unwrap();
    }

    pub(crate) async fn presses_keys(&self, text: &str) {
        for key in text.chars() {
            self.presses_key(key).await;
        }
    }

    /// Goes on from stop to stop until the focus is in this element, or on it.
    pub(crate) async fn tabs_to(&self, selector: &str) {
        for _ in 0..STOPS {
            self.presses_key(Key::Tab.into()).await;
            if self.has_focus_in(selector).await {
                return;
            }
        }
        panic!("the Tab key does not lead to {selector}");
    }

    pub(crate) async fn has_focus_in(&self, selector: &str) -> bool {
        let script = "return document.activeElement?.closest(arguments[0]) != null";
        self.asks(script, vec![selector.into()]).await == Value::Bool(true)
    }
}
