//! Statements: stored, changed, looked up, and put together with their invoices.

use std::collections::HashMap;

use payments::port::StoreError;
use payments::{Member, Payment, Statement};
use primitives::{Currency, EmailAddress, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, StatementId};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{read_invoice, read_payment};
use crate::Database;
use crate::entity::{invoice, payment, payment_share, statement, statement_invoice};
use crate::error::failed;
use crate::rows;

pub(super) async fn insert(database: &Database, statement: &Statement) -> Result<(), StoreError> {
    let transaction = database.begin().await?;
    let row = rows::statement::to_row(statement).into_active_model().reset_all();
    let inserted = statement::Entity::insert(row).exec_without_returning(&transaction).await;
    inserted.map_err(failed("statements"))?;
    statement_invoice::Entity::insert_many(rows::statement::to_invoices(statement))
        .exec_without_returning(&transaction)
        .await
        .map_err(failed("statement_invoices"))?;
    transaction.commit().await.map_err(failed("statements"))
}

/// Whether the statement was at the version that was read.
pub(super) async fn write(
    connection: &impl ConnectionTrait,
    statement: &Statement,
) -> Result<bool, StoreError> {
    let written = statement::Entity::update_many()
        .set(rows::statement::to_change(statement))
        .filter(statement::Column::Id.eq(statement.id.as_str()))
        .filter(statement::Column::Version.eq(statement.version))
        .exec(connection)
        .await
        .map_err(failed("statements"))?;
    Ok(written.rows_affected > 0)
}

pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    id: &StatementId,
) -> Result<Option<Statement>, StoreError> {
    Ok(with_invoices(connection, of(merchant).filter(statement::Column::Id.eq(id.as_str()))).await?.pop())
}

pub(super) async fn by_link(
    connection: &impl ConnectionTrait,
    link: &LinkToken,
) -> Result<Option<Statement>, StoreError> {
    let query = statement::Entity::find().filter(statement::Column::Link.eq(link.as_str()));
    Ok(with_invoices(connection, query).await?.pop())
}

/// Pages by place, as invoices do.
pub(super) async fn newest_first(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    before: Option<&StatementId>,
    limit: u32,
) -> Result<Vec<Statement>, StoreError> {
    let mut query = of(merchant);
    if let Some(before) = before {
        let start = of(merchant).filter(statement::Column::Id.eq(before.as_str()));
        let Some(start) = start.one(connection).await.map_err(failed("statements"))? else {
            return Ok(Vec::new());
        };
        let earlier = Condition::any()
            .add(statement::Column::CreatedAt.lt(start.created_at))
            .add(statement::Column::Id.lt(start.id.as_str()));
        query = query.filter(statement::Column::CreatedAt.lte(start.created_at)).filter(earlier);
    }
    let sorted = query.order_by_desc(statement::Column::CreatedAt).order_by_desc(statement::Column::Id);
    with_invoices(connection, sorted.limit(u64::from(limit))).await
}

fn of(merchant: &MerchantSlug) -> Select<statement::Entity> {
    statement::Entity::find().filter(statement::Column::Merchant.eq(merchant.as_str()))
}

async fn with_invoices(
    connection: &impl ConnectionTrait,
    query: Select<statement::Entity>,
) -> Result<Vec<Statement>, StoreError> {
    let found = query.all(connection).await.map_err(failed("statements"))?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let listed = statement_invoice::Entity::find()
        .filter(statement_invoice::Column::Statement.is_in(found.iter().map(|row| row.id.as_str())))
        .order_by_asc(statement_invoice::Column::Statement)
        .order_by_asc(statement_invoice::Column::Place)
        .all(connection)
        .await
        .map_err(failed("statement_invoices"))?;
    let mut of: HashMap<String, Vec<statement_invoice::Model>> = HashMap::new();
    for row in listed {
        of.entry(row.statement.clone()).or_default().push(row);
    }
    let own = |row: &statement::Model| {
        rows::statement::from_rows(row, of.get(&row.id).map_or(&[][..], Vec::as_slice))
    };
    found.iter().map(own).collect()
}

/// The invoices are read before the payments: one that begins in between moves its invoice's version on, so that
/// nobody can begin upon what was read here.
pub(super) async fn members(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    ids: &[InvoiceId],
) -> Result<Vec<Member>, StoreError> {
    let mut invoices = read_invoice::many(connection, merchant, ids).await?;
    let live = live_payments(connection, ids).await?;
    let member = |id: &InvoiceId| {
        let place = invoices.iter().position(|invoice| invoice.id == *id)?;
        let paying = live.iter().find(|payment| payment.pays(id));
        Some(Member { invoice: invoices.swap_remove(place), live: paying.cloned() })
    };
    Ok(ids.iter().filter_map(member).collect())
}

async fn live_payments(
    connection: &impl ConnectionTrait,
    invoices: &[InvoiceId],
) -> Result<Vec<Payment>, StoreError> {
    let names = || invoices.iter().map(InvoiceId::as_str);
    let alone = payment::Entity::find()
        .filter(payment::Column::Invoice.is_in(names()))
        .filter(payment::Column::State.is_in(rows::LIVE));
    let mut found = read_payment::many(connection, alone).await?;
    let with_others = payment_share::Entity::find()
        .filter(payment_share::Column::Invoice.is_in(names()))
        .filter(payment_share::Column::Live.eq(true))
        .all(connection)
        .await
        .map_err(failed("payment_shares"))?;
    let known = |id: &String| found.iter().any(|payment| payment.id.as_str() == id);
    let mut ids: Vec<_> =
        with_others.into_iter().map(|share| share.payment).filter(|id| !known(id)).collect();
    ids.sort();
    ids.dedup();
    if !ids.is_empty() {
        let more = payment::Entity::find().filter(payment::Column::Id.is_in(ids));
        found.extend(read_payment::many(connection, more).await?);
    }
    Ok(found)
}

pub(super) async fn open_invoices_of(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    email: &EmailAddress,
    currency: Currency,
    limit: u32,
) -> Result<Vec<InvoiceId>, StoreError> {
    let address = Expr::expr(Func::lower(Expr::col(invoice::Column::CustomerEmail)));
    let found = invoice::Entity::find()
        .filter(invoice::Column::Merchant.eq(merchant.as_str()))
        .filter(address.eq(email.as_str().to_ascii_lowercase()))
        .filter(invoice::Column::State.eq(rows::invoice::OPEN))
        .filter(invoice::Column::Currency.eq(currency.code()))
        .order_by_asc(invoice::Column::CreatedAt)
        .order_by_asc(invoice::Column::Id)
        .limit(u64::from(limit))
        .all(connection)
        .await
        .map_err(failed("invoices"))?;
    found.iter().map(rows::invoice::id_of).collect()
}

pub(super) async fn payments_of(
    connection: &impl ConnectionTrait,
    statement: &StatementId,
) -> Result<Vec<Payment>, StoreError> {
    let query = payment::Entity::find().filter(payment::Column::Statement.eq(statement.as_str()));
    read_payment::many(connection, query).await
}

pub(super) async fn payment_by_key(
    connection: &impl ConnectionTrait,
    statement: &StatementId,
    key: &IdempotencyKey,
) -> Result<Option<Payment>, StoreError> {
    let query = payment::Entity::find()
        .filter(payment::Column::Statement.eq(statement.as_str()))
        .filter(payment::Column::Key.eq(key.as_str()));
    read_payment::one(connection, query).await
}
