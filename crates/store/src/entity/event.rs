//! The table `events`: the outbox.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    /// Given by the database; the order in which events were written.
    #[sea_orm(primary_key)]
    pub(crate) place: i64,
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) kind: String,
    pub(crate) invoice: Option<String>,
    pub(crate) payment: Option<String>,
    pub(crate) refund: Option<String>,
    /// This and all that follow up to `currency`: of `payment_stuck`, unless it is from before they were kept.
    pub(crate) mode: Option<String>,
    pub(crate) since: Option<i64>,
    pub(crate) checks: Option<i64>,
    pub(crate) clover_order: Option<String>,
    pub(crate) our_reference: Option<String>,
    pub(crate) amount: Option<i64>,
    pub(crate) tip: Option<i64>,
    pub(crate) currency: Option<String>,
    pub(crate) at: i64,
    /// When the merchant's side took it.
    pub(crate) told_at: Option<i64>,
    /// When it is to be told next; nothing once it was told or given up.
    pub(crate) due_at: Option<i64>,
    pub(crate) tries: i64,
    /// When the last try ended, and what was answered.
    pub(crate) tried_at: Option<i64>,
    pub(crate) answer: Option<String>,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
