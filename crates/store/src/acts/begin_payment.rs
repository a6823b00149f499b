//! Stores a new attempt, unless another one stands in its way.

use payments::port::{Begin, StoreError};
use payments::{Invoice, Payment};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
};

use super::read_payment;
use crate::Database;
use crate::entity::{invoice, payment};
use crate::error::{failed, is_duplicate};
use crate::rows;

/// Moving the invoice's version on comes first: on every engine it locks the invoice's row, so that whoever
/// wants to begin at the same time waits here and then finds another version.
pub(super) async fn begin_payment(
    database: &Database,
    invoice: &Invoice,
    payment: &Payment,
) -> Result<Begin, StoreError> {
    let transaction = database.begin().await?;
    let moved = move_on(&transaction, invoice, payment.amount.minor()).await?;
    let in_the_way = in_the_way(&transaction, invoice, payment).await?;
    if let Some(answer) = in_the_way.or((!moved).then_some(Begin::InvoiceChanged)) {
        transaction.rollback().await.map_err(failed("payments"))?;
        return Ok(answer);
    }
    let row = rows::payment::to_row(payment).into_active_model().reset_all();
    let inserted = payment::Entity::insert(row).exec_without_returning(&transaction).await;
    match inserted {
        Ok(_) => {
            transaction.commit().await.map_err(failed("payments"))?;
            Ok(Begin::Started)
        }
        Err(error) if is_duplicate(&error) => {
            transaction.rollback().await.map_err(failed("payments"))?;
            duplicate(database, invoice, payment).await
        }
        Err(error) => Err(failed("payments")(error)),
    }
}

/// Whether the invoice was at the version that was read and so much is still due. The rules have checked the amount
/// against what they read; here it is checked against the row itself, in the transaction that makes the payment.
pub(super) async fn move_on(
    connection: &impl ConnectionTrait,
    invoice: &Invoice,
    amount: i64,
) -> Result<bool, StoreError> {
    let due = Expr::col(invoice::Column::Total).sub(Expr::col(invoice::Column::Paid));
    let moved = invoice::Entity::update_many()
        .col_expr(invoice::Column::Version, Expr::col(invoice::Column::Version).add(1_i64))
        .filter(invoice::Column::Id.eq(invoice.id.as_str()))
        .filter(invoice::Column::Version.eq(invoice.version))
        .filter(due.gte(amount))
        .exec(connection)
        .await
        .map_err(failed("invoices"))?;
    Ok(moved.rows_affected > 0)
}

async fn in_the_way(
    connection: &impl ConnectionTrait,
    invoice: &Invoice,
    payment: &Payment,
) -> Result<Option<Begin>, StoreError> {
    if let Some(known) = read_payment::by_key(connection, &invoice.id, &payment.key).await? {
        return Ok(Some(Begin::KeyKnown(known)));
    }
    let live = read_payment::live(connection, &invoice.id).await?;
    Ok(live.map(Begin::Busy))
}

/// A unique index refused the row although nothing stood in the way a moment ago. Whoever came in between can
/// be seen now; nobody there means that the payment's own id is taken, which 128 random bits are not.
async fn duplicate(database: &Database, invoice: &Invoice, payment: &Payment) -> Result<Begin, StoreError> {
    in_the_way(database.reads(), invoice, payment).await?.ok_or_else(|| StoreError::Impossible {
        table: "payments",
        column: "id",
        row: payment.id.to_string(),
    })
}
