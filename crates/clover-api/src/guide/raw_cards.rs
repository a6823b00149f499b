//! Card numbers in your own hands, behind the feature `raw-card-tokens-pci-dss`.
//!
//! Whoever turns this on takes the whole of PCI DSS upon every machine, log and backup that the number could reach.
//! Clover's fields in the browser spare you that. The types hide their secrets from `Debug`; the rest is up to you.
//!
//! Clover also takes the number encrypted for it, which keeps it from everything between you and Clover, though not
//! from your own machine. The public key is in a file of Clover's: it is fetched once for each client, the sandbox's or
//! production's as the environment asks.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{Brand, CreateCharge, RawCard};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! let card = RawCard {
//!     number: "4242424242424242".into(),
//!     exp_month: "12".into(),
//!     exp_year: "2040".into(),
//!     cvv: "123".into(),
//!     brand: Brand::Visa,
//!     address_zip: None,
//! };
//!
//! let encrypted = clover.transarmor_key().await?.encrypt(&card)?;
//! let token = clover.create_encrypted_card_token(&encrypted, &stored).await?;
//! let charge = CreateCharge::new(9_00, "usd".into(), token.id);
//! assert!(clover.create_charge(&charge, "a key for this token", None).await?.is_approved());
//!
//! // In the clear, where Clover has agreed to it.
//! assert!(clover.create_raw_card_token(&card, &stored).await.is_ok());
//! # Ok(())
//! # }
//! ```
