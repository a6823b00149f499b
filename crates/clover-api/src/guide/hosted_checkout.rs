//! Sending the payer to a payment page of Clover's own.
//!
//! You name what is to be paid; Clover answers an address that is good for a quarter of an hour. Send the browser
//! there, and have it come back to one of your own addresses. Coming back proves NOTHING: anybody can open an address.
//! What counts is the signed [webhook](super::webhooks), and even that only tells which payment to read.
//!
//! The order is made by Clover once the payer has paid, so there is nothing to look up before that: store the session's
//! id with your invoice, since the webhook brings it along.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::{CartLine, CreateCheckout, RedirectUrls};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let merchant = clover_emulator::Merchant::first().id;
//! let checkout = CreateCheckout {
//!     redirect_urls: Some(RedirectUrls {
//!         success: Some("https://shop.example/paid".into()),
//!         failure: Some("https://shop.example/failed".into()),
//!         cancel: Some("https://shop.example/basket".into()),
//!     }),
//!     ..CreateCheckout::of(vec![CartLine::priced("An hour of work", 50_00, 2)])
//! };
//! let session = clover.create_checkout(&merchant, &checkout).await?;
//!
//! // The browser goes to `session.href`; the payer types a card there.
//! # let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
//! # let typed = "number=4242424242424242&expiry=12%2F40&cvv=123&name=Ada";
//! let answer = browser.post(&session.href).body(typed).send().await?;
//! assert_eq!(answer.headers()["location"], "https://shop.example/paid");
//!
//! let lifetime = session.expiration_time.unwrap_or(0) - session.created_time.unwrap_or(0);
//! assert_eq!(lifetime, 15 * 60 * 1000);
//! # Ok(())
//! # }
//! ```
//!
//! Clover takes redirect addresses in HTTPS only, and none that lead to your own machine; the emulator does as Clover
//! does unless told otherwise.
