//! Looks invoices up. Lines never change, so that reading them after the invoice needs no transaction.

use std::collections::HashMap;

use payments::Invoice;
use payments::port::StoreError;
use primitives::{InvoiceId, LinkToken, MerchantSlug};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::entity::{invoice, invoice_line};
use crate::error::failed;
use crate::rows;

/// How many invoices' lines are asked for at once; engines limit the parameters of a statement.
const AT_ONCE: usize = 500;

pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    id: &InvoiceId,
) -> Result<Option<Invoice>, StoreError> {
    let query =
        invoice::Entity::find_by_id(id.as_str()).filter(invoice::Column::Merchant.eq(merchant.as_str()));
    one(connection, query).await
}

/// One look into the unique index on `link`, and one for the lines.
pub(super) async fn by_link(
    connection: &impl ConnectionTrait,
    link: &LinkToken,
) -> Result<Option<Invoice>, StoreError> {
    let query = invoice::Entity::find().filter(invoice::Column::Link.eq(link.as_str()));
    one(connection, query).await
}

pub(super) async fn by_order(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    order: &str,
) -> Result<Option<Invoice>, StoreError> {
    let query = invoice::Entity::find()
        .filter(invoice::Column::Merchant.eq(merchant.as_str()))
        .filter(invoice::Column::CloverOrder.eq(order));
    one(connection, query).await
}

/// Those of these invoices that the merchant has, in no order.
pub(super) async fn many(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    ids: &[InvoiceId],
) -> Result<Vec<Invoice>, StoreError> {
    let found = invoice::Entity::find()
        .filter(invoice::Column::Merchant.eq(merchant.as_str()))
        .filter(invoice::Column::Id.is_in(ids.iter().map(InvoiceId::as_str)))
        .all(connection)
        .await
        .map_err(failed("invoices"))?;
    with_lines(connection, found).await
}

/// Pages by place and not by count, so that a late page costs what the first one does. An unknown `before` has
/// nothing after it.
pub(super) async fn newest_first(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    before: Option<&InvoiceId>,
    limit: u32,
) -> Result<Vec<Invoice>, StoreError> {
    let mut query = invoice::Entity::find().filter(invoice::Column::Merchant.eq(merchant.as_str()));
    if let Some(before) = before {
        let start = invoice::Entity::find_by_id(before.as_str())
            .filter(invoice::Column::Merchant.eq(merchant.as_str()));
        let Some(start) = start.one(connection).await.map_err(failed("invoices"))? else {
            return Ok(Vec::new());
        };
        query = query.filter(older_than(&start));
    }
    let found = query
        .order_by_desc(invoice::Column::CreatedAt)
        .order_by_desc(invoice::Column::Id)
        .limit(u64::from(limit))
        .all(connection)
        .await
        .map_err(failed("invoices"))?;
    with_lines(connection, found).await
}

/// Reads something, whatever it is.
pub(super) async fn try_one(connection: &impl ConnectionTrait) -> Result<(), StoreError> {
    let found = invoice::Entity::find().one(connection).await;
    found.map(drop).map_err(failed("invoices"))
}

/// The first comparison alone lets the index find the place; the second one settles equal times.
fn older_than(start: &invoice::Model) -> Condition {
    let earlier = Condition::any()
        .add(invoice::Column::CreatedAt.lt(start.created_at))
        .add(invoice::Column::Id.lt(start.id.as_str()));
    Condition::all().add(invoice::Column::CreatedAt.lte(start.created_at)).add(earlier)
}

async fn one(
    connection: &impl ConnectionTrait,
    query: Select<invoice::Entity>,
) -> Result<Option<Invoice>, StoreError> {
    let Some(row) = query.one(connection).await.map_err(failed("invoices"))? else {
        return Ok(None);
    };
    let lines = invoice_line::Entity::find()
        .filter(invoice_line::Column::Invoice.eq(row.id.as_str()))
        .order_by_asc(invoice_line::Column::Place)
        .all(connection)
        .await
        .map_err(failed("invoice_lines"))?;
    rows::invoice::from_rows(row, lines).map(Some)
}

async fn with_lines(
    connection: &impl ConnectionTrait,
    found: Vec<invoice::Model>,
) -> Result<Vec<Invoice>, StoreError> {
    let mut lines: HashMap<String, Vec<invoice_line::Model>> = HashMap::new();
    for part in found.chunks(AT_ONCE) {
        let of_part = invoice_line::Entity::find()
            .filter(invoice_line::Column::Invoice.is_in(part.iter().map(|row| row.id.as_str())))
            .order_by_asc(invoice_line::Column::Invoice)
            .order_by_asc(invoice_line::Column::Place)
            .all(connection)
            .await
            .map_err(failed("invoice_lines"))?;
        for line in of_part {
            lines.entry(line.invoice.clone()).or_default().push(line);
        }
    }
    found
        .into_iter()
        .map(|row| {
            let own = lines.remove(&row.id).unwrap_or_default();
            rows::invoice::from_rows(row, own)
        })
        .collect()
}
