//! The desk over the in-memory store and a scripted Clover: what payers and merchants do, and what goes wrong.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    reason = "a failed step is a failed test; nobody imports a test"
)]

/// Tells each story twice: in orders mode and in charge mode.
macro_rules! in_both_modes {
    ($($story:ident),+ $(,)?) => {
        mod by_order {
            $(#[tokio::test] async fn $story() {
                super::$story(crate::bench::Bench::in_mode(payments::PaymentMode::Order)).await;
            })+
        }

        mod by_charge {
            $(#[tokio::test] async fn $story() {
                super::$story(crate::bench::Bench::in_mode(payments::PaymentMode::Charge)).await;
            })+
        }
    };
}

mod bench;
mod cards;
mod checkouts;
mod following_up;
mod following_up_refunds;
mod fresh_statements;
mod invoices;
mod languages;
mod mails;
mod parts;
mod paying;
mod receipts;
mod refunds;
mod statements;
