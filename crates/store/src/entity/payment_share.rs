//! The table `payment_shares`: what a payment of a statement pays of each invoice.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_shares")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) payment: String,
    /// From 0, in the order in which the invoices are paid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) place: i64,
    pub(crate) invoice: String,
    pub(crate) amount: i64,
    /// Whether the payment has not ended. The one column that changes: an invoice is in one live payment at most.
    pub(crate) live: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
