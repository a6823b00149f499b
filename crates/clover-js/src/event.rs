//! What Clover says happened in its fields, in types.

use wasm_bindgen::JsValue;

use crate::element_type::ElementType;
use crate::token::CardToken;
use crate::value;

/// An event that a field can be listened to for (clover-facts 1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventName {
    /// The field lost the focus.
    Blur,
    /// Its content changed.
    Change,
    /// It got the focus.
    Focus,
    /// A wallet gave a token.
    PaymentMethod,
    /// A wallet's window opened.
    PaymentMethodStart,
    /// A wallet's window closed.
    PaymentMethodEnd,
}

impl EventName {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Blur => "blur",
            Self::Change => "change",
            Self::Focus => "focus",
            Self::PaymentMethod => "paymentMethod",
            Self::PaymentMethodStart => "paymentMethodStart",
            Self::PaymentMethodEnd => "paymentMethodEnd",
        }
    }
}

/// What one field says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldState {
    /// True once the payer has been in it.
    pub touched: bool,
    /// What is wrong with it, in Clover's words and the settings' language. The full list of texts is not
    /// known: show it or replace it, do not compare it.
    pub error: Option<String>,
}

/// The state of the whole form; every event carries all of it, not only its own field (clover-facts 1.7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState(Vec<(ElementType, FieldState)>);

impl FormState {
    /// The state of one field; `None` while Clover has not mentioned it.
    pub fn get(&self, kind: ElementType) -> Option<&FieldState> {
        self.iter().find_map(|(known, state)| (known == kind).then_some(state))
    }

    /// The error of one field.
    pub fn error(&self, kind: ElementType) -> Option<&str> {
        self.get(kind)?.error.as_deref()
    }

    /// Every field mentioned.
    pub fn iter(&self) -> impl Iterator<Item = (ElementType, &FieldState)> {
        self.0.iter().map(|(kind, state)| (*kind, state))
    }

    /// Fields of unknown kinds are left out, so that a new one of Clover's breaks nothing.
    pub(crate) fn read(payload: &JsValue) -> Self {
        let read = |(name, said): (String, JsValue)| {
            let touched = value::get(&said, "touched").is_some_and(|touched| touched.is_truthy());
            Some((ElementType::parse(&name)?, FieldState { touched, error: value::text(&said, "error") }))
        };
        Self(value::entries(payload).into_iter().filter_map(read).collect())
    }
}

/// A payment that a wallet agreed to (clover-facts 1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletPayment {
    /// The token to charge.
    pub token: CardToken,
    /// The network of the card behind the wallet, in Clover's words (`VISA`).
    pub card_network: Option<String>,
    /// The postal code of the billing address.
    pub postal_code: Option<String>,
}

impl WalletPayment {
    fn read(payload: &JsValue) -> Option<Self> {
        let billing =
            value::get(payload, "customer").and_then(|customer| value::get(&customer, "billingInfo"));
        let address = billing.as_ref().and_then(|billing| value::get(billing, "billingAddress"));
        Some(Self {
            token: CardToken::parse(&value::text(payload, "token")?)?,
            card_network: billing.and_then(|billing| value::text(&billing, "cardNetwork")),
            postal_code: address.and_then(|address| value::text(&address, "postalCode")),
        })
    }
}

/// Something that happened in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementEvent {
    /// The field lost the focus.
    Blur(FormState),
    /// Its content changed.
    Change(FormState),
    /// It got the focus.
    Focus(FormState),
    /// A wallet gave a token.
    PaymentMethod(WalletPayment),
    /// A wallet says it succeeded, and what it gave is no token.
    PaymentMethodUnreadable,
    /// A wallet's window opened.
    PaymentMethodStart,
    /// A wallet's window closed.
    PaymentMethodEnd,
}

impl ElementEvent {
    pub(crate) fn read(name: EventName, payload: &JsValue) -> Self {
        match name {
            EventName::Blur => Self::Blur(FormState::read(payload)),
            EventName::Change => Self::Change(FormState::read(payload)),
            EventName::Focus => Self::Focus(FormState::read(payload)),
            EventName::PaymentMethod => {
                WalletPayment::read(payload).map_or(Self::PaymentMethodUnreadable, Self::PaymentMethod)
            }
            EventName::PaymentMethodStart => Self::PaymentMethodStart,
            EventName::PaymentMethodEnd => Self::PaymentMethodEnd,
        }
    }
}
