//! Clover's four fields: brought, listened to, turned into a token.

use std::time::Duration;

use api_types::CardForm;
use clover_js::{
    Clover, ElementEvent, ElementType, EventName, Field, Footer, FormState, LoadError, Locale, MountError,
    MountedElement, Multipay, Sdk, SessionError, Settings, Styles, TokenError,
};
use primitives::CardToken;

use super::browser;
use crate::checkout::{CardField, Event, FieldReport, FieldsTrouble, TokenTrouble};

const SOON: Duration = Duration::from_secs(10);
const AT_LAST: Duration = Duration::from_mins(2);
const TOKEN_LIMIT: Duration = Duration::from_secs(30);

/// The fields in the page. Dropping them takes them out.
pub(super) struct CardFields {
    clover: Clover,
    api_key: String,
    mounted: Vec<MountedElement>,
}

/// The frames' own word that they are there; outlives the fields.
pub(super) struct Frames {
    soon: Vec<Waiting>,
    at_last: Vec<Waiting>,
}

type Waiting = std::pin::Pin<Box<dyn Future<Output = bool>>>;

pub(super) async fn load(form: &CardForm) -> Result<Sdk, FieldsTrouble> {
    Sdk::load(&form.sdk_url, SOON).await.map_err(no_sdk)
}

/// The script that [`load`] found slow, should it come yet.
pub(super) async fn load_late(form: &CardForm) -> Result<Sdk, FieldsTrouble> {
    Sdk::load_late(&form.sdk_url, AT_LAST).await.map_err(no_sdk)
}

fn no_sdk(error: LoadError) -> FieldsTrouble {
    match error {
        LoadError::Blocked | LoadError::DefinesNothing => FieldsTrouble::Blocked,
        LoadError::TimedOut => FieldsTrouble::Slow,
        LoadError::AnotherSource | LoadError::NoDocument => FieldsTrouble::NeedsReload,
    }
}

impl CardFields {
    pub(super) fn mount(
        sdk: &Sdk,
        form: &CardForm,
        report: impl Fn(Event) + Clone + 'static,
    ) -> Result<Self, FieldsTrouble> {
        let clover = sdk.clover(&settings(form)).map_err(|error| match error {
            SessionError::Thrown(_) => FieldsTrouble::Blocked,
            SessionError::EmptyKey
            | SessionError::AnotherKey
            | SessionError::NoBody
            | SessionError::NoFooter => FieldsTrouble::NeedsReload,
        })?;
        let styles = styles();
        let mut mounted = Vec::with_capacity(CardField::ALL.len());
        for field in CardField::ALL {
            let element = clover
                .mount(&Field::new(kind(field)).styles(&styles), field.container_id())
                .map_err(|error| trouble(&error))?;
            listen(&element, field, report.clone());
            mounted.push(element);
        }
        Ok(Self { clover, api_key: form.api_key.clone(), mounted })
    }

    /// Clover, and the public key under which it makes tokens.
    pub(super) fn clover(&self) -> (Clover, String) {
        (self.clover.clone(), self.api_key.clone())
    }

    pub(super) fn frames(&self) -> Frames {
        let waiting = |limit| self.mounted.iter().map(|element| shown(element, limit)).collect();
        Frames { soon: waiting(SOON), at_last: waiting(AT_LAST) }
    }
}

impl Frames {
    pub(super) async fn show_soon(&mut self) -> bool {
        all(std::mem::take(&mut self.soon)).await
    }

    pub(super) async fn show_at_last(self) -> bool {
        all(self.at_last).await
    }
}

fn shown(element: &MountedElement, limit: Duration) -> Waiting {
    let ready = element.ready(limit);
    Box::pin(async move { ready.await.is_ok() })
}

async fn all(waiting: Vec<Waiting>) -> bool {
    for frame in waiting {
        if !frame.await {
            return false;
        }
    }
    true
}

pub(super) async fn tokenize(clover: &Clover, keep: bool) -> Result<CardToken, TokenTrouble> {
    let multipay = if keep { Multipay::Many } else { Multipay::Once };
    let made = clover.create_token(multipay, TOKEN_LIMIT).await;
    let token = made.map_err(|error| match error {
        TokenError::Invalid(errors) => {
            let wrong: Vec<_> =
                CardField::ALL.into_iter().filter(|field| errors.get(kind(*field)).is_some()).collect();
            if wrong.is_empty() { TokenTrouble::Refused } else { TokenTrouble::Fields(wrong) }
        }
        TokenError::TimedOut | TokenError::Busy => TokenTrouble::Silent,
        TokenError::NotAToken | TokenError::Thrown(_) => TokenTrouble::Refused,
        TokenError::NotReady | TokenError::FrameGone => TokenTrouble::FieldsGone,
    })?;
    CardToken::parse(token.token.expose()).map_err(|_| TokenTrouble::Refused)
}

fn trouble(error: &MountError) -> FieldsTrouble {
    match error {
        MountError::Thrown(_) | MountError::NothingAppeared(_) => FieldsTrouble::Blocked,
        MountError::Container(_) | MountError::AlreadyMounted(_) | MountError::LacksRequest(_) => {
            FieldsTrouble::NeedsReload
        }
    }
}

/// A deaf field still makes tokens, so a refused listener is not worth the payer's form.
fn listen(element: &MountedElement, field: CardField, report: impl Fn(Event) + 'static) {
    let events = [EventName::Focus, EventName::Blur, EventName::Change];
    let _deaf = element.listen(&events, move |event| match event {
        ElementEvent::Focus(_) => report(Event::FieldFocused(field)),
        ElementEvent::Blur(form) => report(Event::FieldLeft(field, reports(&form))),
        ElementEvent::Change(form) => report(Event::FieldsChanged(reports(&form))),
        ElementEvent::PaymentMethod(_)
        | ElementEvent::PaymentMethodUnreadable
        | ElementEvent::PaymentMethodStart
        | ElementEvent::PaymentMethodEnd => {}
    });
}

fn reports(form: &FormState) -> [FieldReport; 4] {
    CardField::ALL.map(|field| {
        let known = form.get(kind(field));
        FieldReport {
            touched: known.is_some_and(|state| state.touched),
            wrong: known.is_some_and(|state| state.error.as_ref().is_some_and(|error| !error.is_empty())),
        }
    })
}

fn kind(field: CardField) -> ElementType {
    match field {
        CardField::Number => ElementType::CardNumber,
        CardField::Date => ElementType::CardDate,
        CardField::Cvv => ElementType::CardCvv,
        CardField::PostalCode => ElementType::CardPostalCode,
    }
}

fn settings(form: &CardForm) -> Settings {
    Settings::new(&form.api_key)
        .merchant_id(&form.merchant_id)
        .locale(Locale::nearest(&form.locale))
        .footer(Footer::OfThePage)
}

/// Our style sheets end at the frame, so the frame is told. All of it travels in each frame's address.
fn styles() -> Styles {
    let ink = browser::style_value("--ink").unwrap_or_else(|| "#1c1f23".to_owned());
    let faint = browser::style_value("--faint").unwrap_or_else(|| "#6b7280".to_owned());
    let font = "system-ui,-apple-system,Segoe UI,Roboto,sans-serif";
    Styles::new()
        .rule("body", [("margin", "0"), ("fontFamily", font), ("fontSize", "16px"), ("color", &ink)])
        .rule(
            "input",
            [
                ("color", &ink),
                ("caretColor", &ink),
                ("background", "transparent"),
                ("border", "0"),
                ("margin", "0"),
                ("padding", "0"),
                ("width", "100%"),
                ("height", "100%"),
                ("fontFamily", font),
                ("fontSize", "16px"),
                ("outline", "none"),
            ],
        )
        .rule("input::placeholder", [("color", &faint), ("opacity", "1")])
}
