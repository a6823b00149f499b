//! Payments a second through a real server that waits for the disk, beside a bare program in the same run.

mod bare;
mod prepared;
mod relay;
mod served;
mod sql;
mod times;

use std::path::Path;
use std::time::Duration;

use postgres_for_tests::Server;

use crate::clover::Clover;
use crate::merchant::{MERCHANTS, Merchant, sqlite};
use crate::node::Node;
use crate::{Engine, Programs};
use prepared::prepare;
use times::Times;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    programs: Programs,
    /// How many payments each measurement makes.
    #[arg(long, default_value_t = 2_000)]
    payments: usize,
    /// How many of them at the same time.
    #[arg(long, default_value_t = 16)]
    at_once: usize,
    /// How many payments, one after the other, our own time is measured with.
    #[arg(long, default_value_t = 500)]
    alone: usize,
}

/// One row of the table.
struct Row {
    store: &'static str,
    mode: &'static str,
    /// Through the server, with what each payer waited.
    served: Times,
    /// By the bare program.
    bare: Times,
    /// The server's own time, Clover's answers excluded, one payment after the other.
    own: Times,
}

/// Measures both stores in both modes and prints the table.
///
/// # Errors
/// When something does not start, or a payment is not approved: then nothing was measured.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    println!("{}", Row::head(options));
    for store in [Engine::Sqlite, Engine::Postgres] {
        for merchant in &MERCHANTS {
            println!("{}", measure(options, store, merchant)?.text());
        }
    }
    Ok(())
}

fn measure(options: &Options, store: Engine, merchant: &Merchant) -> anyhow::Result<Row> {
    let folder = tempfile::Builder::new().prefix("trefoil-bench-").tempdir()?;
    // PostgreSQL's own settings, which wait for the disk.
    let postgres = (store == Engine::Postgres).then(|| Server::start(&[])).transpose()?;
    let database = match &postgres {
        None => sqlite(&folder.path().join("bench.db")),
        Some(server) => server.database()?,
    };
    let clover = Clover::start(&options.programs.emulator, folder.path())?;
    let relay = relay::Relay::start(&clover.origin)?;
    let start = |name: &str, clover: &str| start(options, folder.path(), name, clover, &database);
    // The first tenth warms both up and does not count.
    let warm = options.payments / 10;
    let total = options.payments + warm;
    let node = start("server", &clover.origin)?;
    let mut served = prepare(&node.origin, &clover, merchant, total + options.alone)?;
    let mut bare = prepare(&node.origin, &clover, merchant, total)?;
    let alone = served.split_off(total);
    served::pay(&node.origin, &served[..warm], options.at_once)?;
    let through_server = served::pay(&node.origin, &served[warm..], options.at_once)?;
    drop(node);
    let counted = bare.split_off(warm);
    let program = bare::Bare::open(&database, &clover.origin, merchant)?;
    program.pay(&bare, options.at_once)?;
    let by_itself = program.pay(&counted, options.at_once)?;
    drop(program);
    let node = start("server-behind-relay", &relay.origin)?;
    let own = served::own_times(&node.origin, &alone, &relay)?;
    Ok(Row { store: name(store), mode: merchant.slug, served: through_server, bare: by_itself, own })
}

fn start(options: &Options, folder: &Path, name: &str, clover: &str, database: &str) -> anyhow::Result<Node> {
    let mut node = Node::start(&options.programs.server, folder, name, clover, database)?;
    node.is_ready()?;
    Ok(node)
}

fn name(store: Engine) -> &'static str {
    match store {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

impl Row {
    fn head(options: &Options) -> String {
        let Options { payments, at_once, alone, .. } = options;
        format!(
            "{payments} payments, {at_once} at once; own time over {alone}, one after the other\n\n\
             | Store | Mode | Payments a second | Bare program | Ratio | Payer waits, p50 / p99 ms | \
             Own time, p50 / p99 ms |\n|---|---|---|---|---|---|---|"
        )
    }

    fn text(&self) -> String {
        let Self { store, mode, served, bare, own } = self;
        let ratio = served.a_second() / bare.a_second();
        let pair = |times: &Times| format!("{} / {}", millis(times.share(50)), millis(times.share(99)));
        format!(
            "| {store} | {mode} | {:.0} | {:.0} | {ratio:.2} | {} | {} |",
            served.a_second(),
            bare.a_second(),
            pair(served),
            pair(own)
        )
    }
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}
