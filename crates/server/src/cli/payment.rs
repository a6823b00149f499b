//! `trefoil payment`: payments to look at, and money to give back.

use anyhow::{Context, bail};
use api_types::Attention;
use clap::{Args, Subcommand};
use payments::desk::{RefundError, left_of};
use payments::port::Store;
use payments::{NotRefunded, Payment, PaymentState, Refund, RefundState, schedule};
use primitives::{InvoiceId, PaymentId};
use url::Url;

use super::counter::{AtCounter, Counter, plain, second};
use super::output;
use super::table::table;
use crate::convert;

/// More would be no list for people.
const MOST: u32 = 1_000;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List payments, oldest first.
    List(ListOptions),
    /// Give a payment back, or a part of it; asking again finds out about a refund whose outcome is unknown.
    Refund(RefundOptions),
    /// Keep the money of a payment that came in unexpectedly: it needs no more attention.
    Keep(KeepOptions),
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct ListOptions {
    /// Those that somebody has to look at: approved unexpectedly, or unclear for hours.
    #[arg(long)]
    attention: bool,
    /// Those of one invoice.
    #[arg(long, value_name = "ID")]
    invoice: Option<InvoiceId>,
}

#[derive(Args, Debug)]
struct RefundOptions {
    /// The payment's id, as `list` prints it.
    id: PaymentId,
    /// Minor units (cents); all that is left, when it is not said.
    #[arg(long, value_name = "NUMBER")]
    amount: Option<i64>,
}

#[derive(Args, Debug)]
struct KeepOptions {
    /// The payment's id, as `list` prints it.
    id: PaymentId,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act } = options;
    at.serve(async |counter| match act {
        Act::List(options) => list(counter, &options).await,
        Act::Refund(options) => refund(counter, &options).await,
        Act::Keep(options) => keep(counter, &options).await,
    })
    .await
}

const HEADINGS: [&str; 12] = [
    "ID",
    "INVOICE",
    "MADE",
    "AMOUNT",
    "TIP",
    "STATE",
    "WHY",
    "MODE",
    "SINCE",
    "CHECKS",
    "REFERENCE",
    "AT CLOVER",
];

async fn list(counter: &Counter, options: &ListOptions) -> anyhow::Result<()> {
    let store = counter.desk.store();
    let payments = match &options.invoice {
        Some(invoice) => {
            let known = store.invoice(&counter.merchant, invoice).await?;
            known.with_context(|| format!("{} has no invoice {invoice}", counter.merchant))?;
            store.payments_of(invoice).await?
        }
        None => store.payments_to_look_at(&counter.merchant, schedule::stuck_after(), MOST).await?,
    };
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for payment in &payments {
        let of = store.invoice(&counter.merchant, &payment.invoice).await?;
        rows.push(row(payment, of.and_then(|invoice| invoice.clover_order), &counter.config.public_url));
    }
    output::say(&table(&rows))
}

/// At Clover a payment is found by its charge, or else by its order or its reference.
fn row(payment: &Payment, order: Option<String>, public_url: &Url) -> [String; 12] {
    let currency = payment.amount.currency();
    let shown = convert::merchant_payment(payment, order, public_url);
    let since = match &payment.state {
        PaymentState::Unclear { since, .. } => second(*since),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Approved { .. }
        | PaymentState::Declined { .. }
        | PaymentState::NotSent { .. } => String::new(),
    };
    [
        payment.id.to_string(),
        payment.invoice.to_string(),
        second(payment.created_at),
        plain(payment.amount.minor(), currency),
        plain(payment.tip.minor(), currency),
        shown.state.as_str().to_owned(),
        shown.attention.map_or("", Attention::as_str).to_owned(),
        shown.mode.as_str().to_owned(),
        since,
        shown.checks.map(|checks| checks.to_string()).unwrap_or_default(),
        shown.reference,
        shown.charge.or(shown.order).unwrap_or_default(),
    ]
}

async fn keep(counter: &Counter, options: &KeepOptions) -> anyhow::Result<()> {
    let kept = counter.desk.keep(&counter.merchant, &options.id).await?;
    output::complain(&format!("{} is kept", plain(kept.amount.minor(), kept.amount.currency())));
    Ok(())
}

async fn refund(counter: &Counter, options: &RefundOptions) -> anyhow::Result<()> {
    let refunded = counter.desk.refund(&counter.merchant, &options.id, options.amount).await;
    let refund = refunded.map_err(|error| match error {
        RefundError::NotEnded(open) => anyhow::anyhow!(
            "an earlier refund of {} has not ended; ask for it again with --amount {}",
            open.amount,
            open.amount.minor()
        ),
        other => other.into(),
    })?;
    tell(counter, &refund).await
}

async fn tell(counter: &Counter, refund: &Refund) -> anyhow::Result<()> {
    match &refund.state {
        RefundState::Succeeded { refund: id, .. } => {
            let store = counter.desk.store();
            let payment = store.payment(&refund.payment).await?.context("the payment is gone")?;
            let left = left_of(&payment, &store.refunds_of(&refund.payment).await?);
            // Clover may show that the money was given back without naming the refund.
            output::say(id.as_deref().unwrap_or(refund.id.as_str()))?;
            output::complain(&format!("{} given back; {left} left", refund.amount));
            Ok(())
        }
        RefundState::Failed { why, .. } => bail!("nothing was given back: {}", why_not(*why)),
        RefundState::Requested | RefundState::Unclear { .. } => {
            bail!(
                "Clover has not said whether {} was given back; the server finds out, or ask again",
                refund.amount
            )
        }
    }
}

fn why_not(why: NotRefunded) -> &'static str {
    match why {
        NotRefunded::Unreachable => "Clover could not be reached",
        NotRefunded::Busy => "Clover is too busy; ask again in a minute",
        NotRefunded::MerchantNotConnected => "Clover does not accept the merchant's API token",
        NotRefunded::AlreadyRefunded => {
            "Clover says that nothing is left to give back; look into its dashboard"
        }
        NotRefunded::OnlyAsAWhole => "Clover gives this payment back only as a whole",
        NotRefunded::Refused => "Clover refused it; its dashboard may say why",
    }
}
