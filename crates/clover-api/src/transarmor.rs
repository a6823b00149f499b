//! Encrypting a card number for Clover: RSA-OAEP with SHA-1, as `TransArmor` wants it (clover-facts 5).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Oaep, RsaPublicKey};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;

use crate::wire::{EncryptedCard, RawCard};

/// Stands before the number in what is encrypted.
const PREFIX: &str = "00000000";
/// The length of the modulus, and of the padded exponent.
const HALF: usize = 256;

/// A public key of Clover's for card numbers, 2048 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TransArmorKey(RsaPublicKey);

/// Why a card number was not encrypted. The program that made the call can act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncryptError {
    /// The key is not base64 of 512 bytes that make an RSA key.
    #[error("the TransArmor key cannot be read")]
    Key,
    /// The number has fewer than 12 or more than 19 digits, or something else than digits.
    #[error("a card number has 12 to 19 digits and nothing else")]
    Number,
    /// The machine has no randomness to give.
    #[error("encryption failed")]
    Failed,
}

impl TransArmorKey {
    /// Reads a key of Clover's key file.
    ///
    /// # Errors
    /// [`EncryptError::Key`].
    pub fn from_base64(text: &str) -> Result<Self, EncryptError> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| EncryptError::Key)?;
        if bytes.len() != HALF * 2 {
            return Err(EncryptError::Key);
        }
        let (modulus, exponent) = bytes.split_at(HALF);
        RsaPublicKey::new(BigUint::from_bytes_be(modulus), BigUint::from_bytes_be(exponent))
            .map(Self)
            .map_err(|_| EncryptError::Key)
    }

    /// What is sent instead of the card: its number encrypted, all else as it was.
    ///
    /// # Errors
    /// [`EncryptError::Number`], [`EncryptError::Failed`].
    pub fn encrypt(&self, card: &RawCard) -> Result<EncryptedCard, EncryptError> {
        let number = card.number.expose_secret();
        if !(12..=19).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EncryptError::Number);
        }
        let text = SecretString::from(format!("{PREFIX}{number}"));
        let encrypted = self
            .0
            .encrypt(&mut OsRng, Oaep::new::<Sha1>(), text.expose_secret().as_bytes())
            .map_err(|_| EncryptError::Failed)?;
        Ok(EncryptedCard {
            encrypted_pan: STANDARD.encode(encrypted).into(),
            transarmor_key_id: None,
            first6: number.chars().take(6).collect(),
            last4: number.chars().skip(number.len() - 4).collect(),
            exp_month: card.exp_month.clone(),
            exp_year: card.exp_year.clone(),
            cvv: card.cvv.clone(),
            brand: card.brand.clone(),
            address_zip: card.address_zip.clone(),
        })
    }
}

impl fmt::Debug for TransArmorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransArmorKey({} bits)", self.0.size() * 8)
    }
}
