//! What is asked of Clover when a field is made: its kind, its look, and what a wallet needs to know.

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::element_type::ElementType;
use crate::ffi::CloverJs;
use crate::styles::Styles;
use crate::value;

/// The length of the Google Pay button's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GooglePayButton {
    /// Only the mark.
    Short,
    /// A sentence.
    #[default]
    Long,
}

/// What Google Pay shows and charges (clover-facts 1.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRequestData {
    /// The text beside the amount.
    pub label: String,
    /// The amount in minor units.
    pub amount: u32,
    /// The button.
    pub button: GooglePayButton,
}

/// What Apple Pay shows and charges (clover-facts 1.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplePaymentRequest {
    /// The amount in minor units; Clover throws on 0.
    pub amount: u32,
    /// ISO 3166 code of two letters.
    pub country: String,
    /// ISO 4217 code of three letters.
    pub currency: String,
    /// The merchant's or the app's uuid.
    pub session_identifier: String,
}

#[derive(Clone, Debug)]
enum Special {
    None,
    GooglePay(PaymentRequestData),
    ApplePay(ApplePaymentRequest),
    Phone { mask: Option<String>, type_drop_down: bool },
}

/// A field to be mounted.
#[derive(Clone, Debug)]
pub struct Field {
    kind: ElementType,
    styles: Styles,
    special: Special,
}

impl Field {
    /// A field that needs nothing but its kind.
    pub fn new(kind: ElementType) -> Self {
        Self { kind, styles: Styles::new(), special: Special::None }
    }

    /// The Google Pay button.
    pub fn google_pay(data: PaymentRequestData) -> Self {
        Self { special: Special::GooglePay(data), ..Self::new(ElementType::PaymentRequestButton) }
    }

    /// The Apple Pay button.
    pub fn apple_pay(request: ApplePaymentRequest) -> Self {
        Self { special: Special::ApplePay(request), ..Self::new(ElementType::PaymentRequestButtonApplePay) }
    }

    /// The phone number, with the mask it is written in and perhaps a choice of home, work, mobile.
    pub fn phone(mask: Option<String>, type_drop_down: bool) -> Self {
        Self { special: Special::Phone { mask, type_drop_down }, ..Self::new(ElementType::CardPhoneNumber) }
    }

    /// Sets the look.
    #[must_use]
    pub fn styles(mut self, styles: &Styles) -> Self {
        self.styles = styles.clone();
        self
    }

    /// The kind of the field.
    pub fn kind(&self) -> ElementType {
        self.kind
    }

    /// True for a wallet's button made without saying what to charge: Clover throws its key at us for one of
    /// them and mounts a useless frame for the other (clover-facts 1.5).
    pub(crate) fn lacks_request(&self) -> bool {
        let wallet = matches!(
            self.kind,
            ElementType::PaymentRequestButton | ElementType::PaymentRequestButtonApplePay
        );
        wallet && matches!(self.special, Special::None)
    }

    /// The second argument of `elements.create(type, options)`, fresh and mutable at each call.
    pub(crate) fn to_options(&self, clover: &CloverJs) -> Result<Object, JsValue> {
        let options = self.styles.to_object();
        match &self.special {
            Special::None => {}
            Special::GooglePay(data) => value::set(&options, "paymentReqData", &google_data(data)),
            Special::ApplePay(request) => {
                let request_js = clover.create_apple_payment_request(&apple_request(request))?;
                value::set(&options, "applePaymentRequest", &request_js);
                value::set_text(&options, "sessionIdentifier", &request.session_identifier);
            }
            Special::Phone { mask, type_drop_down } => {
                if let Some(mask) = mask {
                    value::set_text(&options, "phoneNumberMask", mask);
                }
                value::set(&options, "showPhoneTypeDropDown", &JsValue::from_bool(*type_drop_down));
            }
        }
        Ok(options)
    }
}

fn google_data(data: &PaymentRequestData) -> Object {
    let total = Object::new();
    value::set_text(&total, "label", &data.label);
    value::set(&total, "amount", &JsValue::from(data.amount));
    let button = Object::new();
    let length = match data.button {
        GooglePayButton::Short => "short",
        GooglePayButton::Long => "long",
    };
    value::set_text(&button, "buttonType", length);
    let options = Object::new();
    value::set(&options, "button", &button);
    let whole = Object::new();
    value::set(&whole, "total", &total);
    value::set(&whole, "options", &options);
    whole
}

pub(crate) fn apple_request(request: &ApplePaymentRequest) -> Object {
    let whole = Object::new();
    value::set(&whole, "amount", &JsValue::from(request.amount));
    value::set_text(&whole, "countryCode", &request.country);
    value::set_text(&whole, "currencyCode", &request.currency);
    whole
}
