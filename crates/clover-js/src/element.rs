//! A field in the page: mounted, listened to, and gone without a trace when dropped.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use web_sys::HtmlIFrameElement;

use crate::container::{self, ContainerError};
use crate::element_type::ElementType;
use crate::event::{ElementEvent, EventName};
use crate::ffi::ElementJs;
use crate::field::Field;
use crate::readiness::{Readiness, ReadyError};
use crate::session::{Clover, Session};
use crate::thrown::Thrown;

/// Why a field could not be mounted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MountError {
    /// The container cannot take it.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A field of this kind is mounted already; Clover would send the sizes of both to one (clover-facts 1.3).
    #[error("a {} is mounted already: drop it before mounting another", .0.as_str())]
    AlreadyMounted(ElementType),
    /// A wallet's button needs to know what to charge: use [`Field::google_pay`] or [`Field::apple_pay`].
    #[error("a {} needs to be told what to charge", .0.as_str())]
    LacksRequest(ElementType),
    /// Clover reported success and mounted nothing, as it does for Apple Pay in browsers without it
    /// (clover-facts 1.6).
    #[error("this browser has no {}", .0.as_str())]
    NothingAppeared(ElementType),
    /// Clover threw.
    #[error("Clover refused to mount the field: {0}")]
    Thrown(Thrown),
}

/// Why a field cannot be listened to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListenError {
    /// Clover keeps one listener for an event of a kind of field (clover-facts 1.7).
    #[error("{} of {} already has its one listener", .0.as_str(), .1.as_str())]
    AlreadyListening(EventName, ElementType),
    /// Clover has no listeners for this kind of field (clover-facts 1.5).
    #[error("{} cannot be listened to", .0.as_str())]
    Deaf(ElementType),
    /// Clover threw.
    #[error("Clover refused the listener: {0}")]
    Thrown(Thrown),
}

impl Clover {
    /// Puts a field into the empty container with this id.
    ///
    /// Each call makes a fresh field of Clover's: one that was mounted once never mounts again
    /// (clover-facts 1.6).
    ///
    /// # Errors
    ///
    /// See [`MountError`]; nothing is left in the container then.
    pub fn mount(&self, field: &Field, container_id: &str) -> Result<MountedElement, MountError> {
        let kind = field.kind();
        let container = container::find(container_id)?;
        if self.0.mounted.borrow().contains(&kind) {
            return Err(MountError::AlreadyMounted(kind));
        }
        if field.lacks_request() {
            return Err(MountError::LacksRequest(kind));
        }
        let made = self.create_and_mount(field, container_id);
        let frame = container::frame_in(&container);
        let js = made.map_err(|thrown| {
            frame.as_ref().inspect(|half_mounted| half_mounted.remove());
            MountError::Thrown(Thrown::new(&thrown))
        })?;
        let frame = frame.ok_or(MountError::NothingAppeared(kind))?;
        let readiness = Readiness::watch(&container, &frame);
        self.0.mounted.borrow_mut().push(kind);
        let session = Rc::clone(&self.0);
        Ok(MountedElement { session, kind, js, frame, readiness, listeners: RefCell::default() })
    }

    fn create_and_mount(&self, field: &Field, container_id: &str) -> Result<ElementJs, JsValue> {
        let parts = self.0.parts().ok_or(JsValue::UNDEFINED)?;
        let js = parts.elements.create(field.kind().as_str(), &field.to_options(&self.0.js)?)?;
        let selector = ["#", container_id].concat();
        js.mount(&selector)?;
        Ok(js)
    }
}

struct Listener {
    name: EventName,
    _call: Closure<dyn Fn(JsValue)>,
}

/// A field in the page. Dropping it removes its listeners and its frame; the container is empty again and may
/// be mounted into anew.
pub struct MountedElement {
    session: Rc<Session>,
    kind: ElementType,
    js: ElementJs,
    frame: HtmlIFrameElement,
    readiness: Readiness,
    listeners: RefCell<Vec<Listener>>,
}

impl fmt::Debug for MountedElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MountedElement").field(&self.kind).finish()
    }
}

impl MountedElement {
    /// The kind of the field.
    pub fn kind(&self) -> ElementType {
        self.kind
    }

    /// Waits until the frame has shown itself for the first time; at once when it already has.
    ///
    /// Real frames can take many seconds (clover-facts 1.6). The future does not keep the field mounted.
    ///
    /// # Errors
    ///
    /// See [`ReadyError`]; waiting again after [`ReadyError::TimedOut`] is sensible, the frame may yet come.
    pub fn ready(&self, limit: Duration) -> impl Future<Output = Result<(), ReadyError>> + use<> {
        self.readiness.wait(limit)
    }

    /// True once the frame has shown itself.
    pub fn is_ready(&self) -> bool {
        self.readiness.is_ready()
    }

    /// True while the frame is in the document. Someone else's rendering may have wiped it; drop the field
    /// then and mount it again.
    pub fn is_in_page(&self) -> bool {
        self.frame.is_connected()
    }

    /// Calls `handler` at each of these events until the field is dropped.
    ///
    /// # Errors
    ///
    /// See [`ListenError`]. No event of the list is listened to then.
    pub fn listen(
        &self,
        events: &[EventName],
        handler: impl Fn(ElementEvent) + 'static,
    ) -> Result<(), ListenError> {
        let handler: Rc<dyn Fn(ElementEvent)> = Rc::new(handler);
        let mut added = Vec::new();
        for name in events {
            match self.listen_to(*name, Rc::clone(&handler)) {
                Ok(listener) => added.push(listener),
                Err(error) => {
                    for listener in &added {
                        self.unlisten(listener);
                    }
                    return Err(error);
                }
            }
        }
        self.listeners.borrow_mut().append(&mut added);
        Ok(())
    }

    fn listen_to(&self, name: EventName, handler: Rc<dyn Fn(ElementEvent)>) -> Result<Listener, ListenError> {
        if self.kind == ElementType::Card {
            return Err(ListenError::Deaf(self.kind));
        }
        let slot = (name, self.kind);
        if self.session.listening.borrow().contains(&slot) {
            return Err(ListenError::AlreadyListening(name, self.kind));
        }
        let call =
            Closure::<dyn Fn(JsValue)>::new(move |payload| handler(ElementEvent::read(name, &payload)));
        self.js
            .add_event_listener(name.as_str(), call.as_ref().unchecked_ref())
            .map_err(|thrown| ListenError::Thrown(Thrown::new(&thrown)))?;
        self.session.listening.borrow_mut().push(slot);
        Ok(Listener { name, _call: call })
    }

    fn unlisten(&self, listener: &Listener) {
        // Throws when someone else called `elements()` and so dropped every listener: gone is gone.
        let _thrown = self.js.remove_event_listener(listener.name.as_str());
        self.session.listening.borrow_mut().retain(|slot| *slot != (listener.name, self.kind));
    }
}

impl Drop for MountedElement {
    fn drop(&mut self) {
        for listener in self.listeners.take() {
            self.unlisten(&listener);
        }
        self.frame.remove();
        self.session.mounted.borrow_mut().retain(|kind| *kind != self.kind);
    }
}
