//! Explains a configuration: what is wrong with it, or what the server would do with it. Secrets stay unsaid.

use std::process::ExitCode;

use clover_api::Environment;
use payments::PaymentMode;

use super::output;
use crate::config::{CloverAccess, Config, ConfigProblems, EmbedOrigin, LogFormat, MailWay, Merchant};
use crate::mail::transport::Transport;

/// Ends with 0 when the configuration is good, with 1 when settings are wrong or the mail server does not answer, with 2
/// when there is no reading it.
pub(super) async fn run(loaded: Result<Config, ConfigProblems>) -> ExitCode {
    match loaded {
        Ok(config) => {
            let mail = mail(&config).await;
            let said = output::say(&explained(&config, mail.as_ref().unwrap_or_else(|problem| problem)));
            if said.is_ok() && mail.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problems) => {
            output::complain(&problems.to_string());
            match problems {
                ConfigProblems::Settings(_) => ExitCode::FAILURE,
                ConfigProblems::Unreadable { .. } | ConfigProblems::NotToml { .. } => ExitCode::from(2),
            }
        }
    }
}

/// Where mail goes; the problem when nobody answers there.
async fn mail(config: &Config) -> Result<String, String> {
    let Some(settings) = &config.mail else {
        return Ok("goes to nobody; there is no [mail]".to_owned());
    };
    let way = match &settings.way {
        MailWay::Smtp(server) => format!("{} port {}", server.host, server.port),
        MailWay::Folder(folder) => format!("the folder {}", folder.display()),
    };
    let from = settings.from.as_str();
    let transport = Transport::new(settings).map_err(|error| format!("cannot be sent: {error:#}"))?;
    match transport.answers().await {
        Ok(()) => Ok(format!("from {from} goes to {way}, which answers")),
        Err(reply) => Err(format!("from {from} goes to {way}, which does not answer as it should: {reply}")),
    }
}

fn explained(config: &Config, mail: &str) -> String {
    let mut lines = vec![
        "The configuration is good.".to_owned(),
        format!("listens on       {}", config.listen),
        format!("payers reach it  {}", config.public_url),
        format!("records in       {}", config.database),
        format!("logs as          {}", log_format(config.log)),
        format!("trusted proxies  {}", proxies(config)),
        format!("mail             {mail}"),
    ];
    if let Some(app) = &config.oauth {
        lines.push(format!("Clover app       {}; back at {}", app.client_id, callback(config)));
    }
    if config.webhook_auth.is_some() {
        lines.push("app webhooks     are believed with the key that is set".to_owned());
    }
    lines.extend(config.merchants.values().flat_map(merchant));
    lines.join("\n")
}

/// What the app's settings at Clover must allow as a place to come back to.
fn callback(config: &Config) -> String {
    let mut url = config.public_url.clone();
    url.set_path(api_types::path::CONNECT_CALLBACK);
    url.into()
}

fn log_format(format: LogFormat) -> &'static str {
    match format {
        LogFormat::Text => "text",
        LogFormat::Json => "JSON",
    }
}

fn proxies(config: &Config) -> String {
    let shown: Vec<_> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    if shown.is_empty() { "none; x-forwarded-for is not believed".to_owned() } else { shown.join(", ") }
}

fn merchant(merchant: &Merchant) -> Vec<String> {
    let contact = &merchant.contact;
    let ways: Vec<_> = [&contact.email, &contact.phone].into_iter().flatten().map(String::as_str).collect();
    let reached = if ways.is_empty() {
        "nothing; set contact_email or contact_phone, so that payers can ask".to_owned()
    } else {
        ways.join(", ")
    };
    vec![
        String::new(),
        format!("merchant {}: {}", merchant.slug, merchant.name),
        format!("  Clover   {}, {}", merchant.clover_merchant_id, environment(&merchant.environment)),
        format!("  contact  {reached}"),
        format!("  page     {}, {}", merchant.locale.as_str(), merchant.accent.as_str()),
        format!("  embeds   {}", embeds(merchant)),
        format!("  money    {}", payment_mode(merchant.payment_mode)),
        format!("  secrets  {}", secrets(merchant)),
        format!("  events   {}", events(merchant)),
    ]
}

fn embeds(merchant: &Merchant) -> String {
    let sites: Vec<_> = merchant.embed_origins.iter().map(EmbedOrigin::as_str).collect();
    if sites.is_empty() { "on no other site".to_owned() } else { sites.join(", ") }
}

fn secrets(merchant: &Merchant) -> String {
    let access = match merchant.access {
        CloverAccess::ApiToken(_) => "API token and the hash of the API key are set",
        CloverAccess::OAuth => {
            "the hash of the API key is set; connects by OAuth, see `trefoil merchant connect`"
        }
    };
    let checkout = merchant.checkout_secret.as_ref().map_or("", |_| "; checkout webhooks are believed");
    [access, checkout].concat()
}

/// The path of the receiver may hold a secret of the merchant's.
fn events(merchant: &Merchant) -> String {
    let Some(target) = &merchant.events else {
        return "are told to nobody; programs may ask for them".to_owned();
    };
    let host = target.url.host_str().unwrap_or_default();
    let signed = match target.keys.len() {
        1 => "one key".to_owned(),
        many => format!("{many} keys"),
    };
    format!("are told to {host}, signed with {signed}")
}

fn payment_mode(mode: PaymentMode) -> &'static str {
    match mode {
        PaymentMode::Order => "by Clover's orders, with the invoice's lines",
        PaymentMode::Charge => "by plain charges of the amount",
    }
}

fn environment(environment: &Environment) -> String {
    match environment {
        Environment::Sandbox => "sandbox: test cards only".to_owned(),
        Environment::ProductionNa => "production, North America: real money".to_owned(),
        Environment::ProductionEu => "production, Europe: real money".to_owned(),
        Environment::ProductionLatam => "production, Latin America: real money".to_owned(),
        Environment::Emulator { origin } => format!("emulator at {origin}: pretended money"),
    }
}
