//! One merchant, and the checks of its table.

use api_types::Contact;
use clover_api::Environment;
use jiff::tz::TimeZone;
use payments::PaymentMode;
use primitives::{Currency, EmailAddress, MerchantSlug};
use secrecy::SecretString;
use url::Url;

use super::source;
use super::table::{Found, Problems, Table};
use super::{
    Accent, ApiKeyHash, EmbedOrigin, EventsTarget, Locale, MerchantMail, TipPresets, Wallet, clover_app,
    embed_origin, events, mail, tip_presets, wallet,
};

const KNOWN: &[&str] = &[
    "clover_merchant_id",
    "environment",
    "access",
    "emulator_url",
    "name",
    "contact_email",
    "contact_phone",
    "accent",
    "embed_origins",
    "locale",
    "time_zone",
    "payment_mode",
    "tip_presets",
    "hosted_checkout",
    "wallets",
    "api_key_hash",
    "events_url",
    "sender_name",
    "reply_to",
    "fresh_link_days",
    "save_cards",
];
const ENVIRONMENTS: &str =
    "\"sandbox\", \"production-na\", \"production-eu\", \"production-latam\" or \"emulator\"";
/// What fits on one line of a telephone.
pub(super) const MAX_NAME: usize = 80;
const MAX_PHONE: usize = 40;

/// A business whose invoices are paid here.
#[derive(Clone, Debug)]
pub struct Merchant {
    /// The key of its table.
    pub slug: MerchantSlug,
    /// Clover's name for it: 13 capital letters and digits (clover-facts 2.2).
    pub clover_merchant_id: String,
    /// Which Clover takes the money.
    pub environment: Environment,
    /// What lets us take money in its name.
    pub access: CloverAccess,
    /// What its hosted checkout's webhooks are signed with, if it has set them up.
    pub checkout_secret: Option<SecretString>,
    /// What payers call it.
    pub name: String,
    /// How payers reach it.
    pub contact: Contact,
    /// The colour of its pages.
    pub accent: Accent,
    /// The sites that may show its pay pages inside their own; none unless set.
    pub embed_origins: Vec<EmbedOrigin>,
    /// The language of its pages.
    pub locale: Locale,
    /// By whose clock its documents tell dates and times; UTC unless set.
    pub time_zone: TimeZone,
    /// How its money is taken.
    pub payment_mode: PaymentMode,
    /// The tips that its pages offer where an invoice takes any.
    pub tip_presets: TipPresets,
    /// The currency of its account, if payers may also pay on pages of Clover's own: those name no currency.
    pub hosted_checkout: Option<Currency>,
    /// What it offers beside the card form.
    pub wallets: Vec<Wallet>,
    /// Admits its programs to the merchant's API.
    pub api_key_hash: ApiKeyHash,
    /// Whether payers may let it keep their cards.
    pub save_cards: bool,
    /// Where its programs are told what happened, if they want to be.
    pub events: Option<EventsTarget>,
    /// In whose name its payers are mailed.
    pub mail: MerchantMail,
}

impl Merchant {
    /// The same, for a payer who reads this language.
    #[must_use]
    pub fn speaking(&self, locale: Locale) -> Self {
        Self { locale, ..self.clone() }
    }
}

/// What opens a merchant's account at Clover.
#[derive(Clone, Debug)]
pub enum CloverAccess {
    /// A token that does not end, from the merchant's dashboard.
    ApiToken(SecretString),
    /// The merchant connects the app, and the tokens are in the store.
    OAuth,
}

/// Checks one merchant's table; `None` when anything that is needed is missing or wrong.
pub(super) fn read(mut table: Table<'_>, problems: &mut Problems) -> Option<Merchant> {
    let slug = slug(&table, problems);
    let id = table.needed("clover_merchant_id", "Clover's id of the merchant", problems);
    let clover_merchant_id = id.and_then(|id| clover_id(id, problems));
    let environment = environment(&mut table, problems);
    let access = access(&mut table, problems);
    let checkout_secret = table.secret("checkout_secret", problems);
    let checkout_secret = checkout_secret.and_then(|secret| clover_app::plain(secret, problems));
    let name = table.needed("name", "what payers call the merchant", problems);
    let name = name.and_then(|name| short_text(name, MAX_NAME, problems));
    let contact = contact(&mut table, problems);
    let accent = optional(&mut table, "accent", Accent::parse, problems);
    let embed_origins = embed_origin::read(&mut table, problems);
    let locale = optional(&mut table, "locale", Locale::parse, problems);
    let time_zone = time_zone(&mut table, problems);
    let payment_mode = optional(&mut table, "payment_mode", payment_mode, problems);
    let tip_presets = tip_presets::read(&mut table, problems);
    let hosted_checkout = optional(&mut table, "hosted_checkout", hosted_checkout, problems);
    let wallets = wallet::read(&mut table, problems);
    let hash = table.needed("api_key_hash", "the line that `trefoil key new` prints", problems);
    let api_key_hash = hash.and_then(|hash| problems.parsed(&hash.place, ApiKeyHash::parse(&hash.value)));
    let save_cards = table.flag("save_cards", problems);
    let events = events::read(&mut table, problems);
    let mail = mail::of_merchant(&mut table, name.as_deref(), contact.email.as_deref(), problems);
    table.finish(KNOWN, problems);
    Some(Merchant {
        slug: slug?,
        clover_merchant_id: clover_merchant_id?,
        environment: environment?,
        access: access?,
        checkout_secret: checkout_secret.map(SecretString::from),
        name: name?,
        contact,
        accent: accent?,
        embed_origins: embed_origins?,
        locale: locale?,
        time_zone: time_zone?,
        payment_mode: payment_mode?,
        tip_presets: tip_presets?,
        hosted_checkout: hosted_checkout?,
        wallets: wallets?,
        api_key_hash: api_key_hash?,
        save_cards,
        events,
        mail: mail?,
    })
}

fn time_zone(table: &mut Table<'_>, problems: &mut Problems) -> Option<TimeZone> {
    let Some(name) = table.text("time_zone", problems) else {
        return Some(TimeZone::UTC);
    };
    let form = "must be a zone's name in the IANA database, such as \"America/Toronto\"";
    problems.parsed(&name.place, TimeZone::get(&name.value).map_err(|_| form))
}

fn payment_mode(text: &str) -> Result<PaymentMode, &'static str> {
    match text {
        "order" => Ok(PaymentMode::Order),
        "charge" => Ok(PaymentMode::Charge),
        _ => Err("must be \"order\" (with the invoice's lines) or \"charge\" (the plain amount)"),
    }
}

fn hosted_checkout(text: &str) -> Result<Option<Currency>, &'static str> {
    let form = "must be the currency of the merchant's Clover account, such as \"USD\"";
    Currency::parse(text).map(Some).map_err(|_| form)
}

fn slug(table: &Table<'_>, problems: &mut Problems) -> Option<MerchantSlug> {
    let form = |error| format!("is not a short name for a merchant: it {error}");
    problems.parsed(table.place(), MerchantSlug::parse(table.name()).map_err(form))
}

/// Clover's ids are 13 capital letters and digits; the exact alphabet is inferred, so all of them pass.
fn clover_id(id: Found<String>, problems: &mut Problems) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let good = id.value.len() == 13 && id.value.bytes().all(allowed);
    let form = "must be the 13 capital letters and digits that Clover's dashboard shows in its address";
    problems.parsed(&id.place, if good { Ok(id.value) } else { Err(form) })
}

fn environment(table: &mut Table<'_>, problems: &mut Problems) -> Option<Environment> {
    let url = table.text("emulator_url", problems);
    let text = table.needed("environment", ENVIRONMENTS, problems)?;
    let environment = match text.value.as_str() {
        "emulator" => return emulator(table, url, problems),
        "sandbox" => Ok(Environment::Sandbox),
        "production-na" => Ok(Environment::ProductionNa),
        "production-eu" => Ok(Environment::ProductionEu),
        "production-latam" => Ok(Environment::ProductionLatam),
        _ => Err(format!("must be {ENVIRONMENTS}")),
    };
    if let (Ok(_), Some(url)) = (&environment, url) {
        problems.add(&url.place, "is only for environment = \"emulator\"; remove it");
    }
    problems.parsed(&text.place, environment)
}

fn emulator(table: &Table<'_>, url: Option<Found<String>>, problems: &mut Problems) -> Option<Environment> {
    let Some(url) = url else {
        let place = table.missing("emulator_url");
        problems.add(&place, "is missing; the emulator needs it, such as \"http://localhost:8090\"");
        return None;
    };
    let origin = Url::parse(&url.value)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/");
    let form = "must be scheme, host and port of the emulator, such as \"http://localhost:8090\"";
    problems.parsed(&url.place, origin.map(|origin| Environment::Emulator { origin }).ok_or(form))
}

fn access(table: &mut Table<'_>, problems: &mut Problems) -> Option<CloverAccess> {
    let way = table.text("access", problems);
    match way.as_ref().map(|way| way.value.as_str()) {
        None | Some("api-token") => api_token(table, problems).map(CloverAccess::ApiToken),
        Some("oauth") => {
            if let Some(token) = table.text(source::API_TOKEN, problems) {
                problems.add(&token.place, "is only for access = \"api-token\"; remove it");
            }
            Some(CloverAccess::OAuth)
        }
        Some(_) => {
            let place = way.as_ref().map_or_else(|| table.missing("access"), |way| way.place.clone());
            problems.add(&place, "must be \"api-token\" (from Clover's dashboard) or \"oauth\"");
            None
        }
    }
}

fn api_token(table: &mut Table<'_>, problems: &mut Problems) -> Option<SecretString> {
    let place = table.missing(source::API_TOKEN);
    let before = problems.0.len();
    let Some(token) = table.secret(source::API_TOKEN, problems) else {
        if problems.0.len() == before {
            let variable = source::variable(&place.keys);
            let advice = format!("is missing; set the variable {variable} to the merchant's Clover token");
            problems.add(&place, advice);
        }
        return None;
    };
    let sendable = !token.value.is_empty() && token.value.bytes().all(|byte| byte.is_ascii_graphic());
    let form = "must be Clover's token for the merchant: letters, digits and signs, no spaces";
    problems.parsed(&token.place, if sendable { Ok(token.value.into()) } else { Err(form) })
}

fn contact(table: &mut Table<'_>, problems: &mut Problems) -> Contact {
    let email = table.text("contact_email", problems);
    let email = email.and_then(|email| problems.parsed(&email.place, EmailAddress::parse(&email.value)));
    let phone = table.text("contact_phone", problems);
    let phone = phone.and_then(|phone| short_text(phone, MAX_PHONE, problems));
    Contact { email: email.map(|email| email.as_str().to_owned()), phone }
}

pub(super) fn short_text(text: Found<String>, most: usize, problems: &mut Problems) -> Option<String> {
    let good = (1..=most).contains(&text.value.chars().count()) && !text.value.chars().any(char::is_control);
    let form = format!("must have 1 to {most} characters and no line breaks");
    problems.parsed(&text.place, if good { Ok(text.value) } else { Err(form) })
}

fn optional<T: Default, E: std::fmt::Display>(
    table: &mut Table<'_>,
    key: &str,
    parse: fn(&str) -> Result<T, E>,
    problems: &mut Problems,
) -> Option<T> {
    match table.text(key, problems) {
        Some(text) => problems.parsed(&text.place, parse(&text.value)),
        None => Some(T::default()),
    }
}
