//! Stores a new attempt to pay several invoices at once, unless another attempt stands in the way of any of them.

use payments::port::{Begin, StoreError};
use payments::{Invoice, Payment, Statement};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter,
};

use super::begin_payment::move_on;
use super::{read_payment, shares, statements};
use crate::Database;
use crate::entity::{payment, statement};
use crate::error::{failed, is_duplicate};
use crate::rows;

/// Moving the versions on comes first, in the order in which every act locks them: whoever wants to begin with any of
/// these invoices at the same time, alone or with others, waits here and then finds another version.
pub(super) async fn begin(
    database: &Database,
    of: &Statement,
    invoices: &[Invoice],
    payment: &Payment,
) -> Result<Begin, StoreError> {
    let transaction = database.begin().await?;
    let moved = move_all_on(&transaction, of, invoices, payment).await?;
    let in_the_way = in_the_way(&transaction, of, invoices, payment).await?;
    if let Some(answer) = in_the_way.or((!moved).then_some(Begin::InvoiceChanged)) {
        transaction.rollback().await.map_err(failed("payments"))?;
        return Ok(answer);
    }
    match insert(&transaction, payment).await {
        Ok(()) => {
            transaction.commit().await.map_err(failed("payments"))?;
            Ok(Begin::Started)
        }
        Err(error) if is_duplicate(&error) => {
            transaction.rollback().await.map_err(failed("payments"))?;
            duplicate(database, of, invoices, payment).await
        }
        Err(error) => Err(failed("payments")(error)),
    }
}

async fn insert(connection: &impl ConnectionTrait, payment: &Payment) -> Result<(), DbErr> {
    let row = rows::payment::to_row(payment).into_active_model().reset_all();
    payment::Entity::insert(row).exec_without_returning(connection).await?;
    shares::insert_of_payment(connection, payment).await
}

/// Whether all were at the versions that were read, and of every invoice so much is still due as its share is.
async fn move_all_on(
    connection: &impl ConnectionTrait,
    of: &Statement,
    invoices: &[Invoice],
    payment: &Payment,
) -> Result<bool, StoreError> {
    let moved = statement::Entity::update_many()
        .col_expr(statement::Column::Version, Expr::col(statement::Column::Version).add(1_i64))
        .filter(statement::Column::Id.eq(of.id.as_str()))
        .filter(statement::Column::Version.eq(of.version))
        .exec(connection)
        .await
        .map_err(failed("statements"))?;
    let mut fresh = moved.rows_affected > 0;
    let mut sorted: Vec<_> = invoices.iter().collect();
    sorted.sort_by(|one, other| one.id.cmp(&other.id));
    let shares = payment.joint.as_ref().map_or(&[][..], |joint| &joint.shares);
    for invoice in sorted {
        let share = shares.iter().find(|share| share.invoice == invoice.id);
        let Some(share) = share.filter(|_| fresh) else { return Ok(false) };
        fresh = move_on(connection, invoice, share.amount).await?;
    }
    Ok(fresh)
}

async fn in_the_way(
    connection: &impl ConnectionTrait,
    of: &Statement,
    invoices: &[Invoice],
    payment: &Payment,
) -> Result<Option<Begin>, StoreError> {
    if let Some(known) = statements::payment_by_key(connection, &of.id, &payment.key).await? {
        return Ok(Some(Begin::KeyKnown(known)));
    }
    if let Some(known) = read_payment::by_key(connection, &payment.invoice, &payment.key).await? {
        return Ok(Some(Begin::KeyKnown(known)));
    }
    for invoice in invoices {
        if let Some(live) = read_payment::live(connection, &invoice.id).await? {
            return Ok(Some(Begin::Busy(live)));
        }
    }
    Ok(None)
}

/// A unique index refused a row although nothing stood in the way a moment ago. Whoever came in between can be seen
/// now.
async fn duplicate(
    database: &Database,
    of: &Statement,
    invoices: &[Invoice],
    payment: &Payment,
) -> Result<Begin, StoreError> {
    in_the_way(database.reads(), of, invoices, payment).await?.ok_or_else(|| StoreError::Impossible {
        table: "payments",
        column: "id",
        row: payment.id.to_string(),
    })
}
