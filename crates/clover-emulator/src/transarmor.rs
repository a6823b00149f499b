//! The emulator's own key pair for encrypted card numbers (clover-facts 5).
//!
//! Its private half is published with this program: it protects nothing, as every card here is invented.

use std::sync::LazyLock;

use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clover_api::wire::TransArmorKeys;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Oaep, RsaPrivateKey};
use sha1::Sha1;

use crate::emulator::Emulator;
use crate::envelope::Answer;

static OURS: LazyLock<Option<RsaPrivateKey>> =
    LazyLock::new(|| RsaPrivateKey::from_pkcs1_der(include_bytes!("../keys/transarmor-emulated.der")).ok());

/// A public key whose private half nobody kept: whoever encrypts for production here is not understood.
const NOBODYS: &str = include_str!("../keys/transarmor-nobodys.txt");

/// Stands before the number in what is encrypted.
const PREFIX: &str = "00000000";

/// `GET /assets/keys.json`.
pub(crate) async fn keys(State(_): State<Emulator>) -> Answer {
    Answer::ok(&TransArmorKeys { sandbox: public_key(), production: NOBODYS.trim().to_owned() })
}

/// 256 bytes of modulus, 256 of exponent.
fn public_key() -> String {
    let Some(key) = &*OURS else { return String::new() };
    STANDARD.encode([padded(key.n()), padded(key.e())].concat())
}

fn padded(number: &BigUint) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    [vec![0; 256_usize.saturating_sub(bytes.len())], bytes].concat()
}

/// The card number in an `encrypted_pan`, or what is wrong with it.
pub(crate) fn decrypt(encrypted: &str) -> Result<String, &'static str> {
    let bytes = STANDARD.decode(encrypted).map_err(|_| "The encrypted number must be base64.")?;
    let key = OURS.as_ref().ok_or("The emulator's key cannot be read.")?;
    let text = key.decrypt(Oaep::new::<Sha1>(), &bytes).map_err(
        |_| "The encrypted number cannot be decrypted; is it for the sandbox's key, with OAEP and SHA-1?",
    )?;
    let text = String::from_utf8(text).map_err(|_| "The encrypted number is not text.")?;
    text.strip_prefix(PREFIX)
        .map(str::to_owned)
        .ok_or("The encrypted number lacks its prefix of eight zeros.")
}
