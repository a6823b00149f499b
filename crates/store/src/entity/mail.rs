//! The table `mails`: what is to be mailed, and what became of it.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) address: Hidden,
    pub(crate) locale: String,
    pub(crate) kind: String,
    pub(crate) invoice: Option<String>,
    pub(crate) payment: Option<String>,
    pub(crate) refund: Option<String>,
    pub(crate) statement: Option<String>,
    /// Of `code`, until it was sent or given up.
    pub(crate) code: Option<Hidden>,
    pub(crate) at: i64,
    /// When it is to be tried next; nothing once it was sent or given up.
    pub(crate) due_at: Option<i64>,
    pub(crate) sent_at: Option<i64>,
    pub(crate) tries: i64,
    /// When the last try ended, what was answered, and with which SMTP status.
    pub(crate) tried_at: Option<i64>,
    pub(crate) reply: Option<String>,
    pub(crate) status: Option<i64>,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
