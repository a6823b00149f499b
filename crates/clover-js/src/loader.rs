//! Brings Clover's script into the page once, and finds out whether it really came.

use std::cell::RefCell;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlHeadElement, HtmlLinkElement, HtmlScriptElement};

use crate::deadline::{after, within};
use crate::moment::Moment;
use crate::value;

/// Why there is no SDK. All but the last two may be tried again without a reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The browser reported an error: no network, a content blocker, or a content security policy.
    #[error("Clover's script could not be fetched; the network or a content blocker is in the way")]
    Blocked,
    /// Neither success nor failure was reported in time.
    #[error("Clover's script did not come in time")]
    TimedOut,
    /// Something came, and it is not Clover's SDK: a captive portal's page or a blocker's stand-in.
    #[error("what came in place of Clover's script defines no Clover")]
    DefinesNothing,
    /// Another address was loaded in this page life. Only a reload makes room for a second SDK.
    #[error("Clover's script was loaded from another address; reload the page to change it")]
    AnotherSource,
    /// There is no document with a head; this is no page.
    #[error("there is no document to put Clover's script into")]
    NoDocument,
}

type Outcome = Result<Sdk, LoadError>;

/// Proof that Clover's script has run in this page and defined its constructor.
#[derive(Clone, Debug)]
pub struct Sdk {
    constructor: Function,
}

impl Sdk {
    /// Loads the script at `src`, or gives the one already loaded.
    ///
    /// Concurrent callers share one attempt and the time limit of the first. Success is kept for the life of
    /// the page; a failure is forgotten, so that asking again tries again. A script tag of the same address
    /// that is already in the page is waited for, a global `Clover` that is already there is used, and a
    /// preload of the same address is matched in its `crossorigin` so that nothing is fetched twice.
    ///
    /// # Errors
    ///
    /// See [`LoadError`]. A tag of the page's own that failed before this call shows only as
    /// [`LoadError::TimedOut`]; the next call replaces it.
    pub async fn load(src: &str, limit: Duration) -> Result<Self, LoadError> {
        start(src, limit)?.await
    }

    /// Waits on for the script that [`Sdk::load`] gave up as [`LoadError::TimedOut`], asking for nothing anew.
    ///
    /// A [`Sdk::load`] meanwhile replaces the late tag; this call then gives whatever that one has brought by
    /// the time the old tag's script ran or `limit` passed.
    ///
    /// # Errors
    ///
    /// [`LoadError::TimedOut`] when nothing came, and what [`Sdk::load`] says of an SDK of another address.
    pub async fn load_late(src: &str, limit: Duration) -> Result<Self, LoadError> {
        if let Some(tag) = late_tag() {
            let told = Moment::new();
            let _listening = Listening::to(tag, [tell(&told), tell(&told)]);
            within(limit, told).await;
        }
        // Only what is there already: a load would otherwise begin a new attempt.
        Self::present().ok_or(LoadError::TimedOut)?;
        Self::load(src, limit).await
    }

    pub(crate) fn constructor(&self) -> &Function {
        &self.constructor
    }

    /// The SDK that is in the page now, whoever brought it.
    fn present() -> Option<Self> {
        let window = web_sys::window()?;
        let constructor = value::get(&window, "Clover")?.dyn_into().ok()?;
        Some(Self { constructor })
    }
}

enum Progress {
    /// Nothing is under way. A tag that timed out stays in the document until the next attempt: its script
    /// may still run, and then finds out Clover's host by looking for its own tag (clover-facts 1.1).
    Idle {
        late: Option<HtmlScriptElement>,
    },
    Loading(Attempt),
    Loaded {
        src: String,
        sdk: Sdk,
    },
}

thread_local! {
    static PROGRESS: RefCell<Progress> = const { RefCell::new(Progress::Idle { late: None }) };
}

struct Attempt {
    src: String,
    listening: Listening,
    outcome: Moment<Outcome>,
    _timer: Timeout,
}

impl Attempt {
    fn new(src: &str, tag: HtmlScriptElement, limit: Duration) -> Self {
        let on_load = Closure::new(|| finish(Sdk::present().ok_or(LoadError::DefinesNothing)));
        let on_error = Closure::new(|| finish(Err(LoadError::Blocked)));
        let listening = Listening::to(tag, [on_load, on_error]);
        let timer = after(limit, || finish(Err(LoadError::TimedOut)));
        Self { src: src.to_owned(), listening, outcome: Moment::new(), _timer: timer }
    }
}

const EVENTS: [&str; 2] = ["load", "error"];

/// Hears how a tag ends, until dropped.
struct Listening {
    tag: HtmlScriptElement,
    listeners: [Closure<dyn Fn()>; 2],
}

impl Listening {
    /// The listeners stand in the order of [`EVENTS`].
    fn to(tag: HtmlScriptElement, listeners: [Closure<dyn Fn()>; 2]) -> Self {
        for (event, listener) in EVENTS.into_iter().zip(&listeners) {
            let added = tag.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            debug_assert!(added.is_ok(), "an element takes any listener");
        }
        Self { tag, listeners }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        for (event, listener) in EVENTS.into_iter().zip(&self.listeners) {
            let listener = listener.as_ref().unchecked_ref();
            let _gone = self.tag.remove_event_listener_with_callback(event, listener);
        }
    }
}

fn tell(told: &Moment<()>) -> Closure<dyn Fn()> {
    let told = told.clone();
    Closure::new(move || told.settle(()))
}

/// The tag still awaited although its attempt is over.
fn late_tag() -> Option<HtmlScriptElement> {
    PROGRESS.with_borrow(|progress| match progress {
        Progress::Idle { late } if Sdk::present().is_none() => late.clone(),
        Progress::Idle { .. } | Progress::Loading(_) | Progress::Loaded { .. } => None,
    })
}

fn start(src: &str, limit: Duration) -> Result<Moment<Outcome>, LoadError> {
    PROGRESS.with_borrow_mut(|progress| match progress {
        Progress::Loaded { src: known, sdk } if known == src => Ok(Moment::settled(Ok(sdk.clone()))),
        Progress::Loading(attempt) if attempt.src == src => Ok(attempt.outcome.clone()),
        Progress::Loaded { .. } | Progress::Loading(_) => Err(LoadError::AnotherSource),
        Progress::Idle { late } => {
            if let Some(sdk) = Sdk::present() {
                *progress = Progress::Loaded { src: src.to_owned(), sdk: sdk.clone() };
                return Ok(Moment::settled(Ok(sdk)));
            }
            if let Some(late) = late.take() {
                late.remove();
            }
            let attempt = Attempt::new(src, tag_for(src)?, limit);
            let outcome = attempt.outcome.clone();
            *progress = Progress::Loading(attempt);
            Ok(outcome)
        }
    })
}

fn finish(outcome: Outcome) {
    let ended = PROGRESS.with_borrow_mut(|progress| {
        match std::mem::replace(progress, Progress::Idle { late: None }) {
            Progress::Loading(attempt) => {
                *progress = after_attempt(&attempt, &outcome);
                Some(attempt)
            }
            settled => {
                *progress = settled;
                None
            }
        }
    });
    if let Some(attempt) = ended {
        attempt.outcome.settle(outcome);
    }
}

fn after_attempt(attempt: &Attempt, outcome: &Outcome) -> Progress {
    match outcome {
        Ok(sdk) => Progress::Loaded { src: attempt.src.clone(), sdk: sdk.clone() },
        Err(LoadError::TimedOut) => Progress::Idle { late: Some(attempt.listening.tag.clone()) },
        Err(_) => {
            attempt.listening.tag.remove();
            Progress::Idle { late: None }
        }
    }
}

/// The page's own tag of this address, or a new one.
fn tag_for(src: &str) -> Result<HtmlScriptElement, LoadError> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(LoadError::NoDocument)?;
    let head = document.head().ok_or(LoadError::NoDocument)?;
    let tag = document.create_element("script").map_err(|_| LoadError::NoDocument)?;
    let tag: HtmlScriptElement = tag.unchecked_into();
    tag.set_src(src);
    match known_tag(&document, &tag.src()) {
        Some(known) => Ok(known),
        None => insert(&document, &head, tag),
    }
}

fn insert(
    document: &Document,
    head: &HtmlHeadElement,
    tag: HtmlScriptElement,
) -> Result<HtmlScriptElement, LoadError> {
    tag.set_async(true);
    if let Some(mode) = crossorigin_of_preload(document, &tag.src()) {
        tag.set_cross_origin(Some(&mode));
    }
    // Before every other script: on a developer's machine Clover takes the first one whose address says
    // `localhost` for its own (clover-facts 1.1).
    head.insert_before(&tag, head.first_child().as_ref()).map_err(|_| LoadError::NoDocument)?;
    Ok(tag)
}

fn known_tag(document: &Document, src: &str) -> Option<HtmlScriptElement> {
    let scripts = document.scripts();
    (0..scripts.length())
        .filter_map(|index| scripts.item(index)?.dyn_into::<HtmlScriptElement>().ok())
        .find(|script| script.src() == src)
}

fn crossorigin_of_preload(document: &Document, src: &str) -> Option<String> {
    let links = document.get_elements_by_tag_name("link");
    (0..links.length())
        .filter_map(|index| links.item(index)?.dyn_into::<HtmlLinkElement>().ok())
        .find(|link| link.rel() == "preload" && link.href() == src)?
        .cross_origin()
}

pub(crate) fn forget() {
    let forgotten = PROGRESS.replace(Progress::Idle { late: None });
    match &forgotten {
        Progress::Idle { late: Some(tag) } => tag.remove(),
        Progress::Loading(attempt) => attempt.listening.tag.remove(),
        Progress::Idle { late: None } | Progress::Loaded { .. } => {}
    }
}
