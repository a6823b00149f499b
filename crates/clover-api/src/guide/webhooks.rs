//! Telling whether what arrived in Clover's name comes from Clover.
//!
//! There are two kinds, and they are proven differently. Both are hints: they may come twice, late, in the wrong order
//! or never, and a created payment need not be an approved one. So check the proof, note what is to be read, answer 200
//! at once, and then ask Clover for the object and believe that.
//!
//! # Events for an app
//!
//! Every post bears the same key, which the dashboard shows once the address has been verified. The very first post
//! bears none, as there is no key yet: it brings a code, which a person copies into the dashboard. Anybody can post
//! such a thing, so do nothing else with it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::body::Bytes;
//! use axum::http::HeaderMap;
//! use clover_api::webhook::WebhookError;
//! use clover_api::webhook::app::{AppWebhook, receive};
//! use clover_api::wire::{CreateCharge, ObjectKind};
//!
//! // A server that only hands on what came: headers and body, byte for byte.
//! let (came, mut inbox) = tokio::sync::mpsc::unbounded_channel();
//! let take = move |headers: HeaderMap, body: Bytes| async move {
//!     let _ = came.send((headers, body));
//! };
//! let app = axum::Router::new().route("/clover", axum::routing::post(take));
//! let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
//! let address = format!("http://{}/clover", listener.local_addr()?).parse()?;
//! tokio::spawn(async move { axum::serve(listener, app).await });
//!
//! # let webhooks = clover_emulator::WebhookTargets { app_url: Some(address), ..Default::default() };
//! # let key = webhooks.app_auth.clone().into();
//! # let config = clover_emulator::Config { webhooks, ..Default::default() };
//! # let emulator = clover_emulator::Emulator::start_with(config).await?;
//! # let environment = clover_api::Environment::Emulator { origin: emulator.origin().parse()? };
//! # let clover = clover_api::Client::builder(environment, emulator.api_token().into()).build()?;
//! # let token = emulator.card_token("4264281511117771").await?;
//! // Somebody tries to pay, with a card that is declined.
//! let charge = CreateCharge::new(9_00, "usd".into(), token.into());
//! assert!(clover.create_charge(&charge, "a key for this token", None).await.is_err());
//!
//! let (headers, body) = inbox.recv().await.ok_or("nothing came")?;
//! let AppWebhook::Notification(told) = receive(&headers, &body, Some(&key))? else { panic!() };
//! let events = told.merchants.values().flatten();
//! let payment = events.map(|event| &event.object_id).find(|object| object.kind == ObjectKind::Payment);
//!
//! // There is a payment, says the webhook. It was not approved, says Clover.
//! let payment = payment.ok_or("no payment")?;
//! assert!(!clover.charge(&payment.id).await?.is_approved());
//!
//! // A stranger who posts the same has another key, or none.
//! let forged = receive(&headers, &body, Some(&"guessed".into()));
//! assert_eq!(forged, Err(WebhookError::WrongProof));
//! # Ok(())
//! # }
//! ```
//!
//! # The end of a hosted checkout
//!
//! Here each post is signed together with a time. The signature is over the body as it came, so read it before any
//! framework parses it; and it stays right for ever, so posts from too long ago are refused and fingerprints that were
//! seen before are dropped by you.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::webhook::WebhookError;
//! use clover_api::webhook::hosted_checkout::{FIVE_MINUTES, SIGNATURE_HEADER, receive, sign};
//! use clover_api::wire::CheckoutStatus;
//!
//! // As Clover would post it; `sign` is for tests and emulators.
//! let secret = "the signing secret of the merchant's dashboard".into();
//! let body = br#"{"id":"9KQ4T7XNB2M0E","type":"PAYMENT","status":"APPROVED"}"#;
//! let mut headers = reqwest::header::HeaderMap::new();
//! headers.insert(SIGNATURE_HEADER, sign(body, &secret, 1_790_000_000).parse()?);
//!
//! let told = receive(&headers, body, &secret, 1_790_000_020, FIVE_MINUTES)?;
//! assert_eq!(told.status, Some(CheckoutStatus::Approved));
//! assert_eq!(told.payment_id.as_deref(), Some("9KQ4T7XNB2M0E"));
//!
//! // The same post again: the same fingerprint. An hour later: refused. Changed: refused.
//! let again = receive(&headers, body, &secret, 1_790_000_040, FIVE_MINUTES)?;
//! assert_eq!(again.fingerprint, told.fingerprint);
//! let late = receive(&headers, body, &secret, 1_790_003_600, FIVE_MINUTES);
//! assert_eq!(late, Err(WebhookError::OutOfTime));
//! let changed = receive(&headers, b"{}", &secret, 1_790_000_020, FIVE_MINUTES);
//! assert_eq!(changed, Err(WebhookError::WrongProof));
//! # Ok(())
//! # }
//! ```
