//! The table `webhooks_received`: what Clover said has happened, until Clover was asked, and for a while after.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks_received")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) fingerprint: String,
    pub(crate) merchant: String,
    pub(crate) hint: String,
    pub(crate) object: String,
    pub(crate) received_at: i64,
    /// When somebody should look; nothing once that is done.
    pub(crate) due_at: Option<i64>,
    pub(crate) tries: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
