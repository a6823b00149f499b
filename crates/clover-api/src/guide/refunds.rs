//! Giving money back, and the five ways in which that is not what it seems.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateRefund, RefundReason, RefundStatus};
//! use clover_api::Page;
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # let charge = clover_api::wire::CreateCharge::new(10_00, "usd".into(), token.into());
//! # let charge = clover.create_charge(&charge, "charge", None).await?;
//! let part = CreateRefund::of(&charge.id, 3_00).because(RefundReason::RequestedByCustomer);
//! let part = clover.create_refund(&part, "a key for this refund").await?;
//! assert_eq!((part.amount, &part.status), (3_00, &RefundStatus::Succeeded));
//!
//! let rest = clover.create_refund(&CreateRefund::of(&charge.id, 7_00), "another key").await?;
//! let all = clover.list_refunds(&Page::of(10), Some(&charge.id)).await?.data;
//! assert_eq!(all, [rest, part]);
//! let charge = clover.charge(&charge.id).await?;
//! assert_eq!((charge.amount_refunded, charge.refunded), (Some(10_00), Some(true)));
//! # Ok(())
//! # }
//! ```
//!
//! 1. Without an amount Clover means the ORIGINAL amount, which fails after a part was given back. So
//!    [`CreateRefund::of`](crate::wire::CreateRefund::of) always says one.
//! 2. A part of a charge that bears a tip, tax or fees cannot be given back; only all of it.
//! 3. Nor can a part of an order that has several lines.
//! 4. A charge given back in full before the day is settled becomes void. Nothing will be on the payer's statement,
//!    neither the charge nor the refund, and the platform shows a voided payment WITHOUT refunds.
//! 5. Returning an [order](super::orders) gives back all of it, and its answer repeats whatever amount was asked for.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::platform::PaymentResult;
//! use clover_api::wire::{Code, CreateCharge, CreateRefund};
//! use clover_api::{ApiError, Reading};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let merchant = clover_emulator::Merchant::first().id;
//! # let token = emulator.card_token("4242424242424242").await?;
//! let tipped = CreateCharge { tip_amount: Some(2_00), ..CreateCharge::new(10_00, "usd".into(), token.into()) };
//! let charge = clover.create_charge(&tipped, "charge", None).await?;
//!
//! let part = clover.create_refund(&CreateRefund::of(&charge.id, 4_00), "part").await;
//! let Err(ApiError::Refused(refusal)) = part else { panic!("{part:?}") };
//! assert_eq!(refusal.code, Some(Code::ProcessingError));
//!
//! clover.create_refund(&CreateRefund::of(&charge.id, 10_00), "all").await?;
//! let reading = Reading::default().expand("refunds");
//! let payment = clover.merchant_payment(&merchant, &charge.id, &reading).await?;
//! assert_eq!(payment.result, Some(PaymentResult::Voided));
//! # Ok(())
//! # }
//! ```
