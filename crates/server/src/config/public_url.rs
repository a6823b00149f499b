//! The address under which payers reach the server.

use std::collections::BTreeMap;

use clover_api::Environment;
use primitives::MerchantSlug;
use url::{Host, Url};

use super::Merchant;
use super::table::{Found, Problems};

/// Reads an origin: pay links are made by putting a path behind it.
pub(super) fn parse(text: Found<String>, problems: &mut Problems) -> Option<Found<Url>> {
    let form = "must be scheme, host and port alone, such as \"https://pay.example.com\"";
    let url = Url::parse(&text.value).ok().filter(is_origin);
    let value = problems.parsed(&text.place, url.ok_or(form))?;
    Some(Found { value, place: text.place })
}

/// Whether it is scheme, host and port alone.
pub(super) fn is_origin(url: &Url) -> bool {
    let alone = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    matches!(url.scheme(), "http" | "https") && alone && anonymous
}

/// Complains when this address does not suit these merchants: real cards need https, and a payer elsewhere
/// cannot reach this machine by its name for itself.
pub(super) fn suits(url: &Found<Url>, merchants: &BTreeMap<MerchantSlug, Merchant>, problems: &mut Problems) {
    let all_pretend =
        merchants.values().all(|merchant| matches!(merchant.environment, Environment::Emulator { .. }));
    let any_real = merchants.values().any(|merchant| merchant.environment.is_production());
    let local = is_local(&url.value);
    if any_real && local {
        problems.add(&url.place, "must be an address that payers can reach, for merchants are in production");
    } else if url.value.scheme() != "https" && !local && !all_pretend {
        problems
            .add(&url.place, "must begin with https://; plain http is only for localhost and the emulator");
    }
}

/// Whether it names this machine.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
