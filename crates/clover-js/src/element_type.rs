//! The thirteen kinds of field that Clover knows.

macro_rules! element_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A kind of field (clover-facts 1.5).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ElementType {
            $($(#[$doc])* $variant,)*
        }

        impl ElementType {
            /// Every kind.
            pub const ALL: [Self; 13] = [$(Self::$variant,)*];

            /// Clover's name for it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

element_types! {
    /// Number, date, code and postal code in one frame. Clover gives it no listeners (clover-facts 1.5).
    Card = "CARD",
    /// The name on the card.
    CardName = "CARD_NAME",
    /// The card's security code.
    CardCvv = "CARD_CVV",
    /// The card's expiry.
    CardDate = "CARD_DATE",
    /// The card's number.
    CardNumber = "CARD_NUMBER",
    /// The postal code of the card's owner.
    CardPostalCode = "CARD_POSTAL_CODE",
    /// The street address of the card's owner.
    CardStreetAddress = "CARD_STREET_ADDRESS",
    /// The phone number of the card's owner.
    CardPhoneNumber = "CARD_PHONE_NUMBER",
    /// The e-mail address of the card's owner.
    CardEmailAddress = "CARD_EMAIL_ADDRESS",
    /// The Google Pay button, and only that one (clover-facts 0).
    PaymentRequestButton = "PAYMENT_REQUEST_BUTTON",
    /// Bank account fields.
    AchElements = "ACH_ELEMENTS",
    /// Gift card fields.
    GiftCardElements = "GIFT_CARD_ELEMENTS",
    /// The Apple Pay button.
    PaymentRequestButtonApplePay = "PAYMENT_REQUEST_BUTTON_APPLE_PAY",
}

impl ElementType {
    /// The kind with this name of Clover's, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
