//! Paying with a gift card, and what to do when there is too little on it.
//!
//! A gift card's token is charged like any other, with one trap: where the balance is short, Clover takes what there is
//! and calls it a SUCCESS. So ask for the balance first, or compare the amounts afterwards.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateCharge, GiftCard};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! let card = GiftCard { number: "7777370000000500".into(), security_code: Some("12345678".into()) };
//! let token = clover.create_gift_card_token(&card, &stored).await?;
//!
//! // Asking does not spend the token.
//! let balance = clover.gift_card_balance(&token.id).await?;
//! assert_eq!(balance.available(), 5_00);
//!
//! let charge = CreateCharge::new(8_00, "usd".into(), token.id);
//! let charge = clover.create_charge(&charge, "a key for this token", None).await?;
//! assert!(charge.is_approved());
//! assert_eq!(charge.amount, 5_00);
//! # Ok(())
//! # }
//! ```
//!
//! An order paid in this way stays open for the rest, so another card can pay that.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CreateOrder, GiftCard, OrderItem, PayOrder};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let stored = clover.pakms_key().await?.api_access_key;
//! # let card = GiftCard { number: "7777370000000500".into(), security_code: Some("12345678".into()) };
//! # let gift_card = clover.create_gift_card_token(&card, &stored).await?.id;
//! # let token = emulator.card_token("4242424242424242").await?;
//! let order = CreateOrder::of("usd".into(), vec![OrderItem::sku("A book", 8_00)]);
//! let order = clover.create_order(&order, "book").await?;
//! let open = clover.pay_order(&order.id, &PayOrder::in_full(gift_card), "gift card", None).await?;
//! assert_eq!((open.is_paid(), open.amount_paid), (false, Some(5_00)));
//! let paid = clover.pay_order(&order.id, &PayOrder::in_full(token.into()), "card", None).await?;
//! assert!(paid.is_paid());
//! # Ok(())
//! # }
//! ```
