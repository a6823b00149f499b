//! Secrets on their way out: the one place where serde sees what `Debug` never shows.

use secrecy::{ExposeSecret, SecretString};
use serde::Serializer;

/// Writes the secret itself.
pub(super) fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

/// Writes the secret itself, if there is one.
#[expect(clippy::ref_option, reason = "serde hands it over like this")]
pub(super) fn exposed_option<S: Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => exposed(secret, serializer),
        None => serializer.serialize_none(),
    }
}
