//! Looks payments up.

use payments::Payment;
use payments::port::StoreError;
use primitives::{IdempotencyKey, InvoiceId, PaymentId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use crate::entity::payment;
use crate::error::failed;
use crate::rows;

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
    let query = payment::Entity::find()
        .filter(payment::Column::Invoice.eq(invoice.as_str()))
        .filter(payment::Column::State.is_in(rows::LIVE));
    one(connection, query).await
}

async fn one(
    connection: &impl ConnectionTrait,
    query: Select<payment::Entity>,
) -> Result<Option<Payment>, StoreError> {
    let row = query.one(connection).await.map_err(failed("payments"))?;
    row.map(rows::payment::from_row).transpose()
}
