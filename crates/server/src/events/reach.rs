//! Which addresses events are sent to: public ones, or this machine where the configuration says so.
//!
//! Without this a name that its owner points at `10.0.0.1` or at a cloud's metadata would make the server talk to
//! neighbours that trust it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Whether the address names this machine itself.
pub(crate) fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether anybody on the internet may have this address, by the registries of special addresses (RFC 6890).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b) {
        (0 | 10 | 127, _) | (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168) | (198, 18 | 19) => {
            true
        }
        (192, 0) => matches!(c, 0 | 2),
        (198, 51) => c == 100,
        (203, 0) => c == 113,
        _ => a >= 224,
    };
    !special
}

/// Only `2000::/3` is given out; of it, ways back to IPv4 and documentation are left out.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let given_out = a & 0xe000 == 0x2000;
    let special = a == 0x2002 || (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x3fff;
    given_out && !special
}

/// Looks names up, and leaves out the addresses that are not to be reached.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reach {
    /// Public addresses alone.
    Public,
    /// This machine alone.
    Here,
}

/// The name has no address that may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to no address that events are sent to")]
pub(super) struct AddressRefused;

impl Reach {
    /// What this address may reach.
    pub(super) fn of(url: &Url) -> Self {
        if is_here(url) { Self::Here } else { Self::Public }
    }

    fn admits(self, address: SocketAddr) -> bool {
        match self {
            Self::Public => is_public(address.ip()),
            Self::Here => address.ip().is_loopback(),
        }
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = *self;
        Box::pin(async move {
            // The port is put in by the caller.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let admitted: Vec<_> = found.filter(|address| reach.admits(*address)).collect();
            if admitted.is_empty() {
                return Err(AddressRefused.into());
            }
            let admitted: Addrs = Box::new(admitted.into_iter());
            Ok(admitted)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_reserved_addresses_are_not_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.19.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:a00:1::",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in
            ["1.1.1.1", "100.128.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2001:4860::8888"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_refused_where_the_internet_is_meant() {
        let refused = Reach::Public.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(refused.is::<AddressRefused>());
        let found: Vec<_> = Reach::Here.resolve("localhost".parse().unwrap()).await.unwrap().collect();
        assert!(found.iter().all(|address| address.ip().is_loopback()));
    }
}
