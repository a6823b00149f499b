//! Stores a new refund, and looks refunds up.

use payments::port::{BeginRefund, StoreError};
use payments::{Payment, Refund};
use primitives::PaymentId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use super::shares;
use crate::Database;
use crate::entity::{payment, refund};
use crate::error::{failed, is_duplicate};
use crate::rows;

/// Moving the payment's version on comes first: it locks the payment's row, so that whoever works out a refund from
/// the same rows waits here and then finds another version.
pub(super) async fn begin(
    database: &Database,
    payment: &Payment,
    refund: &Refund,
) -> Result<BeginRefund, StoreError> {
    let transaction = database.begin().await?;
    let moved = payment::Entity::update_many()
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1_i64))
        .filter(payment::Column::Id.eq(payment.id.as_str()))
        .filter(payment::Column::Version.eq(payment.version))
        .exec(&transaction)
        .await
        .map_err(failed("payments"))?;
    if moved.rows_affected == 0 {
        transaction.rollback().await.map_err(failed("refunds"))?;
        return Ok(BeginRefund::PaymentChanged);
    }
    let row = rows::refund::to_row(refund).into_active_model().reset_all();
    match refund::Entity::insert(row).exec_without_returning(&transaction).await {
        Ok(_) => {
            shares::insert_of_refund(&transaction, refund).await?;
            transaction.commit().await.map_err(failed("refunds"))?;
        }
        Err(error) if is_duplicate(&error) => {
            let row = refund.id.to_string();
            return Err(StoreError::Impossible { table: "refunds", column: "state", row });
        }
        Err(error) => return Err(failed("refunds")(error)),
    }
    Ok(BeginRefund::Started)
}

/// Oldest first.
pub(super) async fn of_payment(
    connection: &impl ConnectionTrait,
    payment: &PaymentId,
) -> Result<Vec<Refund>, StoreError> {
    let found = refund::Entity::find()
        .filter(refund::Column::Payment.eq(payment.as_str()))
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .all(connection)
        .await
        .map_err(failed("refunds"))?;
    let found = found.iter().map(rows::refund::from_row).collect::<Result<_, _>>()?;
    shares::attach_to_refunds(connection, found).await
}
