//! Charging a token once, and what each answer permits.
//!
//! The token comes from Clover's fields in the payer's browser. The idempotency key is yours: make one for each new
//! token, store it, and only then call. Whoever cannot say afterwards what became of the call asks Clover, or sends the
//! same body under the same key.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateCharge, CurrencyCode, SourceId};
//! use clover_api::{ApiError, Client, Environment};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! let environment = Environment::Emulator { origin: emulator.origin().parse()? };
//! let clover = Client::builder(environment, emulator.api_token().into()).build()?;
//!
//! # let token = emulator.card_token("4242424242424242").await?;
//! let charge = CreateCharge::new(48_25, CurrencyCode::from("usd"), SourceId::from(token));
//! let charged = clover.create_charge(&charge, "one-key-per-token", None).await?;
//! assert!(charged.is_approved());
//!
//! // The same body under the same key is the same charge.
//! let again = clover.create_charge(&charge, "one-key-per-token", None).await?;
//! assert_eq!(again.id, charged.id);
//!
//! // A card that its issuer declines.
//! # let token = emulator.card_token("4264281511117771").await?;
//! let declined = CreateCharge { source: SourceId::from(token), ..charge };
//! match clover.create_charge(&declined, "another-token-another-key", None).await {
//!     Err(ApiError::Declined(decline)) => assert!(decline.charge.is_some()),
//!     other => panic!("{other:?}"),
//! }
//! # Ok(())
//! # }
//! ```
