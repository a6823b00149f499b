//! Charging by the calendar: plans, subscriptions, and a clock to try them with.
//!
//! A plan says how much and how often, a subscription who. Clover does the charging from then on, with the card that
//! the [customer](super::customers) has on file, and tells your app by a [webhook](super::webhooks).
//!
//! This part of Clover knows NO idempotency keys: a subscription created twice charges twice. After an unknown outcome
//! look for it in the list before you try again. Five failures in a row end a subscription, and nobody tells you so but
//! its `active`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::Page;
//! use clover_api::wire::{CreateCustomer, CreatePlan, CreateSubscription, Interval, UpdateSubscription};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let merchant = clover_emulator::Merchant::first().id;
//! # let token = emulator.card_token("4242424242424242").await?;
//! # let customer = CreateCustomer::with_card("ada@example.test", token.into());
//! # let customer = clover.create_customer(&customer, "customer").await?;
//! let plan = CreatePlan::every(1, Interval::Month, "Garden care", 49_99);
//! let plan = clover.create_plan(&merchant, &plan).await?;
//!
//! let wanted = CreateSubscription::of(customer.id.as_str());
//! let made = clover.create_subscription(&merchant, &plan.id, &wanted).await?;
//! assert_eq!(made.active, Some(true));
//!
//! // It starts at once. At Clover the next charge is a month away; the emulator's clock can be moved on.
//! # let emulators_clock = format!("{}/_control/clock", emulator.origin());
//! # let http = reqwest::Client::builder().no_proxy().build()?;
//! let lever = serde_json::json!({ "advance": "P1M" });
//! http.post(&emulators_clock).json(&lever).send().await?.error_for_status()?;
//! let charges = clover.list_charges(&Page::of(10), None).await?.data;
//! assert_eq!(charges.iter().map(|charge| charge.amount).collect::<Vec<_>>(), [49_99, 49_99]);
//!
//! // A change holds for later charges; a deleted subscription has none.
//! let cheaper = UpdateSubscription { amount: Some(39_99), ..UpdateSubscription::default() };
//! clover.update_subscription(&merchant, &made.id, &cheaper).await?;
//! http.post(&emulators_clock).json(&lever).send().await?.error_for_status()?;
//! assert_eq!(clover.list_charges(&Page::of(1), None).await?.data[0].amount, 39_99);
//!
//! clover.delete_subscription(&merchant, &made.id).await?;
//! assert!(clover.list_subscriptions(&merchant).await?.data.is_empty());
//! # Ok(())
//! # }
//! ```
