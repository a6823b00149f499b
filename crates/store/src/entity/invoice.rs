//! The table `invoices`.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) number: String,
    pub(crate) link: Hidden,
    pub(crate) customer_name: Hidden,
    pub(crate) customer_email: Hidden,
    pub(crate) currency: String,
    pub(crate) subtotal: i64,
    pub(crate) tax: i64,
    pub(crate) total: i64,
    pub(crate) paid: i64,
    /// Of invoices that may be paid in parts.
    pub(crate) partial_minimum: Option<i64>,
    /// Of invoices that fall due in instalments.
    pub(crate) schedule: Option<String>,
    pub(crate) tips: bool,
    /// `2026-12-31`.
    pub(crate) due_date: Option<String>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) notes: String,
    pub(crate) state: String,
    /// Of `paid` and `void`.
    pub(crate) state_since: Option<i64>,
    /// Of `paid`.
    pub(crate) paid_by: Option<String>,
    pub(crate) clover_order: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
