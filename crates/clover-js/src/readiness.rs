//! Knows when a frame first shows itself, since Clover sends no event for it.

use std::future::Future;
use std::time::Duration;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlIFrameElement, MutationObserver, MutationObserverInit};

use crate::deadline::within;
use crate::moment::Moment;

/// Why a field is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadyError {
    /// The frame has not shown itself in time: a slow network, or something blocks its address.
    #[error("the field did not appear in time")]
    TimedOut,
    /// The frame was taken out of the page, by unmounting or by someone else's rendering.
    #[error("the field was taken out of the page before it appeared")]
    Removed,
}

/// Watches one frame for its first resize (clover-facts 1.6).
pub(crate) struct Readiness {
    frame: HtmlIFrameElement,
    first: Moment<Result<(), ReadyError>>,
    observer: Option<MutationObserver>,
    _on_change: Closure<dyn Fn()>,
}

impl Readiness {
    pub(crate) fn watch(container: &Element, frame: &HtmlIFrameElement) -> Self {
        let first = Moment::new();
        let on_change = Closure::<dyn Fn()>::new({
            let (frame, first) = (frame.clone(), first.clone());
            let at_mount = Size::of(&frame);
            move || {
                if is_shown(&frame) || Size::of(&frame) != at_mount {
                    first.settle(Ok(()));
                } else if !frame.is_connected() {
                    first.settle(Err(ReadyError::Removed));
                }
            }
        });
        let observer = observe(container, &on_change);
        Self { frame: frame.clone(), first, observer, _on_change: on_change }
    }

    pub(crate) fn wait(&self, limit: Duration) -> impl Future<Output = Result<(), ReadyError>> + use<> {
        let (first, frame) = (self.first.clone(), self.frame.clone());
        async move {
            let seen = within(limit, first).await;
            // An ancestor that was removed with the container tells the observer nothing.
            let late = if frame.is_connected() { ReadyError::TimedOut } else { ReadyError::Removed };
            seen.unwrap_or(Err(late))
        }
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.first.peek() == Some(Ok(()))
    }
}

impl Drop for Readiness {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        self.first.settle(Err(ReadyError::Removed));
    }
}

fn observe(container: &Element, on_change: &Closure<dyn Fn()>) -> Option<MutationObserver> {
    let observer = MutationObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    what.set_attribute_filter(&Array::of3(&"style".into(), &"width".into(), &"height".into()));
    observer.observe_with_options(container, &what).ok()?;
    Some(observer)
}

fn is_shown(frame: &HtmlIFrameElement) -> bool {
    frame.style().get_property_value("visibility").is_ok_and(|value| value == "visible")
}

#[derive(PartialEq)]
struct Size(Option<String>, Option<String>);

impl Size {
    fn of(frame: &HtmlIFrameElement) -> Self {
        Self(frame.get_attribute("width"), frame.get_attribute("height"))
    }
}
