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
//!
//! Any attempt spends the token, also one that is declined: the next attempt needs a new token AND a new key.
//!
//! # Reserving now, taking later
//!
//! A reservation holds money on the card. Capture all of it or less, once; what is not taken is released. A reservation
//! that nobody captures lapses after some days, and the goods have left by then: keep a list.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CaptureCharge, CreateCharge};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! let reserving = CreateCharge::reserving(12_00, "usd".into(), token.into());
//! let reserved = clover.create_charge(&reserving, "reserve", None).await?;
//! assert_eq!(reserved.captured, Some(false));
//!
//! let part = CaptureCharge { tip_amount: Some(1_00), ..CaptureCharge::only(9_00) };
//! let taken = clover.capture_charge(&reserved.id, &part, "capture").await?;
//! assert_eq!((taken.amount, taken.captured), (9_00, Some(true)));
//! # Ok(())
//! # }
//! ```
//!
//! # What else a charge carries
//!
//! Amounts are minor units. A tip comes ON TOP of `amount` while tax is contained IN it. An external reference has at
//! most 12 characters. An order of a single line is made by Clover for each charge.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateCharge, EcomIndicator, Metadata};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! let charge = CreateCharge {
//!     tip_amount: Some(1_50),
//!     tax_amount: Some(80),
//!     ecomind: Some(EcomIndicator::Moto),
//!     external_reference_id: Some("INV-2081".into()),
//!     receipt_email: Some("ada@example.test".into()),
//!     metadata: Some(Metadata::default().with("table", 7)),
//!     ..CreateCharge::new(10_00, "usd".into(), token.into())
//! };
//! let charge = clover.create_charge(&charge, "a key for this token", None).await?;
//! assert_eq!((charge.amount, charge.total()), (10_00, 11_50));
//! assert!(charge.order.is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # Money that needs no card
//!
//! Cash, a cheque or a tender that the merchant named is written down by a charge too, so that Clover's reports are
//! whole.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::Page;
//! use clover_api::wire::{CreateCharge, Tender};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! let cash = CreateCharge::tendered(18_33, "usd".into(), Tender::cash());
//! let voucher = CreateCharge::tendered(5_00, "usd".into(), Tender::Label("Voucher".into()));
//! clover.create_charge(&cash, "first", None).await?;
//! let second = clover.create_charge(&voucher, "second", None).await?;
//!
//! // Newest first.
//! let newest = clover.list_charges(&Page::of(1), None).await?.data;
//! assert_eq!(newest, [second]);
//! # Ok(())
//! # }
//! ```
