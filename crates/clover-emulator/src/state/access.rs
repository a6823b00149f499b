//! Who may act for which merchant: authorization codes, tokens that end, and the public keys of the merchants.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Both lifetimes are what others measured; Clover asks not to rely on either (clover-facts 3).
const ACCESS_LASTS: SignedDuration = SignedDuration::from_mins(30);
const REFRESH_LASTS: SignedDuration = SignedDuration::from_hours(365 * 24);
const CODE_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// For about two weeks a spent refresh token can bring back the pair that it was spent for.
const RECOVERY_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A merchant's refresh tokens beyond this many die, the oldest first. Clover has such a number and does not tell it.
const REFRESH_TOKENS_AT_ONCE: usize = 10;

/// An authorization code that waits for its app.
#[derive(Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) merchant: String,
    pub(crate) challenge: Option<String>,
    until: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct AccessToken {
    merchant: String,
    until: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct RefreshToken {
    merchant: String,
    token: String,
    until: Timestamp,
    standing: Standing,
}

#[derive(Serialize, Deserialize)]
enum Standing {
    Fresh,
    Spent { at: Timestamp, successor: String },
    Dead,
}

/// A pair as the app gets it.
pub(crate) struct Pair {
    pub(crate) access_token: String,
    pub(crate) access_until: Timestamp,
    pub(crate) refresh_token: String,
    pub(crate) refresh_until: Timestamp,
}

/// What a refresh token is worth.
pub(crate) enum Worth {
    /// It brings the next pair.
    Good {
        merchant: String,
    },
    /// It was used, and can still bring back what was lost with the answer.
    Recoverable {
        merchant: String,
        successor: String,
    },
    Nothing,
}

/// Whether a merchant's public key opens the token service.
#[derive(Default, Serialize, Deserialize)]
struct PublicKey {
    /// Another one than the configured.
    rotated_to: Option<String>,
    inactive: bool,
}

/// All of it.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Access {
    codes: HashMap<String, Code>,
    tokens: HashMap<String, AccessToken>,
    refresh: Vec<RefreshToken>,
    keys: HashMap<String, PublicKey>,
    without_ecommerce: HashSet<String>,
}

impl Access {
    pub(crate) fn put_code(&mut self, code: &str, merchant: &str, challenge: Option<String>, now: Timestamp) {
        let until = after(now, CODE_LASTS);
        self.codes.insert(code.to_owned(), Code { merchant: merchant.to_owned(), challenge, until });
    }

    /// A code works once, whatever comes of it.
    pub(crate) fn take_code(&mut self, code: &str, now: Timestamp) -> Option<Code> {
        self.codes.remove(code).filter(|code| now < code.until)
    }

    /// Makes these two tokens good for the merchant.
    pub(crate) fn grant(&mut self, merchant: &str, access: String, refresh: String, now: Timestamp) -> Pair {
        let (access_until, refresh_until) = (after(now, ACCESS_LASTS), after(now, REFRESH_LASTS));
        self.tokens
            .insert(access.clone(), AccessToken { merchant: merchant.to_owned(), until: access_until });
        self.refresh.push(RefreshToken {
            merchant: merchant.to_owned(),
            token: refresh.clone(),
            until: refresh_until,
            standing: Standing::Fresh,
        });
        self.drop_oldest(merchant);
        Pair { access_token: access, access_until, refresh_token: refresh, refresh_until }
    }

    fn drop_oldest(&mut self, merchant: &str) {
        let fresh = |token: &&mut RefreshToken| {
            token.merchant == merchant && matches!(token.standing, Standing::Fresh)
        };
        let newest_first = self.refresh.iter_mut().rev().filter(fresh);
        newest_first.skip(REFRESH_TOKENS_AT_ONCE).for_each(|token| token.standing = Standing::Dead);
    }

    pub(crate) fn worth(&self, refresh: &str, now: Timestamp) -> Worth {
        match self.refresh.iter().find(|token| token.token == refresh) {
            Some(RefreshToken { merchant, until, standing: Standing::Fresh, .. }) if now < *until => {
                Worth::Good { merchant: merchant.clone() }
            }
            Some(RefreshToken { merchant, standing: Standing::Spent { at, successor }, .. })
                if now < after(*at, RECOVERY_LASTS) =>
            {
                Worth::Recoverable { merchant: merchant.clone(), successor: successor.clone() }
            }
            Some(_) | None => Worth::Nothing,
        }
    }

    pub(crate) fn spend(&mut self, refresh: &str, successor: &str, now: Timestamp) {
        self.stand(refresh, Standing::Spent { at: now, successor: successor.to_owned() });
    }

    pub(crate) fn kill(&mut self, refresh: &str) {
        self.stand(refresh, Standing::Dead);
    }

    fn stand(&mut self, refresh: &str, standing: Standing) {
        if let Some(token) = self.refresh.iter_mut().find(|token| token.token == refresh) {
            token.standing = standing;
        }
    }

    /// The merchant for whom this access token is good now.
    pub(crate) fn merchant_of(&self, access_token: &str, now: Timestamp) -> Option<&str> {
        let token = self.tokens.get(access_token).filter(|token| now < token.until)?;
        Some(&token.merchant)
    }

    /// The merchant removes the app: nothing it holds is good any more, and nothing comes back.
    pub(crate) fn uninstall(&mut self, merchant: &str) {
        self.codes.retain(|_, code| code.merchant != merchant);
        self.end_access_tokens(merchant);
        let theirs = self.refresh.iter_mut().filter(|token| token.merchant == merchant);
        theirs.for_each(|token| token.standing = Standing::Dead);
    }

    /// Ends the access tokens before their time; refresh tokens stay good.
    pub(crate) fn end_access_tokens(&mut self, merchant: &str) {
        self.tokens.retain(|_, token| token.merchant != merchant);
    }

    /// The merchant's public key, given the configured one; `None` while it is switched off.
    pub(crate) fn public_key<'a>(&'a self, merchant: &str, configured: &'a str) -> Option<&'a str> {
        match self.keys.get(merchant) {
            None => Some(configured),
            Some(key) if key.inactive => None,
            Some(key) => Some(key.rotated_to.as_deref().unwrap_or(configured)),
        }
    }

    pub(crate) fn rotate_key(&mut self, merchant: &str, to: String) {
        *self.keys.entry(merchant.to_owned()).or_default() =
            PublicKey { rotated_to: Some(to), inactive: false };
    }

    pub(crate) fn switch_key(&mut self, merchant: &str, active: bool) {
        self.keys.entry(merchant.to_owned()).or_default().inactive = !active;
    }

    pub(crate) fn may_use_ecommerce(&self, merchant: &str) -> bool {
        !self.without_ecommerce.contains(merchant)
    }

    pub(crate) fn allow_ecommerce(&mut self, merchant: &str, allowed: bool) {
        if allowed {
            self.without_ecommerce.remove(merchant);
        } else {
            self.without_ecommerce.insert(merchant.to_owned());
        }
    }
}

fn after(moment: Timestamp, wait: SignedDuration) -> Timestamp {
    moment.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
