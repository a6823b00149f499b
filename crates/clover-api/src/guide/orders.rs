//! Writing an order down, having it paid once, and taking it back.
//!
//! An order is paid at most once, which no idempotency key can promise for a charge: whoever asks twice to have the
//! same order paid, with whatever token, is refused the second time. Where an invoice is to be paid, make its order
//! first, store its id, and pay that.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::ApiError;
//! use clover_api::wire::{Code, CreateOrder, OrderItem, PayOrder, TaxRate};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! let lines = vec![
//!     OrderItem::sku("An hour of work", 50_00).times(2),
//!     OrderItem::shipping("Courier", 5_00),
//!     // Worked out by you: part of the order's amount.
//!     OrderItem::tax("City tax", 2_50),
//!     // Worked out by Clover: beside the amount, and paid with it. 1,000,000 is 10 %.
//!     OrderItem::sku("Parts", 10_00).taxed(TaxRate::of("Sales tax", 1_000_000)),
//! ];
//! let order = clover.create_order(&CreateOrder::of("usd".into(), lines), "a key for this order").await?;
//! assert_eq!((order.amount, order.tax_amount), (117_50, Some(1_00)));
//!
//! # let token = emulator.card_token("4242424242424242").await?;
//! let pay = PayOrder::in_full(token.into());
//! let paid = clover.pay_order(&order.id, &pay, "a key for this token", None).await?;
//! assert!(paid.is_paid());
//! let charge = clover.charge(paid.charge.as_deref().unwrap_or_default()).await?;
//! assert_eq!(charge.amount, 118_50);
//!
//! # let token = emulator.card_token("4242424242424242").await?;
//! let second = clover.pay_order(&order.id, &PayOrder::in_full(token.into()), "another", None).await;
//! let Err(ApiError::Refused(refusal)) = second else { panic!("{second:?}") };
//! assert_eq!(refusal.code, Some(Code::OrderAlreadyPaid));
//! # Ok(())
//! # }
//! ```
//!
//! Three traps. An order without lines can be made and never paid. A computed tax is not in `amount`: where the total
//! must agree with an invoice to the penny, send a line of your own. And a decline can be wrong: before another card is
//! tried, read the order and look at [`is_paid`](crate::wire::Order::is_paid).
//!
//! # Split between several payers
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateOrder, OrderItem, PayOrder, Tender};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! let order = CreateOrder::of("usd".into(), vec![OrderItem::sku("Dinner", 90_00)]);
//! let order = clover.create_order(&order, "dinner").await?;
//!
//! # let token = emulator.card_token("4242424242424242").await?;
//! let first = PayOrder::in_part(60_00, token.into());
//! let open = clover.pay_order(&order.id, &first, "Ada's part", None).await?;
//! assert_eq!((open.is_paid(), open.amount_paid), (false, Some(60_00)));
//!
//! // The rest is what is left, whatever that is.
//! let rest = PayOrder::tendered(Tender::cash());
//! let paid = clover.pay_order(&order.id, &rest, "Ben's part", None).await?;
//! assert!(paid.is_paid());
//! assert_eq!(paid.past_charges.len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! # Taken back
//!
//! A return gives ALL of the order back, whatever amount is asked for: so this call does not let you ask. For a part,
//! make [a refund](super::refunds).
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::Page;
//! use clover_api::wire::{CreateOrder, OrderItem, OrderStatus, PayOrder};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let order = CreateOrder::of("usd".into(), vec![OrderItem::sku("Chair", 75_00)]);
//! # let order = clover.create_order(&order, "chair").await?;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # clover.pay_order(&order.id, &PayOrder::in_full(token.into()), "pay", None).await?;
//! let returned = clover.return_order(&order.id, "a key for this return").await?;
//! assert_eq!(returned.amount_returned, Some(75_00));
//!
//! let listed = clover.list_orders(&Page::of(10)).await?.data;
//! assert_eq!(listed[0].status, OrderStatus::Returned);
//! # Ok(())
//! # }
//! ```
