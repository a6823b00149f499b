//! Writes and reads what of a payment or refund belongs to which invoice.

use payments::port::StoreError;
use payments::{Payment, Refund, Share};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{payment_share, refund_share};
use crate::error::{failed, is_duplicate};
use crate::rows;

/// Stores the shares of a new payment.
///
/// # Errors
/// The database's own, so that a rival's live share can be told from a failure.
pub(super) async fn insert_of_payment(
    connection: &impl ConnectionTrait,
    payment: &Payment,
) -> Result<(), DbErr> {
    let rows = rows::share::of_payment(payment);
    payment_share::Entity::insert_many(rows).exec_without_returning(connection).await.map(drop)
}

/// Stores the shares of a new refund, if it has any.
pub(super) async fn insert_of_refund(
    connection: &impl ConnectionTrait,
    refund: &Refund,
) -> Result<(), StoreError> {
    let rows = rows::share::of_refund(refund);
    if rows.is_empty() {
        return Ok(());
    }
    let inserted = refund_share::Entity::insert_many(rows).exec_without_returning(connection).await;
    inserted.map(drop).map_err(failed("refund_shares"))
}

/// Lets the shares say whether their payment lives.
pub(super) async fn follow(connection: &impl ConnectionTrait, payment: &Payment) -> Result<(), StoreError> {
    let live = !payment.state.is_final();
    let written = payment_share::Entity::update_many()
        .col_expr(payment_share::Column::Live, Expr::value(live))
        .filter(payment_share::Column::Payment.eq(payment.id.as_str()))
        .exec(connection)
        .await;
    match written {
        Ok(_) => Ok(()),
        Err(error) if is_duplicate(&error) => {
            let row = payment.id.to_string();
            Err(StoreError::Impossible { table: "payment_shares", column: "live", row })
        }
        Err(error) => Err(failed("payment_shares")(error)),
    }
}

/// Gives the payments that pay several invoices their shares. The others cost nothing.
pub(super) async fn attach(
    connection: &impl ConnectionTrait,
    mut payments: Vec<Payment>,
) -> Result<Vec<Payment>, StoreError> {
    let of_several = payments.iter().filter(|payment| payment.joint.is_some());
    let ids: Vec<_> = of_several.map(|payment| payment.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(payments);
    }
    let found = payment_share::Entity::find()
        .filter(payment_share::Column::Payment.is_in(ids))
        .order_by_asc(payment_share::Column::Payment)
        .order_by_asc(payment_share::Column::Place)
        .all(connection)
        .await
        .map_err(failed("payment_shares"))?;
    for payment in &mut payments {
        let Some(joint) = &mut payment.joint else { continue };
        let own = found.iter().filter(|row| row.payment == payment.id.as_str());
        joint.shares = own.map(rows::share::from_payment).collect::<Result<Vec<Share>, _>>()?;
        if joint.shares.is_empty() {
            let row = payment.id.to_string();
            return Err(StoreError::Impossible { table: "payments", column: "statement", row });
        }
    }
    Ok(payments)
}

/// Gives refunds their shares.
pub(super) async fn attach_to_refunds(
    connection: &impl ConnectionTrait,
    mut refunds: Vec<Refund>,
) -> Result<Vec<Refund>, StoreError> {
    if refunds.is_empty() {
        return Ok(refunds);
    }
    let found = refund_share::Entity::find()
        .filter(refund_share::Column::Refund.is_in(refunds.iter().map(|refund| refund.id.as_str())))
        .order_by_asc(refund_share::Column::Refund)
        .order_by_asc(refund_share::Column::Place)
        .all(connection)
        .await
        .map_err(failed("refund_shares"))?;
    for refund in &mut refunds {
        let own = found.iter().filter(|row| row.refund == refund.id.as_str());
        refund.shares = own.map(rows::share::from_refund).collect::<Result<_, _>>()?;
    }
    Ok(refunds)
}
