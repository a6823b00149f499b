//! The JSON of Clover's Ecommerce API, one file per entity, shared by the client and by anything that imitates Clover.
//!
//! Reading is tolerant (unknown fields are skipped, most fields are optional); writing is exact. Amounts are integers
//! in minor units, times are milliseconds since 1970 in UTC.

mod apple_pay;
mod bank_account;
mod card;
mod charge;
mod customer;
mod error;
mod exposed;
mod external_token;
mod gift_card;
mod hosted_checkout;
mod lenient;
mod metadata;
mod order;
mod pakms;
mod plan;
pub mod platform;
mod purchase;
#[cfg(feature = "raw-card-tokens-pci-dss")]
mod raw_card;
mod recurring_time;
mod refund;
mod shipping;
mod stored_credentials;
mod subscription;
mod tender;
mod token;
mod transarmor_keys;
mod words;

pub use apple_pay::{ApplePayHeader, ApplePayPaymentData};
pub use bank_account::{AccountHolder, AchAgreement, BankAccount};
pub use card::CardDetails;
pub use charge::{CaptureCharge, Charge, CreateCharge, Outcome};
pub use customer::{CreateCustomer, Customer, CustomerShipping, RevokedCard, SavedCards, UpdateCustomer};
pub use error::{CloverText, ErrorBody, ErrorEnvelope};
pub use external_token::ExternalToken;
pub use gift_card::{Balance, BalanceInquiry, GiftCard, GiftCardBalance};
pub use hosted_checkout::{
    CartLine, CheckoutCustomer, CheckoutSession, CreateCheckout, RedirectUrls, ShoppingCart, TipSettings,
};
pub use lenient::{CurrencyCode, List, SourceId};
pub use metadata::{Metadata, Note};
pub use order::{CreateOrder, Order, OrderItem, OrderReturn, PayOrder, StatusTransitions, TaxRate};
pub use pakms::PakmsKey;
pub use plan::{CreatePlan, Plan, UpdatePlan};
pub use purchase::{AdditionalCharge, Level2, PayerDetails, SoftDescriptor};
#[cfg(feature = "raw-card-tokens-pci-dss")]
pub use raw_card::{EncryptedCard, RawCard};
pub use recurring_time::RecurringTime;
pub use refund::{CreateRefund, Refund};
pub use shipping::{Address, Shipping};
pub use stored_credentials::{InstallmentInfo, StoredCredentials};
pub use subscription::{CreateSubscription, RecurringDescriptor, Subscription, UpdateSubscription};
pub use tender::Tender;
pub use token::{EncryptedWallet, Token, Tokenize};
pub use transarmor_keys::TransArmorKeys;
pub use words::{
    AccountType, AdditionalChargeType, BillPay, Brand, ChargeStatus, Check, CheckType, CheckoutEvent,
    CheckoutStatus, Code, CollectionMethod, CustomerIdType, DeclineCode, EcomIndicator, ErrorType, EventType,
    Initiator, Interval, ItemType, ObjectKind, OrderStatus, RefundReason, RefundStatus, Sequence, TenderKey,
};
