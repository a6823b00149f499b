//! Keeping a card on file, and saying why it is charged again.
//!
//! With the payer's consent a token is saved with a customer, before it was ever charged. From then on the customer's
//! id is a source like a token, and the token itself has become multi-pay. The merchant's gateway must be set up for
//! it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateCharge, CreateCustomer, UpdateCustomer};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! let customer = CreateCustomer::with_card("ada@example.test", token.into());
//! let customer = clover.create_customer(&customer, "a key for this token").await?;
//!
//! for month in ["March", "April"] {
//!     let charge = CreateCharge::new(25_00, "usd".into(), customer.as_source());
//!     assert!(clover.create_charge(&charge, month, None).await?.is_approved());
//! }
//!
//! // Another card: there is one at a time, so revoke the first, then save the second.
//! let card = customer.card().unwrap_or_default();
//! clover.revoke_card(&customer.id, card).await?;
//! # let token = emulator.card_token("5204245250003294").await?;
//! let change = UpdateCustomer { email: None, source: Some(token.into()) };
//! let customer = clover.update_customer(&customer.id, &change).await?;
//! let charge = CreateCharge::new(25_00, "usd".into(), customer.as_source());
//! let charge = clover.create_charge(&charge, "May", None).await?;
//! assert_eq!(charge.source.and_then(|card| card.last4).as_deref(), Some("3294"));
//! # Ok(())
//! # }
//! ```
//!
//! # Charging without the payer
//!
//! Card networks want to know of each charge to a saved card whether it opens or follows an agreement, and who wants
//! it. A charge that says nothing is made all the same, with a remark in
//! [`warning_message`](crate::wire::Charge::warning_message), and costs the merchant in fees and declines: read the
//! remark.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{BillPay, CreateCharge, InstallmentInfo, SourceId, StoredCredentials};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # let source = SourceId::from(token);
//! let charging = |said: StoredCredentials| CreateCharge {
//!     stored_credentials: Some(said),
//!     ..CreateCharge::new(40_00, "usd".into(), source.clone())
//! };
//! let said = [
//!     ("agreed", StoredCredentials::first()),
//!     ("ordered again", StoredCredentials::by_cardholder()),
//!     ("no-show", StoredCredentials::by_merchant()),
//!     ("2 of 12", StoredCredentials::scheduled(InstallmentInfo::of(BillPay::Installment))),
//! ];
//! for (key, said) in said {
//!     let charge = clover.create_charge(&charging(said), key, None).await?;
//!     assert_eq!(charge.warning_message, None);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An order is paid the same way, by [`PayOrder::by_customer`](crate::wire::PayOrder::by_customer) or with the
//! multi-pay token as its source.
