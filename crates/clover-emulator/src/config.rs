//! Whom the emulator serves and which of Clover's undocumented habits it takes on.

use std::str::FromStr;

use crate::habits::Habits;
use crate::till::Till;

/// Settings of one emulator.
#[derive(Debug, Clone)]
pub struct Config {
    /// The merchants it knows; each sees only what is its own.
    pub merchants: Vec<Merchant>,
    /// Makes ids and tokens repeatable; without it they differ at each start.
    pub seed: Option<u64>,
    /// What an idempotency key with another body gets.
    pub key_mismatch: KeyMismatch,
    /// What the merchants have set up for taking money.
    pub till: Till,
    /// The app that merchants connect by OAuth.
    pub app: RegisteredApp,
    /// Whether requests are counted.
    pub rate_limits: RateLimits,
    /// Who hears of what happens.
    pub webhooks: WebhookTargets,
    /// How its checkout pages behave.
    pub hosted_checkout: HostedCheckout,
    /// Whether cards can be saved.
    pub multi_pay: MultiPay,
    /// What a gift card does that holds less than is asked for.
    pub gift_card_shortfall: GiftCardShortfall,
    /// What nobody knows about Clover.
    pub habits: Habits,
}

/// Whether more than 16 requests a second or 5 at once per API token are refused, as at Clover (clover-facts 2.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum RateLimits {
    /// Nobody counts, so that a load test sees what is behind the limits.
    #[default]
    Ignored,
    /// What is too much is answered with 429.
    Enforced,
}

/// A merchant and what opens its account. All values are invented; none works at Clover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merchant {
    /// 13 characters.
    pub id: String,
    /// The private key, for `Authorization: Bearer`.
    pub api_token: String,
    /// The public key, for `new Clover()` and the `apikey` header.
    pub pakms_key: String,
}

/// The status of the answer to a known idempotency key with another body; Clover documents none (clover-facts 2.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum KeyMismatch {
    /// 400.
    #[default]
    #[value(name = "400")]
    BadRequest,
    /// 409.
    #[value(name = "409")]
    Conflict,
}

/// Where webhooks are posted and how they are proven. Without an address none is written.
#[derive(Debug, Clone)]
pub struct WebhookTargets {
    /// The app's address, for events of charges, orders and customers.
    pub app_url: Option<url::Url>,
    /// What `X-Clover-Auth` bears: a UUID as a rule.
    pub app_auth: String,
    /// The merchant's address for payments on hosted pages.
    pub checkout_url: Option<url::Url>,
    /// What those are signed with.
    pub checkout_secret: String,
}

impl Default for WebhookTargets {
    fn default() -> Self {
        Self {
            app_url: None,
            app_auth: "e3c1a5d2-7f40-4b96-8d1e-52a0c9b7f618".into(),
            checkout_url: None,
            checkout_secret: "b8d7f2c4-19e6-4a53-8c0d-6e5f4a3b2c1d".into(),
        }
    }
}

/// How hosted checkout pages behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostedCheckout {
    /// How long a page can be paid on. Clover says 15; one observer saw 30 (clover-facts 2.13).
    pub lifetime_minutes: u32,
    /// Whether a page may lead back to this machine, in plain HTTP too. Clover refuses that.
    pub local_redirects: bool,
}

impl Default for HostedCheckout {
    fn default() -> Self {
        Self { lifetime_minutes: 15, local_redirects: false }
    }
}

/// The one app that is registered, as a developer would at Clover's dashboard. All values are invented.
#[derive(Debug, Clone)]
pub struct RegisteredApp {
    /// The app id, 13 characters.
    pub client_id: String,
    /// The app secret.
    pub client_secret: String,
    /// The app's own address: redirects must lead to it or below it, and the App Market leads straight to it.
    pub site_url: url::Url,
}

impl RegisteredApp {
    /// Same origin, and the same path or one below it.
    pub(crate) fn is_at_or_below_site(&self, redirect: &url::Url) -> bool {
        let site = self.site_url.path().trim_end_matches('/');
        let rest = redirect.path().strip_prefix(site);
        redirect.origin() == self.site_url.origin()
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Default for RegisteredApp {
    #[expect(clippy::expect_used, reason = "a fixed address; every test would fail")]
    fn default() -> Self {
        Self {
            client_id: "TREF01APP0123".into(),
            client_secret: "5f2d9c1e-8b47-4c60-a1d3-7e9b0f6c2a85".into(),
            site_url: url::Url::parse("http://localhost:8080/").expect("a fixed address"),
        }
    }
}

/// The merchants' gateway setting that saved cards need (clover-facts 2.11). What Clover answers without it is not
/// documented; here nothing is saved, and a charge with `FIRST` gets a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum MultiPay {
    /// Tokens can become multi-pay tokens.
    #[default]
    On,
    /// Every token lasts for one charge.
    Off,
}

/// What becomes of a charge that is larger than the gift card's balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum GiftCardShortfall {
    /// What there is is taken: Clover's page says that this is no decline, and a client that does not compare the
    /// amounts should find out here.
    #[default]
    Partial,
    /// Declined for `insufficient_funds`, and nothing is taken.
    Decline,
}

impl Merchant {
    /// The merchant every emulator starts with unless told otherwise.
    pub fn first() -> Self {
        Self {
            id: "TREF01DEM0123".into(),
            api_token: "7d1f0c52-3b8e-4a6f-9c21-5e0d8b74a913".into(),
            pakms_key: "0f5b8c21d7e94a3690b1c2d3e4f5a6b7".into(),
        }
    }

    /// Another merchant, so that what belongs to one can be refused to the other.
    pub fn second() -> Self {
        Self {
            id: "SEC0ND0TREF12".into(),
            api_token: "c9a4e7b0-61d2-4f35-8e19-a2b3c4d5e6f7".into(),
            pakms_key: "5a6b7c8d9e0f1a2b3c4d5e6f70819203".into(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            merchants: vec![Merchant::first(), Merchant::second()],
            seed: None,
            key_mismatch: KeyMismatch::default(),
            till: Till::default(),
            app: RegisteredApp::default(),
            rate_limits: RateLimits::default(),
            webhooks: WebhookTargets::default(),
            hosted_checkout: HostedCheckout::default(),
            multi_pay: MultiPay::default(),
            gift_card_shortfall: GiftCardShortfall::default(),
            habits: Habits::default(),
        }
    }
}

impl FromStr for Merchant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split(':').collect::<Vec<_>>().as_slice() {
            [id, api_token, pakms_key] if ![id, api_token, pakms_key].iter().any(|part| part.is_empty()) => {
                Ok(Self {
                    id: (*id).to_owned(),
                    api_token: (*api_token).to_owned(),
                    pakms_key: (*pakms_key).to_owned(),
                })
            }
            _ => Err("write ID:API_TOKEN:PAKMS_KEY".into()),
        }
    }
}
