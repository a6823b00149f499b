//! The hidden frame through which Clover asks for tokens: whether it lives, and whether it hears yet.

use wasm_bindgen::prelude::*;
use web_sys::HtmlIFrameElement;

use crate::moment::Moment;

/// Clover's name for it (clover-facts 1.3).
const TITLE: &str = "INTERMEDIATE";

/// A message posted into the frame before it has loaded is dropped by the browser, and one posted after it was
/// removed goes nowhere; Clover waits for ever in both cases (clover-facts 1.9).
pub(crate) struct MessageFrame {
    frame: HtmlIFrameElement,
    loaded: Moment<()>,
    on_load: Closure<dyn Fn()>,
}

impl MessageFrame {
    /// The newest hidden frame. To be called right after `elements()`, while it cannot have loaded yet.
    pub(crate) fn newest() -> Option<Self> {
        let frames = web_sys::window()?.document()?.get_elements_by_tag_name("iframe");
        let frame = (0..frames.length())
            .rev()
            .filter_map(|index| frames.item(index)?.dyn_into::<HtmlIFrameElement>().ok())
            .find(|frame| frame.title() == TITLE)?;
        let loaded = Moment::new();
        let on_load = Closure::<dyn Fn()>::new({
            let loaded = loaded.clone();
            move || loaded.settle(())
        });
        frame.add_event_listener_with_callback("load", on_load.as_ref().unchecked_ref()).ok()?;
        Some(Self { frame, loaded, on_load })
    }

    pub(crate) fn is_in_page(&self) -> bool {
        self.frame.is_connected()
    }

    pub(crate) fn loaded(&self) -> Moment<()> {
        self.loaded.clone()
    }
}

impl Drop for MessageFrame {
    fn drop(&mut self) {
        let _gone =
            self.frame.remove_event_listener_with_callback("load", self.on_load.as_ref().unchecked_ref());
    }
}
