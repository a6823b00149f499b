//! Connecting a merchant to Clover, and the key that browsers use there.

use serde::{Deserialize, Serialize};

/// A link by which a merchant connects, good for one connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionLink {
    /// The address to open in a browser, by somebody who may agree for the merchant. Whoever has it can use it.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub connect_url: String,
    /// From here on it leads nowhere.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// A public key: one that Clover refused in a browser, or the one to use instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicKey {
    /// For `new Clover(...)`, as in `CardForm`.
    pub api_key: String,
}
