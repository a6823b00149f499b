//! One limiter per token and process, however many clients are made for it.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use sha2::{Digest, Sha256};

use super::{Limiter, Limits};

type Key = [u8; 32];

/// The token itself is not kept, only a digest of it and of the host it is good for.
static LIMITERS: LazyLock<Mutex<HashMap<Key, Weak<Limiter>>>> = LazyLock::new(Mutex::default);

/// The limiter of this token at this host: the one that lives already, made stricter if need be, or a new one.
pub(crate) fn of_token(host: &str, authorization: &[u8], limits: Limits) -> Arc<Limiter> {
    let key = key(host, authorization);
    let mut limiters = LIMITERS.lock().unwrap_or_else(PoisonError::into_inner);
    limiters.retain(|_, limiter| limiter.strong_count() > 0);
    if let Some(known) = limiters.get(&key).and_then(Weak::upgrade) {
        known.tighten(limits);
        return known;
    }
    let new = Arc::new(Limiter::new(limits));
    limiters.insert(key, Arc::downgrade(&new));
    new
}

fn key(host: &str, authorization: &[u8]) -> Key {
    Sha256::new().chain_update(host).chain_update([0]).chain_update(authorization).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_token_at_the_same_host_shares_one_limiter() {
        let one = of_token("https://one.example", b"same", Limits::CLOVER);
        assert!(Arc::ptr_eq(&one, &of_token("https://one.example", b"same", Limits::CLOVER)));
        assert!(!Arc::ptr_eq(&one, &of_token("https://two.example", b"same", Limits::CLOVER)));
        assert!(!Arc::ptr_eq(&one, &of_token("https://one.example", b"other", Limits::CLOVER)));
    }

    #[test]
    fn a_limiter_that_nobody_uses_is_forgotten() {
        let known = || LIMITERS.lock().unwrap().contains_key(&key("https://gone.example", b"gone"));
        let limiter = of_token("https://gone.example", b"gone", Limits::CLOVER);
        assert!(known());
        drop(limiter);
        of_token("https://next.example", b"next", Limits::CLOVER);
        assert!(!known());
    }
}
