//! Reading an error: did money move, who can act, may the same be sent again?
//!
//! An error of this crate is one of four ([`ApiError`]), told apart by what they permit. The one that matters is the
//! last:
//!
//! | | What happened | Then |
//! |---|---|---|
//! | `Declined` | the issuer says no | another card; but ask first, Clover has been wrong |
//! | `Refused` | Clover understood, and says no | put right what is wrong |
//! | `NotSent` | nothing left this machine | later |
//! | `Unknown` | **nobody knows** | ask Clover, or repeat the SAME body under the SAME key |
//!
//! Two questions answer the rest: [`who_can_act`] and [`repeat`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{Code, CreateCharge};
//! use clover_api::{Act, Actor, ApiError, Repeat};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4264281511117771").await?;
//! let charge = CreateCharge::new(9_00, "usd".into(), token.into());
//! let declined = clover.create_charge(&charge, "first", None).await.unwrap_err();
//! assert_eq!(declined.who_can_act(), Actor::Payer);
//! assert_eq!(declined.repeat(Act::KeyedWrite), Repeat::Never);
//!
//! // The token was spent by the decline. Under another key, this might hide that an earlier request succeeded.
//! let spent = clover.create_charge(&charge, "second", None).await.unwrap_err();
//! assert!(spent.may_hide_an_earlier_success());
//! assert_eq!(spent.repeat(Act::KeyedWrite), Repeat::AfterAsking);
//! let ApiError::Refused(refusal) = &spent else { panic!("{spent:?}") };
//! assert_eq!(refusal.code, Some(Code::TokenAlreadyUsed));
//!
//! // Reads change nothing. Errors' texts bear neither tokens nor Clover's sentences, so they can be logged.
//! let missing = clover.charge("N0SUCHCHARGE0").await.unwrap_err();
//! assert_eq!(missing.to_string(), "Clover refused the request: NotFound, resource_missing");
//! # Ok(())
//! # }
//! ```
//!
//! # The answer that never came
//!
//! The emulator can carry a charge out and then drop the answer, as networks do.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::CreateCharge;
//! use clover_api::{Act, Actor, Repeat};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # let http = reqwest::Client::builder().no_proxy().build()?;
//! # let levers = format!("{}/_control/faults", emulator.origin());
//! let fault = serde_json::json!({
//!     "route": "create-charge", "fault": { "kind": "drop-answer" }, "times": 1,
//! });
//! http.post(levers).json(&fault).send().await?.error_for_status()?;
//!
//! let charge = CreateCharge::new(9_00, "usd".into(), token.into());
//! let lost = clover.create_charge(&charge, "stored before it was sent", None).await.unwrap_err();
//! assert!(lost.is_outcome_unknown());
//! assert_eq!(lost.who_can_act(), Actor::Nobody);
//! assert_eq!(lost.repeat(Act::KeyedWrite), Repeat::SameKeyOnly);
//!
//! // The same body under the same key: Clover answers what it did the first time.
//! let found = clover.create_charge(&charge, "stored before it was sent", None).await?;
//! assert!(found.is_approved());
//! assert_eq!(clover.list_charges(&clover_api::Page::of(10), None).await?.data.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! Codes that this version does not know are kept in their enum's `Other`, and nobody is blamed for them.
//!
//! [`ApiError`]: crate::ApiError
//! [`repeat`]: crate::ApiError::repeat
//! [`who_can_act`]: crate::ApiError::who_can_act
