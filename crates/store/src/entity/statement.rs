//! The table `statements`.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) link: Hidden,
    pub(crate) customer_name: Hidden,
    pub(crate) customer_email: Hidden,
    pub(crate) currency: String,
    /// When it was taken back, if it was.
    pub(crate) void_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
