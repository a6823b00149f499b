//! The closed lists of words Clover uses, each open at the end: a word not known here is kept, never lost.

use std::fmt::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum over known words. Reading ignores case (Clover is not consistent); writing uses the word given.
macro_rules! open_words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
            /// A word this version does not know, as Clover sent it.
            Other(String),
        }

        impl $name {
            /// Every word this version knows, in the order of their names.
            pub const KNOWN: &[Self] = &[$(Self::$variant,)+];

            /// The word as it goes over the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                $(if word.eq_ignore_ascii_case($word) { return Self::$variant; })+
                Self::Other(word.to_owned())
            }
        }

        /// For logs: a word that this version does not know is cut to 40 plain characters.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.as_str().chars().filter(char::is_ascii_graphic).take(40).try_for_each(|it| f.write_char(it))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|word| Self::from(word.as_str()))
            }
        }
    };
}

open_words! {
    /// What is wrong, in Clover's own code (clover-facts 2.6).
    Code {
        AmountTooLarge = "amount_too_large",
        CardDeclined = "card_declined",
        CardOnFileMissing = "card_on_file_missing",
        ChargeAlreadyCaptured = "charge_already_captured",
        ChargeAlreadyRefunded = "charge_already_refunded",
        EmailInvalid = "email_invalid",
        ExpiredCard = "expired_card",
        IncorrectCvc = "incorrect_cvc",
        IncorrectNumber = "incorrect_number",
        InvalidCardType = "invalid_card_type",
        InvalidChargeAmount = "invalid_charge_amount",
        InvalidCvc = "invalid_cvc",
        InvalidDetails = "invalid_details",
        InvalidExpiryMonth = "invalid_expiry_month",
        InvalidExpiryYear = "invalid_expiry_year",
        InvalidKey = "invalid_key",
        InvalidNumber = "invalid_number",
        InvalidRequest = "invalid_request",
        InvalidTaxAmount = "invalid_tax_amount",
        InvalidTipAmount = "invalid_tip_amount",
        Missing = "missing",
        OrderAlreadyPaid = "order_already_paid",
        ProcessingError = "processing_error",
        RateLimit = "rate_limit",
        ResourceMissing = "resource_missing",
        TokenAlreadyUsed = "token_already_used",
        Unexpected = "unexpected",
    }
}

open_words! {
    /// Why a card was declined. Only these two are attested (clover-facts 2.6); more exist.
    DeclineCode {
        IssuerDeclined = "issuer_declined",
        InsufficientFunds = "insufficient_funds",
    }
}

open_words! {
    /// The family of an error (clover-facts 2.6). A decline often has none.
    ErrorType {
        ApiConnection = "api_connection_error",
        Api = "api_error",
        Authentication = "authentication_error",
        Card = "card_error",
        Idempotency = "idempotency_error",
        InvalidGrant = "invalid_grant",
        InvalidRequest = "invalid_request_error",
        RateLimit = "rate_limit_error",
    }
}

open_words! {
    /// How a payment on the platform ended (clover-facts 2.9 and 2.14).
    PaymentResult {
        Success = "SUCCESS",
        Fail = "FAIL",
        Initiated = "INITIATED",
        Voided = "VOIDED",
        Voiding = "VOIDING",
        VoidFailed = "VOID_FAILED",
        Auth = "AUTH",
        AuthCompleted = "AUTH_COMPLETED",
        OfflineRetrying = "OFFLINE_RETRYING",
        Discount = "DISCOUNT",
    }
}

open_words! {
    /// How a charge ended.
    ChargeStatus {
        Succeeded = "succeeded",
        Pending = "pending",
        Failed = "failed",
    }
}

open_words! {
    /// How far an order is. `paid` and `created` are attested; `returned` follows a full refund (clover-facts 2.9).
    OrderStatus {
        Created = "created",
        Paid = "paid",
        Canceled = "canceled",
        Returned = "returned",
    }
}

open_words! {
    /// How a refund ended (clover-facts 2.9).
    RefundStatus {
        Succeeded = "succeeded",
        Pending = "pending",
        Failed = "failed",
        Canceled = "canceled",
    }
}

open_words! {
    /// Why money was given back (clover-facts 2.9).
    RefundReason {
        Duplicate = "duplicate",
        Fraudulent = "fraudulent",
        RequestedByCustomer = "requested_by_customer",
    }
}

open_words! {
    /// Card brands as Clover names them; Mastercard is `MC`.
    Brand {
        Visa = "VISA",
        Mastercard = "MC",
        Amex = "AMEX",
        Discover = "DISCOVER",
        DinersClub = "DINERS_CLUB",
        Jcb = "JCB",
        Interac = "INTERAC",
        GiftCard = "GIFT_CARD",
    }
}

open_words! {
    /// What the issuer said about a security code or an address line (clover-facts 2.5).
    Check {
        Pass = "pass",
        Failed = "failed",
        Unavailable = "unavailable",
        Unchecked = "unchecked",
    }
}

open_words! {
    /// How the payer reached the merchant: by themselves on the web, or by mail or telephone.
    EcomIndicator {
        Ecom = "ecom",
        Moto = "moto",
    }
}

open_words! {
    /// The unit of the pause between two charges of a plan (clover-facts 2.12).
    Interval {
        Day = "DAY",
        Week = "WEEK",
        Month = "MONTH",
        Year = "YEAR",
    }
}

open_words! {
    /// How a subscription is paid: by its customer's saved card (clover-facts 2.12).
    CollectionMethod {
        ChargeAutomatically = "CHARGE_AUTOMATICALLY",
    }
}

open_words! {
    /// How a payment on a hosted checkout page ended (clover-facts 2.13).
    CheckoutStatus {
        Approved = "APPROVED",
        Declined = "DECLINED",
    }
}

open_words! {
    /// What a Hosted Checkout webhook is about.
    CheckoutEvent {
        Payment = "PAYMENT",
    }
}

open_words! {
    /// What happened to the object of an app webhook (seed 4, section 9).
    EventType {
        Create = "CREATE",
        Update = "UPDATE",
        Delete = "DELETE",
    }
}

open_words! {
    /// The key before the colon of an app webhook's `objectId` (seed 4, section 9).
    ObjectKind {
        App = "A",
        Customer = "C",
        CashAdjustment = "CA",
        Employee = "E",
        Item = "I",
        ItemCategory = "IC",
        ModifierGroup = "IG",
        Modifier = "IM",
        Order = "O",
        Merchant = "M",
        Payment = "P",
        ServiceHours = "SH",
    }
}

open_words! {
    /// What a line of an order is.
    ItemType {
        Sku = "sku",
        Tax = "tax",
        Shipping = "shipping",
    }
}

open_words! {
    /// Whose bank account it is (docs:create-an-ach-token).
    CheckType {
        Personal = "personal_check",
        Corporate = "corporate_check",
    }
}

open_words! {
    /// What kind of bank account it is.
    AccountType {
        Checking = "checking",
        Savings = "savings",
    }
}

open_words! {
    /// What identifies the holder of a bank account.
    CustomerIdType {
        DriverLicense = "driver_license",
        SocialSecurity = "ssn",
        TaxId = "tax_id",
        MilitaryId = "military_id",
    }
}

open_words! {
    /// The tenders that every merchant has (seed 4, section 6).
    TenderKey {
        Cash = "com.clover.tender.cash",
        Check = "com.clover.tender.check",
    }
}

open_words! {
    /// Where a charge stands among those of one saved card.
    Sequence {
        First = "FIRST",
        Subsequent = "SUBSEQUENT",
    }
}

open_words! {
    /// Who set a charge to a saved card off.
    Initiator {
        Cardholder = "CARDHOLDER",
        Merchant = "MERCHANT",
    }
}

open_words! {
    /// The kind of plan a charge to a saved card belongs to.
    BillPay {
        Recurring = "Recurring",
        Installment = "Installment",
    }
}

open_words! {
    /// What is charged on top of the amount (clover-facts 2.16).
    AdditionalChargeType {
        CreditSurcharge = "CREDIT_SURCHARGE",
        Interac = "INTERAC_V2",
        ConvenienceFee = "CONVENIENCE_FEE",
    }
}
