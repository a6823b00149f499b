//! The `clover-emulator` command: reads its arguments, listens, says where, and runs until it is told to stop.

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Parser, ValueEnum};
use clover_emulator::{
    Config, Emulator, GiftCardShortfall, Habits, HostedCheckout, KeyMismatch, Merchant, MultiPay, RateLimits,
    RegisteredApp, Till, WebhookTargets, greeting, greeting_json, serve,
};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

const NOT_IMITATED: &str = "\
A stand-in for Clover: browser SDK, field frames and Ecommerce API on one origin.

What it does NOT imitate:
  - inventory, level 3 data, multi-currency pricing
  - the bank and gift card forms of the SDK, 3-D Secure, reCAPTCHA; activating or reloading gift cards
  - sandbox velocity limits (set a fault instead); rate limits only with --rate-limits enforced
  - Clover's texts, marks and timing
It never checks that a request comes over HTTPS and must never face the internet.";

/// In what form it introduces itself.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Print {
    /// Lines for people.
    Text,
    /// One line of JSON for scripts, before the line that says that it is ready.
    Json,
}

/// What may be said on the command line.
#[derive(Debug, Parser)]
#[command(name = "clover-emulator", version, about = NOT_IMITATED)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// Address to listen on. Without it both loopback addresses, as browsers take `localhost` for either.
    #[arg(long)]
    host: Option<IpAddr>,
    /// Id of the first merchant.
    #[arg(long, default_value_t = Merchant::first().id)]
    merchant: String,
    /// The first merchant's private key, for `Authorization: Bearer`.
    #[arg(long, default_value_t = Merchant::first().api_token)]
    api_token: String,
    /// The first merchant's public key, for `new Clover()`.
    #[arg(long, default_value_t = Merchant::first().pakms_key)]
    pakms_key: String,
    /// Another merchant; may be repeated. Without it there is one built-in second merchant.
    #[arg(long, value_name = "ID:API_TOKEN:PAKMS_KEY")]
    also: Vec<Merchant>,
    /// Keeps everything in this file, and goes on from it at the next start.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// In what form keys, cards and addresses are printed at the start.
    #[arg(long, value_enum, default_value = "text")]
    print: Print,
    /// Makes ids and tokens the same at every start.
    #[arg(long)]
    seed: Option<u64>,
    /// Status for an idempotency key that comes back with another body; Clover documents none.
    #[arg(long, value_enum, default_value = "400")]
    key_mismatch: KeyMismatch,
    #[command(flatten)]
    till: Till,
    /// Id of the app that merchants connect by OAuth.
    #[arg(long, default_value_t = RegisteredApp::default().client_id)]
    client_id: String,
    /// The app's secret.
    #[arg(long, default_value_t = RegisteredApp::default().client_secret)]
    client_secret: String,
    /// The app's Site URL: redirects must lead to it or below it.
    #[arg(long, value_name = "URL", default_value_t = RegisteredApp::default().site_url)]
    site_url: Url,
    /// Whether more than 16 requests a second, or 5 at once, per API token are refused.
    #[arg(long, value_enum, default_value_t)]
    rate_limits: RateLimits,
    /// Where app webhooks are posted: events of charges, orders and customers.
    #[arg(long, value_name = "URL")]
    webhook_url: Option<Url>,
    /// The key in the `X-Clover-Auth` header of app webhooks.
    #[arg(long, value_name = "UUID", default_value_t = WebhookTargets::default().app_auth)]
    webhook_auth: String,
    /// Where Hosted Checkout webhooks are posted.
    #[arg(long, value_name = "URL")]
    hco_webhook_url: Option<Url>,
    /// What Hosted Checkout webhooks are signed with.
    #[arg(long, value_name = "SECRET", default_value_t = WebhookTargets::default().checkout_secret)]
    hco_signing_secret: String,
    /// Lets hosted checkout pages lead back to this machine, in plain HTTP too, which Clover refuses.
    #[arg(long)]
    hco_local_redirects: bool,
    /// How long a hosted checkout page can be paid on.
    #[arg(long, value_name = "MINUTES", default_value_t = HostedCheckout::default().lifetime_minutes)]
    hco_minutes: u32,
    /// Whether the merchants' gateway lets cards be saved.
    #[arg(long, value_enum, default_value = "on")]
    multi_pay: MultiPay,
    /// What a gift card does that holds less than is asked for.
    #[arg(long, value_enum, default_value = "partial")]
    gift_card_shortfall: GiftCardShortfall,
    #[command(flatten)]
    habits: Habits,
}

impl Arguments {
    fn config(self) -> Config {
        let first = Merchant { id: self.merchant, api_token: self.api_token, pakms_key: self.pakms_key };
        let others = if self.also.is_empty() { vec![Merchant::second()] } else { self.also };
        Config {
            merchants: std::iter::once(first).chain(others).collect(),
            seed: self.seed,
            key_mismatch: self.key_mismatch,
            till: self.till,
            app: RegisteredApp {
                client_id: self.client_id,
                client_secret: self.client_secret,
                site_url: self.site_url,
            },
            rate_limits: self.rate_limits,
            webhooks: WebhookTargets {
                app_url: self.webhook_url,
                app_auth: self.webhook_auth,
                checkout_url: self.hco_webhook_url,
                checkout_secret: self.hco_signing_secret,
            },
            hosted_checkout: HostedCheckout {
                lifetime_minutes: self.hco_minutes,
                local_redirects: self.hco_local_redirects,
            },
            multi_pay: self.multi_pay,
            gift_card_shortfall: self.gift_card_shortfall,
            habits: self.habits,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _: io::Result<()> = writeln!(io::stderr(), "clover-emulator: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let listeners = listen(arguments.host, arguments.port).await?;
    let Some(address) = listeners.first().map(TcpListener::local_addr).transpose()? else {
        bail!("no listener")
    };
    let host = arguments.host.filter(|host| !host.is_loopback());
    let mut terminate = signal(SignalKind::terminate())?;
    let (state, how) = (arguments.state.clone(), arguments.print);
    let config = arguments.config();
    let host = host.map_or_else(|| "localhost".to_owned(), |host| host.to_string());
    let emulator = match &state {
        Some(path) => Emulator::kept_in(path, config.clone())?,
        None => Emulator::new(config.clone()),
    };
    announce(&format!("http://{host}:{}", address.port()), how, &config)?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    Ok(serve(listeners, emulator, stop).await?)
}

/// A machine without IPv6 gets one listener; a port that somebody else has on either address is an error, for a
/// browser might meet that somebody.
async fn listen(host: Option<IpAddr>, port: u16) -> anyhow::Result<Vec<TcpListener>> {
    let taken = |port: u16| format!("port {port} cannot be had; choose another with --port");
    let first = host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let listener = TcpListener::bind(SocketAddr::new(first, port)).await.with_context(|| taken(port))?;
    if host.is_some() {
        return Ok(vec![listener]);
    }
    let port = listener.local_addr()?.port();
    match TcpListener::bind(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port)).await {
        Ok(second) => Ok(vec![listener, second]),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error).with_context(|| taken(port)),
        Err(_) => Ok(vec![listener]),
    }
}

fn announce(origin: &str, how: Print, config: &Config) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match how {
        Print::Text => write!(out, "{}", greeting(origin, config))?,
        Print::Json => writeln!(out, "{}", greeting_json(origin, config))?,
    }
    writeln!(out, "clover-emulator ready on {origin}")?;
    out.flush()
}
