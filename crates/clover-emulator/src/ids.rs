//! Ids, tokens and reference numbers that look like Clover's.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

/// Digits and upper-case letters without I, L, O and U: every sample seen keeps to them (clover-facts 2.2).
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALPHANUMERIC: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
const DIGITS: &[u8; 10] = b"0123456789";

/// The source of all ids: each is made of the seed and its own number, so that a restart goes on where it was.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ids {
    seed: u64,
    drawn: u64,
}

impl Ids {
    /// Repeatable with a seed.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seed: seed.unwrap_or_else(rand::random), drawn: 0 }
    }

    /// 13 characters, for a charge, an order or an app.
    pub(crate) fn object(&mut self) -> String {
        self.pick(CROCKFORD, 13)
    }

    /// `clv_1TST` and 20 characters, as the sandbox makes them.
    pub(crate) fn token(&mut self) -> String {
        format!("clv_1TST{}", self.pick(ALPHANUMERIC, 20))
    }

    /// The processor's reference.
    pub(crate) fn ref_num(&mut self) -> String {
        self.pick(DIGITS, 12)
    }

    /// The issuer's approval.
    pub(crate) fn auth_code(&mut self) -> String {
        format!("OK{}", self.pick(DIGITS, 4))
    }

    /// A UUID, for what Clover names by one.
    pub(crate) fn uuid(&mut self) -> String {
        let groups = ["", "", "4", "8", ""].into_iter().zip([8, 4, 3, 3, 12]);
        let groups: Vec<_> =
            groups.map(|(fixed, drawn)| format!("{fixed}{}", self.pick(HEXADECIMAL, drawn))).collect();
        groups.join("-")
    }

    /// In the three parts of a JWT, as Clover's access tokens are, and as opaque as they should be to whoever gets one.
    pub(crate) fn access_token(&mut self) -> String {
        format!("eyJhbGciOiJub25lIn0.{}.{}", self.pick(ALPHANUMERIC, 48), self.pick(ALPHANUMERIC, 24))
    }

    /// `clvroar-` and 32 hexadecimal digits.
    pub(crate) fn refresh_token(&mut self) -> String {
        format!("clvroar-{}", self.pick(HEXADECIMAL, 32))
    }

    /// A PAKMS key: 32 hexadecimal digits.
    pub(crate) fn public_key(&mut self) -> String {
        self.pick(HEXADECIMAL, 32)
    }

    fn pick(&mut self, alphabet: &[u8], length: usize) -> String {
        self.drawn += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        seed[8..16].copy_from_slice(&self.drawn.to_le_bytes());
        let mut random = StdRng::from_seed(seed);
        (0..length).map(|_| char::from(alphabet[random.random_range(0..alphabet.len())])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        assert_eq!(Ids::new(Some(7)).object(), Ids::new(Some(7)).object());
        assert_ne!(Ids::new(Some(7)).object(), Ids::new(Some(8)).object());
    }

    #[test]
    fn an_object_id_has_13_characters_none_of_them_ambiguous() {
        let id = Ids::new(None).object();
        assert_eq!(id.len(), 13);
        assert!(!id.contains(['I', 'L', 'O', 'U']));
    }
}
