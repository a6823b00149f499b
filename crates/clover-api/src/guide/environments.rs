//! Saying which Clover is meant, so that a test key never meets real money.
//!
//! Clover has a sandbox and three regions of production, each on hosts of its own ([`Environment`]). Nothing in an API
//! token tells where it belongs, and a mistake is noticed late: by an invoice that looks paid and is not, or by
//! somebody's real card. So the client wants to know, and refuses three mistakes before anything is sent.
//!
//! [`Environment`]: crate::Environment
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::CreateCharge;
//! use clover_api::{ApiError, BuildError, Client, Credentials, Environment, Host, NotSentCause};
//!
//! // Where a token is read, say where it belongs.
//! let test_key = Credentials::api_token(Environment::Sandbox, "a key of the sandbox".into());
//! let clover = Client::with_credentials(Environment::Sandbox, test_key.clone()).build()?;
//!
//! // It makes no client for another environment.
//! let mistaken = Client::with_credentials(Environment::ProductionNa, test_key).build();
//! assert!(matches!(mistaken, Err(BuildError::OtherEnvironment)));
//!
//! // Nor does a token of which nobody said anything, where money is real.
//! let unlabelled = Client::builder(Environment::ProductionEu, "a key of whose?".into()).build();
//! assert!(matches!(unlabelled, Err(BuildError::UnlabelledToken)));
//!
//! // And a card token of the sandbox does not leave for production. A single host can be put elsewhere: a proxy, a
//! // recording server, or here a place that does not exist.
//! let live_key = Credentials::api_token(Environment::ProductionNa, "a live key".into());
//! let live = Client::with_credentials(Environment::ProductionNa, live_key)
//!     .host(Host::Ecommerce, &"https://proxy.invalid".parse()?)
//!     .build()?;
//! let charge = CreateCharge::new(100, "usd".into(), "clv_1TSTabcdefghijklmnopqrst".into());
//! let stopped = live.create_charge(&charge, "a key for this token", None).await;
//! assert!(matches!(stopped, Err(ApiError::NotSent(NotSentCause::WrongMoney { .. }))));
//! # Ok(())
//! # }
//! ```
//!
//! Only card tokens show their kind. A customer's id or a multi-pay token goes through, and Clover will not know it.
//!
//! An emulator serves all of Clover's paths on one origin, and any key is good for it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::{Client, Environment};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! let environment = Environment::Emulator { origin: emulator.origin().parse()? };
//! let clover = Client::builder(environment, emulator.api_token().into()).build()?;
//! assert!(clover.pakms_key().await.is_ok());
//! # Ok(())
//! # }
//! ```
