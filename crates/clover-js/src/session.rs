//! The one Clover and the one set of fields of a page life.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use crate::element_type::ElementType;
use crate::event::EventName;
use crate::ffi::{CloverJs, ElementsJs};
use crate::loader::Sdk;
use crate::message_frame::MessageFrame;
use crate::settings::Settings;
use crate::thrown::Thrown;

/// Why there is no Clover to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The key is empty.
    #[error("the merchant's public key is empty")]
    EmptyKey,
    /// A Clover with other settings was made before. Clover's fields would go on using the first key
    /// (clover-facts 1.3).
    #[error("this page already belongs to another key or other settings; reload it to change them")]
    AnotherKey,
    /// The document has no body yet, and Clover needs one for its hidden frame.
    #[error("the document has no body yet")]
    NoBody,
    /// The settings say that the page brings its own footer, and it does not.
    #[error("the page has no element of class `clover-footer`, which its settings promise")]
    NoFooter,
    /// Clover threw.
    #[error("Clover refused to start: {0}")]
    Thrown(Thrown),
}

/// Clover for one merchant, for as long as the page lives. Cloning it gives the same one.
#[derive(Clone)]
pub struct Clover(pub(crate) Rc<Session>);

impl std::fmt::Debug for Clover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clover")
    }
}

impl Sdk {
    /// The page's Clover: made at the first call, the same at every later one.
    ///
    /// # Errors
    ///
    /// See [`SessionError`]. After [`SessionError::Thrown`] the next call goes on where this one failed,
    /// without a second Clover, which would deliver every event twice (clover-facts 1.2).
    pub fn clover(&self, settings: &Settings) -> Result<Clover, SessionError> {
        check_page(settings)?;
        let session = match SESSION.with_borrow(Clone::clone) {
            Some(known) if known.settings == *settings => known,
            Some(_) => return Err(SessionError::AnotherKey),
            None => {
                let made = Rc::new(Session::construct(self, settings)?);
                SESSION.set(Some(Rc::clone(&made)));
                made
            }
        };
        session.ensure_elements()?;
        Ok(Clover(session))
    }
}

thread_local! {
    static SESSION: RefCell<Option<Rc<Session>>> = const { RefCell::new(None) };
}

pub(crate) struct Session {
    pub(crate) js: CloverJs,
    settings: Settings,
    parts: OnceCell<Parts>,
    pub(crate) asking: Cell<bool>,
    pub(crate) mounted: RefCell<Vec<ElementType>>,
    pub(crate) listening: RefCell<Vec<(EventName, ElementType)>>,
}

/// What exists once `elements()` has been called.
pub(crate) struct Parts {
    pub(crate) elements: ElementsJs,
    /// Absent when Clover hides it better than today; tokens are then asked for without waiting.
    pub(crate) frame: Option<MessageFrame>,
}

impl Session {
    fn construct(sdk: &Sdk, settings: &Settings) -> Result<Self, SessionError> {
        let arguments = Array::of2(&JsValue::from_str(settings.api_key()), &settings.to_options());
        let made = Reflect::construct(sdk.constructor(), &arguments)
            .map_err(|thrown| SessionError::Thrown(Thrown::new(&thrown)))?;
        Ok(Self {
            js: made.unchecked_into(),
            settings: settings.clone(),
            parts: OnceCell::new(),
            asking: Cell::new(false),
            mounted: RefCell::default(),
            listening: RefCell::default(),
        })
    }

    fn ensure_elements(&self) -> Result<(), SessionError> {
        if self.parts.get().is_none() {
            let elements = self.js.elements().map_err(|thrown| SessionError::Thrown(Thrown::new(&thrown)))?;
            let _first = self.parts.set(Parts { elements, frame: MessageFrame::newest() });
        }
        Ok(())
    }

    /// Present in every session that a [`Clover`] holds.
    pub(crate) fn parts(&self) -> Option<&Parts> {
        self.parts.get()
    }
}

fn check_page(settings: &Settings) -> Result<(), SessionError> {
    if settings.api_key().is_empty() {
        return Err(SessionError::EmptyKey);
    }
    let document = web_sys::window().and_then(|window| window.document()).ok_or(SessionError::NoBody)?;
    let body = document.body().ok_or(SessionError::NoBody)?;
    let has_footer = || body.get_elements_by_class_name("clover-footer").length() > 0;
    if settings.wants_own_footer() && !has_footer() {
        return Err(SessionError::NoFooter);
    }
    Ok(())
}

pub(crate) fn forget() {
    SESSION.set(None);
}
