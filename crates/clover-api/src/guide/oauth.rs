//! Coming to act for a merchant: consent, tokens, and tokens again.
//!
//! A merchant who connects your app lands on Clover's consent page and comes back with a code. The code becomes a pair:
//! an access token that lasts half an hour, and a refresh token that brings the next pair and works ONCE. Everything
//! that goes wrong with OAuth in production goes wrong there: two processes refresh at the same time, one of them is
//! refused, and the merchant seems to have left.
//!
//! # An app with a secret
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::oauth::{App, Callback, OAuth, OAuthError, Trust};
//! use clover_api::{Client, Environment};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let environment = Environment::Emulator { origin: emulator.origin().parse()? };
//! # let registered = clover_emulator::RegisteredApp::default();
//! # let (client_id, secret) = (registered.client_id, registered.client_secret.into());
//! let oauth = OAuth::new(environment.clone(), App { client_id, trust: Trust::High { secret } })?;
//!
//! // Send the browser there, and keep `pending` bound to that browser.
//! let left = oauth.authorize(&"http://localhost:8080/connect/callback".parse()?);
//!
//! // The merchant approves. What your redirect address is asked with:
//! # let query = approved(&left.url).await?;
//! let Callback::Granted(grant) = oauth.read_callback(&query, Some(&left.pending)) else {
//!     panic!("denied, started from the App Market, or forged");
//! };
//! let pair = oauth.exchange(&grant.code, &left.pending).await?;
//!
//! // The merchant's id came with the browser, which may have changed it: try the token on that account.
//! let clover = Client::builder(environment, pair.access_token.clone()).build()?;
//! assert_eq!(clover.merchant(&grant.merchant_id).await?.id, grant.merchant_id);
//!
//! // The next pair; the old refresh token is spent from here on, even if this answer is lost.
//! let next = oauth.refresh(&pair.refresh_token).await?;
//! assert!(next.refresh_token_until > next.access_token_until);
//! let again = oauth.refresh(&pair.refresh_token).await;
//! assert_eq!(again.unwrap_err(), OAuthError::RefreshTokenRefused);
//! # Ok(())
//! # }
//! # async fn approved(page: &url::Url) -> Result<String, Box<dyn std::error::Error>> {
//! #     let form = url::form_urlencoded::Serializer::new(String::new())
//! #         .append_pair("asked", page.query().unwrap_or_default())
//! #         .append_pair("merchant", &clover_emulator::Merchant::first().id)
//! #         .append_pair("answer", "approve")
//! #         .finish();
//! #     let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
//! #     let sent = browser.post(page.origin().ascii_serialization() + page.path()).body(form).send().await?;
//! #     let back: url::Url = sent.headers()["location"].to_str()?.parse()?;
//! #     Ok(back.query().unwrap_or_default().to_owned())
//! # }
//! ```
//!
//! A callback has more than one meaning, and [`Callback`] names them all. One surprises: a merchant who opens the app
//! from Clover's App Market arrives WITHOUT a code. Send them to [`authorize`] as if they had pressed your own button.
//!
//! # An app without a secret
//!
//! What runs in other people's hands proves itself by PKCE: each authorization makes a verifier, shows Clover its hash,
//! and shows the verifier itself at the exchange. It is part of [`Pending`], so keep that; without it the code is worth
//! nothing.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::oauth::{App, OAuth, Pending, Trust};
//! use clover_api::Environment;
//!
//! let app = App { client_id: "TREF01APP0123".into(), trust: Trust::Low };
//! let oauth = OAuth::new(Environment::Sandbox, app)?;
//! let left = oauth.authorize(&"https://shop.example/connect/callback".parse()?);
//! assert!(left.url.query().is_some_and(|query| query.contains("code_challenge_method=S256")));
//!
//! // A cookie or a table keeps two texts; put them together again when the merchant is back.
//! let (state, verifier) = (left.pending.state().clone(), left.pending.verifier().cloned());
//! let pending = Pending::restore(state, verifier);
//! assert!(pending.verifier().is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # From then on
//!
//! Do not refresh by hand. Implement [`TokenVault`] over your database (sealed: the tokens open an account), make one
//! [`TokenSource`] for the process, and give each [`Client`] its merchant's tokens with [`Credentials::oauth`]. The
//! source refreshes before a token ends, one process at a time for each merchant, and gets a pair back that was lost
//! with an answer, which Clover allows to apps with a secret.
//!
//! [`Callback`]: crate::oauth::Callback
//! [`Client`]: crate::Client
//! [`Credentials::oauth`]: crate::Credentials::oauth
//! [`Pending`]: crate::oauth::Pending
//! [`TokenSource`]: crate::oauth::TokenSource
//! [`TokenVault`]: crate::oauth::TokenVault
//! [`authorize`]: crate::oauth::OAuth::authorize
