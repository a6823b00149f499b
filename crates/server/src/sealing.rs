//! Seals what opens a merchant's account before it is stored: a copy of the database alone is worth nothing.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

const KEY_BYTES: usize = 32;
/// Long enough to be drawn at random for each sealing, however many there are.
const NONCE_BYTES: usize = 24;

/// The keys that seal and open: the current one seals, the old ones still open what they sealed.
#[derive(Clone)]
pub struct SealingKeys {
    current: SealingKey,
    old: Vec<SealingKey>,
}

/// One key, and the name by which what it sealed is known.
#[derive(Clone)]
pub struct SealingKey {
    id: String,
    cipher: XChaCha20Poly1305,
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 32 bytes in base64, as `trefoil key seal` prints them")]
pub struct SealingKeyError;

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system gave no random numbers.
    #[error("nothing can be sealed without random numbers")]
    NoRandomness,
    /// It was sealed with a key that is neither the current one nor among the old ones.
    #[error("sealed with a key that is not configured; add it to TREFOIL_OLD_SEALING_KEYS")]
    UnknownKey,
    /// It was changed, belongs elsewhere or was never sealed here.
    #[error("what is stored was not sealed here for this purpose")]
    Broken,
}

impl SealingKey {
    /// Reads 32 bytes of base64.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(text: &str) -> Result<Self, SealingKeyError> {
        let bytes = STANDARD.decode(text).map_err(|_| SealingKeyError)?;
        if bytes.len() != KEY_BYTES {
            return Err(SealingKeyError);
        }
        let cipher = XChaCha20Poly1305::new_from_slice(&bytes).map_err(|_| SealingKeyError)?;
        let id = Sha256::new().chain_update(b"trefoil sealing key").chain_update(&bytes).finalize();
        Ok(Self { id: hex::encode(&id[..4]), cipher })
    }

    /// A new key, in the form that [`SealingKey::parse`] reads.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn fresh() -> Result<SecretString, SealError> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
        Ok(STANDARD.encode(bytes).into())
    }
}

impl SealingKeys {
    /// Seals with `current`, opens with all of them.
    pub fn new(current: SealingKey, old: Vec<SealingKey>) -> Self {
        Self { current, old }
    }

    /// Seals a secret for one purpose: in the place of another it cannot be opened.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn seal(&self, secret: &SecretString, purpose: &[&str]) -> Result<String, SealError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        let (msg, aad) = (secret.expose_secret().as_bytes(), bound_to(purpose));
        let payload = Payload { msg, aad: &aad };
        let sealed = self.current.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = [nonce.as_slice(), &sealed.map_err(|_| SealError::Broken)?].concat();
        Ok(format!("{}.{}", self.current.id, URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Opens what was sealed for this purpose.
    ///
    /// # Errors
    /// [`SealError::UnknownKey`] and [`SealError::Broken`].
    pub fn open(&self, sealed: &str, purpose: &[&str]) -> Result<SecretString, SealError> {
        let (id, bytes) = sealed.split_once('.').ok_or(SealError::Broken)?;
        let mut keys = std::iter::once(&self.current).chain(&self.old);
        let key = keys.find(|key| key.id == id).ok_or(SealError::UnknownKey)?;
        let bytes = URL_SAFE_NO_PAD.decode(bytes).map_err(|_| SealError::Broken)?;
        let (nonce, msg) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Broken)?;
        let payload = Payload { msg, aad: &bound_to(purpose) };
        let opened = key.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Broken)?;
        Ok(String::from_utf8(opened).map_err(|_| SealError::Broken)?.into())
    }
}

/// Each part with its length, so that no two purposes read alike.
fn bound_to(purpose: &[&str]) -> Vec<u8> {
    purpose
        .iter()
        .flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part.as_bytes()].concat())
        .collect()
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealingKey").field(&self.id).finish()
    }
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealingKeys").field("current", &self.current).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SealingKey {
        SealingKey::parse(SealingKey::fresh().unwrap().expose_secret()).unwrap()
    }

    #[test]
    fn what_is_sealed_can_be_opened_for_its_purpose_and_no_other() {
        let keys = SealingKeys::new(key(), Vec::new());
        let sealed = keys.seal(&"clvroar-secret".into(), &["table", "M1", "access"]).unwrap();
        assert!(!sealed.contains("clvroar"));
        let opened = keys.open(&sealed, &["table", "M1", "access"]).unwrap();
        assert_eq!(opened.expose_secret(), "clvroar-secret");
        for elsewhere in [&["table", "M2", "access"][..], &["tableM1", "access"], &["table", "M1", "refresh"]]
        {
            assert_eq!(keys.open(&sealed, elsewhere).unwrap_err(), SealError::Broken);
        }
    }

    #[test]
    fn two_sealings_of_one_secret_differ() {
        let keys = SealingKeys::new(key(), Vec::new());
        assert_ne!(keys.seal(&"a".into(), &["p"]), keys.seal(&"a".into(), &["p"]));
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let keys = SealingKeys::new(key(), Vec::new());
        let sealed = keys.seal(&"secret".into(), &["p"]).unwrap();
        let (id, rest) = sealed.split_once('.').unwrap();
        let mut bytes = URL_SAFE_NO_PAD.decode(rest).unwrap();
        for place in 0..bytes.len() {
            bytes[place] ^= 1;
            let changed = format!("{id}.{}", URL_SAFE_NO_PAD.encode(&bytes));
            assert_eq!(keys.open(&changed, &["p"]).unwrap_err(), SealError::Broken);
            bytes[place] ^= 1;
        }
        for junk in ["", "secret", &format!("{id}."), &format!("{id}.AAAA"), &format!("{id}.§")] {
            assert_eq!(keys.open(junk, &["p"]).unwrap_err(), SealError::Broken, "{junk}");
        }
    }

    #[test]
    fn an_old_key_opens_until_it_is_taken_away() {
        let (old, new) = (key(), key());
        let sealed = SealingKeys::new(old.clone(), Vec::new()).seal(&"s".into(), &["p"]).unwrap();
        let both = SealingKeys::new(new.clone(), vec![old]);
        assert_eq!(both.open(&sealed, &["p"]).unwrap().expose_secret(), "s");
        let alone = SealingKeys::new(new, Vec::new());
        assert_eq!(alone.open(&sealed, &["p"]).unwrap_err(), SealError::UnknownKey);
    }

    #[test]
    fn other_texts_are_no_keys_and_debug_shows_none() {
        for text in ["", "short", &STANDARD.encode([0; 31]), &STANDARD.encode([0; 33])] {
            assert!(SealingKey::parse(text).is_err(), "{text}");
        }
        let text = SealingKey::fresh().unwrap();
        let key = SealingKey::parse(text.expose_secret()).unwrap();
        assert!(!format!("{:?}", SealingKeys::new(key, vec![])).contains(text.expose_secret()));
    }
}
