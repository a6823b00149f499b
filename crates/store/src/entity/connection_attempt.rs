//! The table `connection_attempts`: browsers that left for Clover, by the digests of their states.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "connection_attempts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) digest: String,
    pub(crate) merchant: String,
    /// The digest of the link that it began with.
    pub(crate) link: Option<String>,
    pub(crate) verifier: Option<Hidden>,
    pub(crate) expires_at: i64,
    pub(crate) taken_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
