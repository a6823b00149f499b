//! The table `statement_invoices`: which invoices are on which statement. Its rows never change.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statement_invoices")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) statement: String,
    /// From 0, in the order in which they are shown and paid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) place: i64,
    pub(crate) invoice: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
