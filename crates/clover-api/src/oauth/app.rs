//! The app in whose name access is asked for.

use secrecy::SecretString;

/// An app as Clover's developer dashboard knows it.
#[derive(Debug, Clone)]
pub struct App {
    /// The app id, 13 characters. Public.
    pub client_id: String,
    /// How the app proves that it is itself.
    pub trust: Trust,
}

/// How an app proves that it is itself.
#[derive(Debug, Clone)]
pub enum Trust {
    /// It runs where a secret can be kept: a server.
    High {
        /// The app secret.
        secret: SecretString,
    },
    /// It runs in other people's hands; each authorization brings its own proof (PKCE, S256).
    Low,
}
