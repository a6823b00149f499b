//! The table `card_proofs`.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "card_proofs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) link: String,
    pub(crate) email: Hidden,
    /// The address in small letters, by which codes are counted.
    pub(crate) mailbox: Hidden,
    pub(crate) code: Hidden,
    pub(crate) tries: i64,
    /// With `ticket_until` or not at all.
    pub(crate) ticket: Option<String>,
    /// With `ticket` or not at all.
    pub(crate) ticket_until: Option<i64>,
    pub(crate) created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
