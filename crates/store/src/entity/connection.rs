//! The table `clover_connections`: the tokens of merchants who connected, sealed before they come here.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clover_connections")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) host: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) clover_merchant: String,
    pub(crate) access_token: Hidden,
    pub(crate) access_until: i64,
    pub(crate) refresh_token: Hidden,
    pub(crate) refresh_until: i64,
    /// Grows with each pair.
    pub(crate) version: i64,
    /// Grows with each lease and each pair: who holds an older one may not end the newer.
    pub(crate) fence: i64,
    pub(crate) leased_until: Option<i64>,
    pub(crate) lost_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
