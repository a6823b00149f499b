//! The table `refunds`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refunds")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) payment: String,
    pub(crate) invoice: String,
    pub(crate) merchant: String,
    pub(crate) charge: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) key: String,
    pub(crate) state: String,
    /// Of every state but `requested`.
    pub(crate) state_since: Option<i64>,
    /// Of `succeeded`: Clover's id.
    pub(crate) refund: Option<String>,
    /// Of `failed`.
    pub(crate) reason: Option<String>,
    /// Of `unclear`; empty in rows from before it was kept, where it counts as none.
    pub(crate) checks: Option<i64>,
    /// When a worker has to look at it.
    pub(crate) due_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
