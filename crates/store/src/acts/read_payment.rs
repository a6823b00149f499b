//! Looks payments up.

use jiff::Timestamp;
use payments::Payment;
use payments::payment::Reference;
use payments::port::StoreError;
use primitives::{IdempotencyKey, InvoiceId, MerchantSlug, PaymentId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};

use super::shares;
use crate::entity::{payment, payment_share};
use crate::error::failed;
use crate::rows::{self, millis};

pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    id: &PaymentId,
) -> Result<Option<Payment>, StoreError> {
    one(connection, payment::Entity::find_by_id(id.as_str())).await
}

pub(super) async fn by_key(
    connection: &impl ConnectionTrait,
    invoice: &InvoiceId,
    key: &IdempotencyKey,
) -> Result<Option<Payment>, StoreError> {
    let query = payment::Entity::find()
        .filter(payment::Column::Invoice.eq(invoice.as_str()))
        .filter(payment::Column::Key.eq(key.as_str()));
    one(connection, query).await
}

pub(super) async fn live(
    connection: &impl ConnectionTrait,
    invoice: &InvoiceId,
) -> Result<Option<Payment>, StoreError> {
    let alone = payment::Entity::find()
        .filter(payment::Column::Invoice.eq(invoice.as_str()))
        .filter(payment::Column::State.is_in(rows::LIVE));
    if let Some(found) = one(connection, alone).await? {
        return Ok(Some(found));
    }
    let with_others = payment_share::Entity::find()
        .filter(payment_share::Column::Invoice.eq(invoice.as_str()))
        .filter(payment_share::Column::Live.eq(true));
    let share = with_others.one(connection).await.map_err(failed("payment_shares"))?;
    let Some(share) = share else { return Ok(None) };
    one(connection, payment::Entity::find_by_id(share.payment)).await
}

/// Oldest first.
pub(super) async fn of_invoice(
    connection: &impl ConnectionTrait,
    invoice: &InvoiceId,
) -> Result<Vec<Payment>, StoreError> {
    let with_others = payment_share::Entity::find()
        .select_only()
        .column(payment_share::Column::Payment)
        .filter(payment_share::Column::Invoice.eq(invoice.as_str()))
        .into_query();
    let either = Condition::any()
        .add(payment::Column::Invoice.eq(invoice.as_str()))
        .add(payment::Column::Id.in_subquery(with_others));
    many(connection, payment::Entity::find().filter(either)).await
}

/// Oldest first; `until` is not in it.
pub(super) async fn between(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Payment>, StoreError> {
    let query = of(merchant)
        .filter(payment::Column::CreatedAt.gte(millis(from)))
        .filter(payment::Column::CreatedAt.lt(millis(until)));
    many(connection, query).await
}

/// Approved unexpectedly, or looked for in vain so many times; oldest first.
pub(super) async fn to_look_at(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    checks: u32,
    limit: u32,
) -> Result<Vec<Payment>, StoreError> {
    let stuck = Condition::all()
        .add(payment::Column::State.eq(rows::UNCLEAR))
        .add(payment::Column::Checks.gte(i64::from(checks)));
    let either = Condition::any().add(payment::Column::Attention.is_not_null()).add(stuck);
    many(connection, of(merchant).filter(either).limit(u64::from(limit))).await
}

pub(super) async fn by_charge(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    charge: &str,
) -> Result<Option<Payment>, StoreError> {
    let query = of(merchant).filter(payment::Column::Charge.eq(charge));
    Ok(many(connection, query.limit(1)).await?.pop())
}

pub(super) async fn by_reference(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    reference: &Reference,
) -> Result<Option<Payment>, StoreError> {
    one(connection, of(merchant).filter(payment::Column::OurReference.eq(reference.as_str()))).await
}

pub(super) async fn by_checkout(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    session: &str,
) -> Result<Option<Payment>, StoreError> {
    one(connection, of(merchant).filter(payment::Column::CheckoutSession.eq(session))).await
}

fn of(merchant: &MerchantSlug) -> Select<payment::Entity> {
    payment::Entity::find().filter(payment::Column::Merchant.eq(merchant.as_str()))
}

pub(super) async fn many(
    connection: &impl ConnectionTrait,
    query: Select<payment::Entity>,
) -> Result<Vec<Payment>, StoreError> {
    let sorted = query.order_by_asc(payment::Column::CreatedAt).order_by_asc(payment::Column::Id);
    let found = sorted.all(connection).await.map_err(failed("payments"))?;
    let found = found.iter().map(rows::payment::from_row).collect::<Result<_, _>>()?;
    shares::attach(connection, found).await
}

pub(super) async fn one(
    connection: &impl ConnectionTrait,
    query: Select<payment::Entity>,
) -> Result<Option<Payment>, StoreError> {
    let row = query.one(connection).await.map_err(failed("payments"))?;
    let Some(found) = row.as_ref().map(rows::payment::from_row).transpose()? else { return Ok(None) };
    Ok(shares::attach(connection, vec![found]).await?.pop())
}
