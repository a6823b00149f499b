//! Getting the key with which a page makes tokens.
//!
//! The payer's browser needs a public key, which Clover calls the PAKMS key. It belongs to one merchant, may be shown
//! to anybody, makes tokens and does nothing else. Fetch it once when the merchant is set up and STORE it: fetched for
//! each visitor it costs a request out of sixteen a second, and a page that cannot be opened whenever Clover is slow.
//! Fetch it again only when Clover refuses it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{ExternalToken, PakmsKey};
//! use clover_api::{ApiError, RefusalKind};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! let key: PakmsKey = clover.pakms_key().await?;
//!
//! // For `new Clover(key)` in the page, and for the calls that make tokens without a page.
//! let stored = key.api_access_key;
//! let card = ExternalToken::transarmor("6011001234568321".into(), "12", "40");
//! assert!(clover.create_token_from_external(&card, &stored).await.is_ok());
//!
//! // A key that is not, or no longer, good: now is the time to fetch another one.
//! let refused = clover.create_token_from_external(&card, "a key of last year").await;
//! let Err(ApiError::Refused(refusal)) = refused else { panic!("{refused:?}") };
//! assert_eq!(refusal.kind, RefusalKind::Unauthorized);
//! # Ok(())
//! # }
//! ```
