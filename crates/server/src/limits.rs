//! How often addresses may try to pay (enough for a person, too few for testing stolen cards), and pages may have
//! Clover asked.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use primitives::PaymentId;

/// Attempts at once, and attempts a minute after that.
const BURST: NonZeroU32 = NonZeroU32::new(20).unwrap();
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Counts the attempts of each address.
#[derive(Debug)]
pub struct AttemptLimit {
    limiter: RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock>,
}

impl Default for AttemptLimit {
    fn default() -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(PER_MINUTE).allow_burst(BURST)) }
    }
}

impl AttemptLimit {
    /// Counts an attempt; `false` when it is one too many.
    pub fn admits(&self, address: IpAddr) -> bool {
        self.limiter.check_key(&household(address)).is_ok()
    }

    /// Forgets the addresses that have been quiet.
    pub fn forget_the_quiet(&self) {
        self.limiter.retain_recent();
    }
}

/// How often the page's questions about one payment may lead to a look at Clover.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10);

/// Counts the looks at Clover that pages bring about, for each payment: whoever has a link could else use up what
/// Clover allows the merchant.
#[derive(Debug)]
pub struct LookLimit {
    limiter: RateLimiter<PaymentId, DefaultKeyedStateStore<PaymentId>, DefaultClock>,
}

impl Default for LookLimit {
    fn default() -> Self {
        let quota = Quota::with_period(BETWEEN_LOOKS).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        Self { limiter: RateLimiter::keyed(quota) }
    }
}

impl LookLimit {
    /// Counts a look; `false` when it is too early for another one.
    pub fn admits(&self, payment: &PaymentId) -> bool {
        self.limiter.check_key(payment).is_ok()
    }

    /// Forgets the payments that nobody has asked about for a while.
    pub fn forget_the_quiet(&self) {
        self.limiter.retain_recent();
    }
}

/// One line usually has a whole /64 of IPv6, so its addresses count as one.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = address.to_bits() & (u128::MAX << 64);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_admitted_and_then_no_more() {
        let limit = AttemptLimit::default();
        let address = IpAddr::from([203, 0, 113, 7]);
        let admitted = (0..100).filter(|_| limit.admits(address)).count();
        assert_eq!(admitted, 20);
        assert!(limit.admits(IpAddr::from([203, 0, 113, 8])));
    }

    #[test]
    fn a_payment_is_looked_at_once_and_another_one_too() {
        let limit = LookLimit::default();
        let [one, two] = [1, 2].map(|seed| PaymentId::from_random([seed; 16]));
        assert_eq!((0..100).filter(|_| limit.admits(&one)).count(), 1);
        assert!(limit.admits(&two));
    }

    #[test]
    fn one_line_of_ipv6_is_one_address() {
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let two: IpAddr = "2001:db8::ffff:1".parse().unwrap();
        assert_eq!(household(one), household(two));
    }
}
