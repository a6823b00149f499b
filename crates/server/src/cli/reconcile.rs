//! `trefoil reconcile`: compares the payments of a period with Clover's own list.

use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use payments::port::Clock;
use payments::reconcile::{Comparison, Difference, Period};
use primitives::PaymentId;
use serde_json::{Value, json};

use super::counter::AtCounter;
use super::output;
use crate::system::SystemClock;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    /// The first day (UTC); yesterday unless said.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day (UTC), which is compared too; the first day, or yesterday if that is later.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Print JSON instead of lines.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(options: Options) -> ExitCode {
    match compare(options).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            output::complain(&format!("trefoil: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether both sides agree.
async fn compare(options: Options) -> anyhow::Result<bool> {
    let (from, to) = days(&options)?;
    let period = period(from, to)?;
    let compared = options.at.serve(async |counter| {
        let found = counter.desk.reconcile(&counter.merchant, period).await;
        Ok((counter.merchant.clone(), found.context("the period could not be compared")?))
    });
    let (merchant, Comparison { differences: found, others }) = compared.await?;
    if options.json {
        let differences: Vec<_> = found.iter().map(as_json).collect();
        let merchant = merchant.as_str();
        let (from, to) = (from.to_string(), to.to_string());
        output::say_json(&json!({"merchant": merchant, "from": from, "to": to,
            "differences": differences, "others_charges": others}))?;
    } else if !found.is_empty() {
        output::say(&found.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    }
    output::complain(&match found.len() {
        0 => format!("{from} to {to}: Clover's list and ours agree"),
        1 => format!("{from} to {to}: 1 difference"),
        many => format!("{from} to {to}: {many} differences"),
    });
    if others > 0 {
        output::complain(&format!(
            "{others} charge(s) bear no reference of ours: others made them, and they are left out"
        ));
    }
    Ok(found.is_empty())
}

fn days(options: &Options) -> anyhow::Result<(Date, Date)> {
    let yesterday = SystemClock.now().to_zoned(TimeZone::UTC).date().yesterday()?;
    let from = options.from.or(options.to.filter(|to| *to < yesterday)).unwrap_or(yesterday);
    let to = options.to.unwrap_or(from.max(yesterday));
    if to < from {
        bail!("--to {to} lies before --from {from}");
    }
    Ok((from, to))
}

fn period(from: Date, to: Date) -> anyhow::Result<Period> {
    let start = |date: Date| anyhow::Ok(date.to_zoned(TimeZone::UTC)?.timestamp());
    Ok(Period { from: start(from)?, until: start(to.tomorrow()?)? })
}

fn line(difference: &Difference) -> String {
    match difference {
        Difference::MissingHere { charge, amount } => {
            format!("missing here       charge {charge} of {amount}: no payment of ours has it")
        }
        Difference::MissingAtClover { payment, charge } => {
            format!("missing at Clover  charge {charge} of {payment}: Clover does not list it")
        }
        Difference::AmountsDiffer { payment, charge, ours, clovers } => format!(
            "amounts differ     charge {charge} of {payment}: {} with tip {} here, {} with tip {} at Clover",
            ours.0, ours.1, clovers.0, clovers.1
        ),
        Difference::StatesDiffer { payment, charge, taken_at_clover: true } => {
            format!("states differ      charge {charge} of {payment}: taken at Clover, not so here")
        }
        Difference::StatesDiffer { payment, charge, taken_at_clover: false } => {
            format!("states differ      charge {charge} of {payment}: taken here, not so at Clover")
        }
        Difference::ChargedTwice { payment, charges } => {
            format!("charged twice      {payment}: by the charges {}", charges.join(", "))
        }
        Difference::RecordedTwice { charge, payments } => {
            let payments: Vec<_> = payments.iter().map(ToString::to_string).collect();
            format!("recorded twice     charge {charge}: by {}", payments.join(", "))
        }
    }
}

fn as_json(difference: &Difference) -> Value {
    match difference {
        Difference::MissingHere { charge, amount } => {
            json!({"is": "missing-here", "charge": charge, "amount": amount})
        }
        Difference::MissingAtClover { payment, charge } => {
            json!({"is": "missing-at-clover", "payment": payment.as_str(), "charge": charge})
        }
        Difference::AmountsDiffer { payment, charge, ours, clovers } => json!({
            "is": "amounts-differ", "payment": payment.as_str(), "charge": charge,
            "ours": {"amount": ours.0, "tip": ours.1}, "clovers": {"amount": clovers.0, "tip": clovers.1},
        }),
        Difference::StatesDiffer { payment, charge, taken_at_clover } => json!({
            "is": "states-differ", "payment": payment.as_str(), "charge": charge,
            "taken_at_clover": taken_at_clover,
        }),
        Difference::ChargedTwice { payment, charges } => {
            json!({"is": "charged-twice", "payment": payment.as_str(), "charges": charges})
        }
        Difference::RecordedTwice { charge, payments } => {
            let payments: Vec<_> = payments.iter().map(PaymentId::as_str).collect();
            json!({"is": "recorded-twice", "charge": charge, "payments": payments})
        }
    }
}
