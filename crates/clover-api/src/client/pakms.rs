//! The browser's key.

use super::Client;
use crate::error::ApiError;
use crate::wire::PakmsKey;

impl Client {
    /// `GET /pakms/apikey`: the key that the page gives to `new Clover()`. Fetch once per merchant and store.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn pakms_key(&self) -> Result<PakmsKey, ApiError> {
        self.get(&["pakms", "apikey"], &[]).await
    }
}
