//! Signs events as Standard Webhooks asks: HMAC-SHA256 over name, time and body, `v1,` and base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use primitives::EventId;
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;

/// The value of `webhook-signature`: one signature for each key, separated by spaces. `seconds` is when it is sent,
/// since 1970.
pub(super) fn sign(keys: &[SecretSlice<u8>], id: &EventId, seconds: i64, body: &str) -> String {
    let content = format!("{id}.{seconds}.{body}");
    let signatures: Vec<_> = keys.iter().filter_map(|key| signature(key, &content)).collect();
    signatures.join(" ")
}

/// HMAC takes a key of any length, so there always is one.
fn signature(key: &SecretSlice<u8>, content: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret()).ok()?;
    mac.update(content.as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(base64: &str) -> SecretSlice<u8> {
        SecretSlice::from(STANDARD.decode(base64).unwrap())
    }

    /// The example of the libraries that verify such signatures.
    #[test]
    fn the_known_example_is_signed_as_everybody_signs_it() {
        let key = key("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let content = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signature(&key, content).as_deref(), Some(expected));
    }

    #[test]
    fn each_key_signs() {
        let keys = [key("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), key("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")];
        let id = EventId::from_random([1; 16]);
        let both = sign(&keys, &id, 5, "{}");
        let one = sign(&keys[1..], &id, 5, "{}");
        assert_eq!(both.split(' ').collect::<Vec<_>>(), [&sign(&keys[..1], &id, 5, "{}"), &one]);
        assert_ne!(one, sign(&keys[1..], &id, 6, "{}"), "the time is signed too");
    }
}
