//! The table `payments`.

use sea_orm::entity::prelude::*;

use super::Hidden;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) invoice: String,
    /// Of payments of several invoices at once; `payment_shares` has what each gets, and `invoice` is the first.
    pub(crate) statement: Option<String>,
    pub(crate) merchant: String,
    pub(crate) key: String,
    pub(crate) gateway_key: String,
    pub(crate) mode: String,
    /// Empty in rows from before references were sent.
    pub(crate) our_reference: Option<String>,
    pub(crate) amount: i64,
    pub(crate) tip: i64,
    pub(crate) currency: String,
    pub(crate) receipt_email: Option<Hidden>,
    pub(crate) payer_address: Option<Hidden>,
    /// Empty in rows from before it was kept.
    pub(crate) locale: Option<String>,
    pub(crate) source: String,
    /// Of the source `token`, until the payment is decided.
    pub(crate) token: Option<Hidden>,
    /// Of the source `token`; empty for others.
    pub(crate) token_digest: String,
    /// Of the source `token`, until the payment is decided, with `keep_locale` or not at all.
    pub(crate) keep_text: Option<String>,
    /// Of the source `token`, with `keep_text` or not at all.
    pub(crate) keep_locale: Option<String>,
    /// Of the source `saved_card`.
    pub(crate) saved_card: Option<String>,
    /// Of the source `saved_card`.
    pub(crate) clover_customer: Option<String>,
    /// Of the source `hosted_checkout`, once Clover has made its page.
    pub(crate) checkout_session: Option<String>,
    /// Of the source `hosted_checkout`, until the payment is decided.
    pub(crate) checkout_href: Option<Hidden>,
    /// Of the source `hosted_checkout`, with `checkout_session` or not at all.
    pub(crate) checkout_ends_at: Option<i64>,
    pub(crate) state: String,
    /// Of every state but `prepared`.
    pub(crate) state_since: Option<i64>,
    /// Of `unclear`.
    pub(crate) checks: Option<i64>,
    /// Of `approved`, and of `declined` where Clover named one.
    pub(crate) charge: Option<String>,
    /// Of `approved`.
    pub(crate) charged_amount: Option<i64>,
    /// Of `approved`, with `card_last4` or not at all.
    pub(crate) card_brand: Option<String>,
    /// Of `approved`, with `card_brand` or not at all.
    pub(crate) card_last4: Option<String>,
    /// Of `approved`, where Clover said; empty in rows from before it was kept.
    pub(crate) card_expires: Option<String>,
    /// Of `approved`.
    pub(crate) reference: Option<String>,
    /// Of `approved`.
    pub(crate) auth_code: Option<String>,
    /// Of `declined` and `not_sent`.
    pub(crate) reason: Option<String>,
    pub(crate) attention: Option<String>,
    pub(crate) due_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
