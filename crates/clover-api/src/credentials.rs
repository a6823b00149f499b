//! What opens a merchant's account, bound to the environment it opens it in.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use crate::Environment;
use crate::error::NoBearer;

/// What a [`Client`](crate::Client) proves itself with. It names the environment it belongs to, and no client for
/// another environment can be made with it: a sandbox key never meets real money, and the other way round.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub(crate) environment: Environment,
    pub(crate) bearer: Bearer,
}

#[derive(Debug, Clone)]
pub(crate) enum Bearer {
    Static(SecretString),
    Asked(Arc<dyn BearerSource>),
}

impl Credentials {
    /// A token that does not end: a merchant's private key, or a test token from the dashboard. Nothing in the token
    /// tells where it belongs, so say it where it is read.
    pub fn api_token(environment: Environment, token: SecretString) -> Self {
        Self { environment, bearer: Bearer::Static(token) }
    }

    /// Tokens that end, asked for at each call: see [`TokenSource::for_merchant`](crate::oauth::TokenSource::for_merchant).
    pub fn oauth(tokens: Arc<dyn BearerSource>) -> Self {
        Self { environment: tokens.environment().clone(), bearer: Bearer::Asked(tokens) }
    }
}

/// Has the access token of one merchant at hand.
pub trait BearerSource: Debug + Send + Sync {
    /// Where the tokens belong.
    fn environment(&self) -> &Environment;

    /// Whose tokens they are: the merchant's id. Clients for the same account share Clover's limits.
    fn account(&self) -> &str;

    /// A token for the next request.
    ///
    /// # Errors
    /// [`NoBearer`] says whether waiting helps or only the merchant.
    fn bearer(&self) -> Pin<Box<dyn Future<Output = Result<SecretString, NoBearer>> + Send + '_>>;

    /// Clover answered 401 to this token.
    fn refused<'a>(&'a self, bearer: &'a SecretString) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;
}
