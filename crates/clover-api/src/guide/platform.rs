//! Reading a merchant's books: account, payments, orders, customers, inventory.
//!
//! Beside the API that takes money there is the platform, which shows everything that happened on any device of the
//! merchant. Its JSON is shaped differently, and this crate only reads there. A charge is a payment under the SAME id.
//!
//! Lists come in pages, newest first. A page that is full may be the last one all the same: go on until one is not.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::Reading;
//! use clover_api::wire::CreateCharge;
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let merchant = clover_emulator::Merchant::first().id;
//! assert_eq!(clover.merchant(&merchant).await?.id, merchant);
//!
//! # for amount in [1_00, 2_00, 3_00] {
//! #     let token = emulator.card_token("4242424242424242").await?;
//! #     let charge = CreateCharge::new(amount, "usd".into(), token.into());
//! #     clover.create_charge(&charge, &amount.to_string(), None).await?;
//! # }
//! let mut amounts = Vec::new();
//! let mut next = Some(Reading::default().limit(2).filter("result=SUCCESS"));
//! while let Some(reading) = next {
//!     let page = clover.merchant_payments(&merchant, &reading).await?;
//!     amounts.extend(page.elements.iter().map(|payment| payment.amount));
//!     next = reading.next(page.elements.len());
//! }
//! assert_eq!(amounts, [3_00, 2_00, 1_00]);
//! # Ok(())
//! # }
//! ```
//!
//! What a field refers to is named by its id only, unless it is asked for by [`expand`](crate::Reading::expand).
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::Reading;
//! use clover_api::wire::CreateCharge;
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let merchant = clover_emulator::Merchant::first().id;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # let charge = CreateCharge::new(10_00, "usd".into(), token.into());
//! # let charge = clover.create_charge(&charge, "charge", None).await?;
//! let bare = clover.merchant_payment(&merchant, &charge.id, &Reading::default()).await?;
//! assert!(bare.is_successful() && bare.card_transaction.is_none());
//!
//! let reading = Reading::default().expand("cardTransaction");
//! let full = clover.merchant_payment(&merchant, &charge.id, &reading).await?;
//! assert_eq!(full.card_transaction.and_then(|card| card.last4).as_deref(), Some("4242"));
//!
//! // What the account can do: whether the payer will see a surcharge, for one.
//! let can = clover.payment_configs(&merchant).await?;
//! assert!(can.surcharging.is_some());
//! # Ok(())
//! # }
//! ```
