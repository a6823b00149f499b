//! Turning into a token what is not typed into Clover's fields.
//!
//! A token stands for a card, an account or a wallet until it is charged. A card's token is made by Clover's own fields
//! in the payer's browser, and that is how it should be: nothing of yours ever sees the number. (If it must, there is a
//! feature for it, and a page of this guide that comes with the feature.) The calls below are for everything else. Each
//! takes the merchant's [public key](super::pakms), and what it returns is charged like [any other
//! token](super::charges).
//!
//! # Bank accounts (ACH)
//!
//! For accounts in the United States. An approval says that the account exists, not that the money is there: a return
//! can come days later. Clover wants the account holder's agreement before the account is charged.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{
//!     AccountHolder, AccountType, BankAccount, CheckType, CreateCharge, CustomerIdType,
//! };
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! let account = BankAccount {
//!     account_number: "1234567890".into(),
//!     routing_number: "021000021".into(),
//!     check_type: CheckType::Personal,
//!     account_type: AccountType::Checking,
//!     customer_id_type: CustomerIdType::DriverLicense,
//!     customer_id_state: "NJ".into(),
//!     customer_id: "D1098111".into(),
//!     holder: AccountHolder {
//!         first_name: Some("Ada".into()),
//!         last_name: Some("Payer".into()),
//!         email: "ada@example.test".into(),
//!         phone: "2125550100".into(),
//!         address_line1: "1 Clover Lane".into(),
//!         address_city: "Trenton".into(),
//!         address_state: "NJ".into(),
//!         address_zip: "08601".into(),
//!         ..AccountHolder::default()
//!     },
//!     agreement: None,
//! };
//! let token = clover.create_ach_token(&account, &stored).await?;
//! let charge = CreateCharge::new(9_00, "usd".into(), token.id);
//! let charge = clover.create_charge(&charge, "a key for this token", None).await?;
//! assert_eq!(charge.payment_method_details.as_deref(), Some("ach"));
//! # Ok(())
//! # }
//! ```
//!
//! # Apple Pay
//!
//! The wallet hands out a payment that only Clover can decrypt; it is passed on as it is.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{ApplePayHeader, ApplePayPaymentData, CreateCharge};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! // `payment.token.paymentData` of the page's Apple Pay session.
//! let payment = ApplePayPaymentData {
//!     version: "EC_v1".into(),
//!     data: "ZW5jcnlwdGVk".into(),
//!     signature: "c2lnbmF0dXJl".into(),
//!     header: ApplePayHeader {
//!         ephemeral_public_key: "cHVibGlj".into(),
//!         public_key_hash: "aGFzaA==".into(),
//!         transaction_id: "0badc0de".into(),
//!     },
//! };
//! let token = clover.create_apple_pay_token(&payment, &stored).await?;
//! let charge = CreateCharge::new(9_00, "usd".into(), token.id);
//! assert!(clover.create_charge(&charge, "a key for this token", None).await?.is_approved());
//! # Ok(())
//! # }
//! ```
//!
//! # Gift cards, and tokens of another gateway
//!
//! A gift card has [a page of its own](super::gift_cards). A merchant who saved cards elsewhere brings their
//! `TransArmor` tokens along; what comes of one is multi-pay, which means that it can be charged again and again.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateCharge, ExternalToken};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! let brought = ExternalToken::transarmor("6011001234568321".into(), "12", "40");
//! let token = clover.create_token_from_external(&brought, &stored).await?;
//! for month in ["January", "February"] {
//!     let charge = CreateCharge::new(9_00, "usd".into(), token.id.clone());
//!     assert!(clover.create_charge(&charge, month, None).await?.is_approved());
//! }
//! # Ok(())
//! # }
//! ```
