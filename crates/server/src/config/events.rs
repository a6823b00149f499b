//! Where a merchant's events are sent, and what they are signed with.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretSlice;
use url::{Host, Url};

use super::source;
use super::table::{Found, Problems, Table};
use crate::events::reach;

/// The setting that names the receiver.
const URL: &str = "events_url";
/// The setting, from the environment alone, with the keys.
pub(super) const SECRET: &str = "events_secret";

/// More are not needed to change one for another.
const MOST_SECRETS: usize = 4;

/// Where events go.
#[derive(Clone)]
pub struct EventsTarget {
    /// The receiver. Its path may hold a secret of the merchant's.
    pub url: Url,
    /// The keys, newest first; each signs every event.
    pub keys: Arc<[SecretSlice<u8>]>,
}

/// Shows the host alone.
impl fmt::Debug for EventsTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventsTarget").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

/// The target, if one is set; what is wrong with it is a complaint.
pub(super) fn read(table: &mut Table<'_>, problems: &mut Problems) -> Option<EventsTarget> {
    let url = table.text(URL, problems);
    let before = problems.0.len();
    let secret = table.secret(SECRET, problems);
    let secret_is_wrong = problems.0.len() > before;
    let variable = source::variable(&table.missing(SECRET).keys);
    match (url, secret) {
        (None, None) => None,
        (None, Some(secret)) => {
            problems.add(&secret.place, "signs nothing without events_url; set that, or remove this");
            None
        }
        (Some(_), None) if secret_is_wrong => None,
        (Some(url), None) => {
            let advice = format!(
                "needs a secret to sign with; set the variable {variable} to what `trefoil key events` prints"
            );
            problems.add(&url.place, advice);
            None
        }
        (Some(url), Some(secret)) => {
            let url = target(&url, problems);
            let keys = keys(&secret, problems);
            Some(EventsTarget { url: url?, keys: keys? })
        }
    }
}

fn target(text: &Found<String>, problems: &mut Problems) -> Option<Url> {
    let form =
        "must be an https:// address without a name, a password or a #; plain http is only for this machine";
    let url = Url::parse(&text.value).ok().filter(|url| {
        let anonymous = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        anonymous && (url.scheme() == "https" || (url.scheme() == "http" && reach::is_here(url)))
    });
    let url = problems.parsed(&text.place, url.ok_or(form))?;
    let address = match url.host() {
        Some(Host::Ipv4(address)) => Some(address.into()),
        Some(Host::Ipv6(address)) => Some(address.into()),
        Some(Host::Domain(_)) | None => None,
    };
    if address.is_some_and(|address| !reach::is_here(&url) && !reach::is_public(address)) {
        problems.add(&text.place, "leads into a private or reserved network, where nothing is sent");
        return None;
    }
    Some(url)
}

fn keys(secret: &Found<String>, problems: &mut Problems) -> Option<Arc<[SecretSlice<u8>]>> {
    let keys: Option<Vec<_>> = secret.value.split_whitespace().map(key).collect();
    let keys = keys.filter(|keys| (1..=MOST_SECRETS).contains(&keys.len()));
    let form = "must be whsec_ and the base64 of 24 to 64 bytes, as `trefoil key events` prints it; \
                up to four, separated by spaces, all sign";
    problems.parsed(&secret.place, keys.map(Arc::from).ok_or(form))
}

fn key(text: &str) -> Option<SecretSlice<u8>> {
    let key = STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
    (24..=64).contains(&key.len()).then(|| SecretSlice::from(key))
}
