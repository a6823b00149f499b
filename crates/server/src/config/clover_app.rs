//! The app in whose name merchants connect, what its webhooks bear, and the keys that seal merchants' tokens.

use std::collections::BTreeMap;

use clover_api::oauth::{App, Trust};
use primitives::MerchantSlug;
use secrecy::SecretString;

use super::table::{Found, Problems, Table};
use super::{CloverAccess, Merchant};
use crate::sealing::{SealingKey, SealingKeys};

const APP_KNOWN: &[&str] = &["client_id", "trust", "client_secret"];
const WEBHOOKS_KNOWN: &[&str] = &["app_auth"];

/// Reads `[oauth]`; `None` when there is none or it is wrong.
pub(super) fn oauth(table: &mut Table<'_>, problems: &mut Problems) -> Option<App> {
    let mut table = table.table("oauth", problems)?;
    let client_id = table.needed("client_id", "the app's id from Clover's developer dashboard", problems);
    let client_id = client_id.and_then(|id| plain(id, problems));
    let trust = table.text("trust", problems);
    let secret = table.secret("client_secret", problems);
    let trust = match (trust.as_ref().map(|trust| trust.value.as_str()), secret) {
        (None | Some("high"), Some(secret)) => {
            plain(secret, problems).map(|secret| Trust::High { secret: secret.into() })
        }
        (None | Some("high"), None) => {
            let missing = "is missing; set the variable TREFOIL_OAUTH__CLIENT_SECRET to the app's secret, \
                           or trust = \"low\" for an app without one";
            problems.add(&table.missing("client_secret"), missing);
            None
        }
        (Some("low"), None) => Some(Trust::Low),
        (Some("low"), Some(secret)) => {
            problems.add(&secret.place, "is only for trust = \"high\"; remove it");
            None
        }
        (Some(_), _) => {
            let place = trust.as_ref().map_or_else(|| table.missing("trust"), |trust| trust.place.clone());
            problems.add(&place, "must be \"high\" (an app with a secret) or \"low\" (without, by PKCE)");
            None
        }
    };
    table.finish(APP_KNOWN, problems);
    Some(App { client_id: client_id?, trust: trust? })
}

/// What `X-Clover-Auth` of app webhooks must bear.
pub(super) fn webhook_auth(table: &mut Table<'_>, problems: &mut Problems) -> Option<SecretString> {
    let mut table = table.table("webhooks", problems)?;
    let auth = table.secret("app_auth", problems).and_then(|auth| plain(auth, problems));
    table.finish(WEBHOOKS_KNOWN, problems);
    auth.map(SecretString::from)
}

/// The keys that seal; `None` when there are none or one is wrong.
pub(super) fn sealing(table: &mut Table<'_>, problems: &mut Problems) -> Option<SealingKeys> {
    let parsed = |text: &Found<String>, problems: &mut Problems| {
        problems.parsed(&text.place, SealingKey::parse(&text.value))
    };
    let current = table.secret("sealing_key", problems);
    let old = table.secret("old_sealing_keys", problems);
    let mut keys = Vec::new();
    if let Some(Found { value, place }) = old {
        for text in value.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            keys.extend(parsed(&Found { value: text.to_owned(), place: place.clone() }, problems));
        }
    }
    let current = parsed(&current?, problems)?;
    Some(SealingKeys::new(current, keys))
}

/// What merchants who connect by OAuth need. An app is registered in one environment, so they share one.
pub(super) fn suits(
    merchants: &BTreeMap<MerchantSlug, Merchant>,
    app: Option<&App>,
    keys: Option<&SealingKeys>,
    table: &Table<'_>,
    problems: &mut Problems,
) {
    if !problems.0.is_empty() {
        return;
    }
    let mut connecting = merchants.values().filter(|it| matches!(it.access, CloverAccess::OAuth));
    let Some(first) = connecting.next() else { return };
    if app.is_none() {
        let wanted =
            "is missing; merchants with access = \"oauth\" need the table [oauth] with the app's client_id";
        problems.add(&table.missing("oauth"), wanted);
    }
    if keys.is_none() {
        let wanted = "is missing; tokens are stored sealed: set the variable TREFOIL_SEALING_KEY to what \
                      `trefoil key seal` prints";
        problems.add(&table.missing("sealing_key"), wanted);
    }
    for other in connecting.filter(|other| other.environment != first.environment) {
        let message = format!(
            "must be that of {}: an app is registered in one environment, and both connect by it",
            first.slug
        );
        let keys = ["merchants", other.slug.as_str(), "environment"].map(str::to_owned).to_vec();
        problems.add(&super::table::Place { keys, origin: super::Origin::Missing }, message);
    }
}

/// Letters, digits and signs, no spaces.
pub(super) fn plain(text: Found<String>, problems: &mut Problems) -> Option<String> {
    let good = !text.value.is_empty() && text.value.bytes().all(|byte| byte.is_ascii_graphic());
    let form = "must be letters, digits and signs, no spaces";
    problems.parsed(&text.place, if good { Ok(text.value) } else { Err(form) })
}
