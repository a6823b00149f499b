//! Keeps the merchants' public (PAKMS) keys, which Clover asks to fetch once and store (clover-facts 2.3).

use payments::port::StoreError;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use crate::Database;
use crate::entity::public_key;
use crate::error::failed;

impl Database {
    /// The stored key of this Clover merchant at this host.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be read.
    pub async fn public_key(&self, host: &str, clover_merchant: &str) -> Result<Option<String>, StoreError> {
        let id = (host.to_owned(), clover_merchant.to_owned());
        self.looking(async {
            let found = public_key::Entity::find_by_id(id).one(self.reads()).await;
            found.map(|row| row.map(|row| row.key)).map_err(failed("public_keys"))
        })
        .await
    }

    /// Stores a key; the newer one stays.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be written.
    pub async fn keep_public_key(
        &self,
        host: &str,
        clover_merchant: &str,
        key: &str,
    ) -> Result<(), StoreError> {
        let row = public_key::ActiveModel {
            host: Set(host.to_owned()),
            clover_merchant: Set(clover_merchant.to_owned()),
            key: Set(key.to_owned()),
        };
        let mut newer = OnConflict::columns([public_key::Column::Host, public_key::Column::CloverMerchant]);
        newer.update_column(public_key::Column::Key);
        self.writing(async {
            let transaction = self.begin().await?;
            public_key::Entity::insert(row)
                .on_conflict(newer)
                .exec_without_returning(&transaction)
                .await
                .map_err(failed("public_keys"))?;
            transaction.commit().await.map_err(failed("public_keys"))
        })
        .await
    }
}
