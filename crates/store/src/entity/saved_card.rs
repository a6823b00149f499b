//! The table `saved_cards`.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_cards")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) merchant: String,
    pub(crate) email: Hidden,
    /// The address in small letters, by which it is found.
    pub(crate) mailbox: Hidden,
    pub(crate) brand: String,
    pub(crate) last4: String,
    /// `2030-12`.
    pub(crate) expires: Option<String>,
    pub(crate) consent_text: String,
    pub(crate) consent_locale: String,
    pub(crate) consent_at: i64,
    pub(crate) consent_address: Option<Hidden>,
    pub(crate) payment: String,
    pub(crate) state: String,
    /// Of every state but `saving`.
    pub(crate) state_since: Option<i64>,
    /// Of `saving` and `removing`.
    pub(crate) tries: Option<i64>,
    /// Of `saving`.
    pub(crate) token: Option<Hidden>,
    /// Of `on_file` and `removing`.
    pub(crate) clover_customer: Option<String>,
    /// Of `on_file` and `removing`, where Clover said.
    pub(crate) clover_card: Option<String>,
    /// Of `not_saved`.
    pub(crate) reason: Option<String>,
    pub(crate) due_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
