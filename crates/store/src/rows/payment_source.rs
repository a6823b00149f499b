//! The sources of a payment, to columns and back.

use payments::card::ConsentWords;
use payments::checkout::{CheckoutHref, CheckoutPage};
use payments::payment::Source;
use payments::port::StoreError;

use super::cell::{Row, millis};
use super::payment::{hidden, shown};
use crate::entity::payment::Model;

const TOKEN: &str = "token";
const SAVED_CARD: &str = "saved_card";
const HOSTED_CHECKOUT: &str = "hosted_checkout";

/// The row with the source written into it.
pub(super) fn write(source: &Source, row: Model) -> Model {
    match source {
        Source::Token { token, digest, keep } => Model {
            source: TOKEN.to_owned(),
            token: token.as_ref().map(|token| hidden(token.as_str())),
            token_digest: digest.clone(),
            keep_text: keep.as_ref().map(|words| words.text.clone()),
            keep_locale: keep.as_ref().map(|words| words.locale.clone()),
            ..row
        },
        Source::SavedCard { card, customer } => Model {
            source: SAVED_CARD.to_owned(),
            saved_card: Some(card.to_string()),
            clover_customer: Some(customer.clone()),
            ..row
        },
        Source::HostedCheckout { page } => Model {
            source: HOSTED_CHECKOUT.to_owned(),
            checkout_session: page.as_ref().map(|page| page.session.clone()),
            checkout_href: page
                .as_ref()
                .and_then(|page| page.href.as_ref())
                .map(|href| hidden(href.expose())),
            checkout_ends_at: page.as_ref().map(|page| millis(page.ends_at)),
            ..row
        },
    }
}

/// Reads the source back. A column that another source uses is not looked at.
pub(super) fn read(cell: Row<'_>, row: &Model) -> Result<Source, StoreError> {
    match row.source.as_str() {
        TOKEN => Ok(Source::Token {
            token: cell.text_if_any("token", shown(row.token.as_ref()))?,
            digest: row.token_digest.clone(),
            keep: read_keep(cell, row)?,
        }),
        SAVED_CARD => Ok(Source::SavedCard {
            card: cell.text("saved_card", cell.needed("saved_card", row.saved_card.as_deref())?)?,
            customer: cell.needed("clover_customer", row.clover_customer.clone())?,
        }),
        HOSTED_CHECKOUT => Ok(Source::HostedCheckout { page: read_page(cell, row)? }),
        _ => Err(cell.impossible("source")),
    }
}

fn read_page(cell: Row<'_>, row: &Model) -> Result<Option<CheckoutPage>, StoreError> {
    match (&row.checkout_session, row.checkout_ends_at) {
        (Some(session), Some(ends_at)) => Ok(Some(CheckoutPage {
            session: session.clone(),
            href: shown(row.checkout_href.as_ref()).map(CheckoutHref::new),
            ends_at: cell.moment("checkout_ends_at", ends_at)?,
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(cell.impossible("checkout_ends_at")),
        (None, Some(_)) => Err(cell.impossible("checkout_session")),
    }
}

fn read_keep(cell: Row<'_>, row: &Model) -> Result<Option<ConsentWords>, StoreError> {
    match (&row.keep_text, &row.keep_locale) {
        (Some(text), Some(locale)) => Ok(Some(ConsentWords { text: text.clone(), locale: locale.clone() })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(cell.impossible("keep_locale")),
        (None, Some(_)) => Err(cell.impossible("keep_text")),
    }
}
