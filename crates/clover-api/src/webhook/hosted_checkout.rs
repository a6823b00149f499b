//! Hosted Checkout webhooks: how a payment on Clover's page ended, signed together with a time (clover-facts 2.13).

use std::fmt;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::WebhookError;
use super::loose::{self, LooseObject};
use crate::wire::{CheckoutEvent, CheckoutStatus, CloverText};

/// The header that bears the signature: `t=1790000000,v1=<64 hexadecimal digits>`, the latter perhaps several times.
pub const SIGNATURE_HEADER: &str = "clover-signature";

/// A tolerance for which no clock and no queue should be too slow.
pub const FIVE_MINUTES: Duration = Duration::from_mins(5);

/// Later than this a number of seconds is one of milliseconds: the year 5138, or March of 1973.
const SECONDS_END: i64 = 100_000_000_000;

/// How a payment ended. Clover documents labels instead of field names, and live posts lacked some: all may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutWebhook {
    /// How it ended.
    pub status: Option<CheckoutStatus>,
    /// What the post is about.
    pub event: Option<CheckoutEvent>,
    /// The payment, 13 characters; read it from Clover before believing anything.
    pub payment_id: Option<String>,
    /// The merchant, 13 characters.
    pub merchant_id: Option<String>,
    /// `checkoutSessionId` of the page. One developer's first live post had none.
    pub checkout_session_id: Option<String>,
    /// Milliseconds since 1970.
    pub created_ms: Option<i64>,
    /// Clover's sentence, such as `Approved for 48250`. Not for the payer.
    pub message: Option<CloverText>,
    /// When it was signed, in seconds since 1970.
    pub signed_at: i64,
    /// The same for the same content, however often it is sent and signed.
    pub fingerprint: Fingerprint,
}

/// What tells a repetition: refuse a fingerprint seen before. One needs to be kept no longer than for twice the
/// tolerance, unless Clover's own repetitions are to be noticed too.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    fn of(body: &[u8]) -> Self {
        Self(Sha256::digest(body).into())
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// Reads what came to a merchant's hosted checkout address. `secret` is the signing secret of that merchant's
/// dashboard, `body` must be what came, byte for byte, and `now` is in seconds since 1970.
///
/// # Errors
/// See [`WebhookError`]. The time is looked at only once the signature has been found right.
pub fn receive(
    headers: &HeaderMap,
    body: &[u8],
    secret: &SecretString,
    now: i64,
    tolerance: Duration,
) -> Result<CheckoutWebhook, WebhookError> {
    let signed_at = Signature::read(headers)?.signed_at(body, secret)?;
    if signed_at.abs_diff(now) > tolerance.as_secs() {
        return Err(WebhookError::OutOfTime);
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(read(&LooseObject::new(object), signed_at, Fingerprint::of(body))),
        Ok(_) | Err(_) => Err(WebhookError::Unreadable),
    }
}

/// The header's value for a body: what Clover does, for tests and for whoever imitates it. `now` is in seconds since
/// 1970.
pub fn sign(body: &[u8], secret: &SecretString, now: i64) -> String {
    let time = now.to_string();
    let signature = mac(secret, &time, body).map(|mac| hex::encode(mac.finalize().into_bytes()));
    format!("t={time},v1={}", signature.unwrap_or_default())
}

/// A signature header, taken apart.
struct Signature {
    /// As it was sent: it is part of what was signed.
    time: String,
    candidates: Vec<Vec<u8>>,
}

impl Signature {
    fn read(headers: &HeaderMap) -> Result<Self, WebhookError> {
        let lines = headers.get_all(SIGNATURE_HEADER).iter().filter_map(|line| line.to_str().ok());
        let parts: Vec<(&str, &str)> = lines
            .flat_map(|line| line.split(','))
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim(), value.trim()))
            .collect();
        let mut times = parts.iter().filter(|(name, _)| *name == "t");
        let (Some((_, time)), None) = (times.next(), times.next()) else {
            return Err(WebhookError::Unproven);
        };
        let candidates = parts.iter().filter(|(name, _)| *name == "v1");
        // What is no hexadecimal cannot be right; Clover's own sample shows one with a stray letter.
        let candidates: Vec<_> =
            candidates.map(|(_, value)| hex::decode(value).unwrap_or_default()).collect();
        if candidates.is_empty() {
            Err(WebhookError::Unproven)
        } else {
            Ok(Self { time: (*time).to_owned(), candidates })
        }
    }

    /// The time it was signed at, if one of the signatures is right.
    fn signed_at(&self, body: &[u8], secret: &SecretString) -> Result<i64, WebhookError> {
        let mac = mac(secret, &self.time, body).ok_or(WebhookError::WrongProof)?;
        // All are looked at, each in constant time.
        let right = self.candidates.iter().filter(|sent| mac.clone().verify_slice(sent).is_ok()).count();
        if right == 0 {
            return Err(WebhookError::WrongProof);
        }
        self.time.parse().map_err(|_| WebhookError::OutOfTime)
    }
}

/// HMAC-SHA256 over time, full stop and body; an empty secret makes none.
fn mac(secret: &SecretString, time: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let key = Some(secret.expose_secret().as_bytes()).filter(|key| !key.is_empty())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

fn read(object: &LooseObject, signed_at: i64, fingerprint: Fingerprint) -> CheckoutWebhook {
    let owned = |key: &str| object.text(key).map(str::to_owned);
    let session = object.get("data").and_then(loose::uuid).or_else(|| object.values().find_map(loose::uuid));
    let created = object.get("createdtime").and_then(loose::number);
    CheckoutWebhook {
        status: object.text("status").map(CheckoutStatus::from),
        event: object.text("type").map(CheckoutEvent::from),
        payment_id: owned("id"),
        merchant_id: owned("merchantid"),
        checkout_session_id: session.map(str::to_owned),
        created_ms: created.map(|time| if time < SECONDS_END { time.saturating_mul(1_000) } else { time }),
        message: object.text("message").map(CloverText::from),
        signed_at,
        fingerprint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_005;
    const BODY: &[u8] = include_bytes!("../../fixtures/webhook-checkout.json");
    const LABELS: &[u8] = include_bytes!("../../fixtures/webhook-checkout-labels.json");

    fn secret() -> SecretString {
        "5f4dcc3b-5aa7-65d6-1d83-27deb882cf99".into()
    }

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(SIGNATURE_HEADER, line.parse().unwrap());
        }
        headers
    }

    fn receive_at(line: &str, body: &[u8], now: i64) -> Result<CheckoutWebhook, WebhookError> {
        receive(&headers(&[line]), body, &secret(), now, FIVE_MINUTES)
    }

    fn received(body: &[u8]) -> CheckoutWebhook {
        receive_at(&sign(body, &secret(), NOW), body, NOW).unwrap()
    }

    #[test]
    fn the_signature_is_that_of_an_independent_implementation() {
        // printf '%s' '1790000000.{"id":"X"}' | openssl dgst -sha256 -hmac key
        let line = sign(br#"{"id":"X"}"#, &"key".into(), 1_790_000_000);
        assert_eq!(line, "t=1790000000,v1=a5a566878e75b608e07ff9d6cae2fc422bc4556a0e111e96240ebd8e1bd58fa5");
    }

    #[test]
    fn an_approved_payment_is_read() {
        let webhook = received(BODY);
        assert_eq!(webhook.status, Some(CheckoutStatus::Approved));
        assert_eq!(webhook.event, Some(CheckoutEvent::Payment));
        assert_eq!(webhook.payment_id.as_deref(), Some("9KQ4T7XNB2M0E"));
        assert_eq!(webhook.merchant_id.as_deref(), Some("QRSTVWXYZ0123"));
        assert_eq!(webhook.checkout_session_id.as_deref(), Some("5e1c7a90-b2d3-4f68-8a17-9c0d2e4f6b81"));
        assert_eq!((webhook.created_ms, webhook.signed_at), (Some(1_790_000_001_000), NOW));
    }

    #[test]
    fn labels_for_keys_and_a_missing_session_are_taken() {
        let webhook = received(LABELS);
        assert_eq!(webhook.checkout_session_id, None);
        let expected = received(BODY);
        let expected =
            CheckoutWebhook { checkout_session_id: None, fingerprint: webhook.fingerprint, ..expected };
        assert_eq!(webhook, expected);
    }

    #[test]
    fn a_session_is_found_by_its_shape() {
        let id = "5e1c7a90-b2d3-4f68-8a17-9c0d2e4f6b81";
        for body in [
            format!(r#"{{"data":{{"checkoutSessionId":"{id}"}}}}"#),
            format!(r#"{{"Checkout_Session":"{id}"}}"#),
            format!(r#"{{"data":null,"DATA":"{id}"}}"#),
        ] {
            assert_eq!(received(body.as_bytes()).checkout_session_id.as_deref(), Some(id), "{body}");
        }
        assert_eq!(received(br#"{"data":"5e1c7a90b2d34f688a179c0d2e4f6b81"}"#).checkout_session_id, None);
    }

    #[test]
    fn strange_values_are_missing_ones_and_unknown_words_are_kept() {
        let webhook = received(br#"{"status":"HELD","createdTime":1790000001123,"id":7,"message":["x"]}"#);
        assert_eq!(webhook.status, Some(CheckoutStatus::Other("HELD".into())));
        assert_eq!(webhook.created_ms, Some(1_790_000_001_123));
        assert_eq!((webhook.payment_id, webhook.message), (None, None));
        for body in [&b"[]"[..], b"", b"{", b"null"] {
            let line = sign(body, &secret(), NOW);
            assert_eq!(receive_at(&line, body, NOW), Err(WebhookError::Unreadable));
        }
    }

    #[test]
    fn one_right_signature_among_several_is_enough() {
        let line = sign(BODY, &secret(), NOW);
        let (time, right) = line.split_once(',').unwrap();
        for lines in [
            vec![format!("{time},v1=00,{right}")],
            vec![format!("{time} , v0=beef, {right},v1=t123")],
            vec![time.to_owned(), right.to_owned()],
            vec![format!("{time},{}", right.to_ascii_uppercase().replace("V1", "v1"))],
        ] {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            assert!(receive(&headers(&lines), BODY, &secret(), NOW, FIVE_MINUTES).is_ok(), "{lines:?}");
        }
    }

    #[test]
    fn whatever_is_changed_breaks_the_proof() {
        let line = sign(BODY, &secret(), NOW);
        let mut changed = BODY.to_vec();
        changed[10] ^= 1;
        assert_eq!(receive_at(&line, &changed, NOW), Err(WebhookError::WrongProof));
        let later = line.replace(&NOW.to_string(), &(NOW + 1).to_string());
        assert_eq!(receive_at(&later, BODY, NOW), Err(WebhookError::WrongProof));
        let truncated = &line[..line.len() - 2];
        assert_eq!(receive_at(truncated, BODY, NOW), Err(WebhookError::WrongProof));
        let other = receive(&headers(&[&line]), BODY, &"another".into(), NOW, FIVE_MINUTES);
        assert_eq!(other, Err(WebhookError::WrongProof));
        let unset = sign(BODY, &"".into(), NOW);
        let unset = receive(&headers(&[&unset]), BODY, &"".into(), NOW, FIVE_MINUTES);
        assert_eq!(unset, Err(WebhookError::WrongProof));
    }

    #[test]
    fn a_header_without_time_or_signature_proves_nothing() {
        let line = sign(BODY, &secret(), NOW);
        let (time, right) = line.split_once(',').unwrap();
        for line in ["", "nonsense", time, right, &format!("{time},t=1,{right}")] {
            assert_eq!(receive_at(line, BODY, NOW), Err(WebhookError::Unproven), "{line}");
        }
        assert_eq!(
            receive(&HeaderMap::new(), BODY, &secret(), NOW, FIVE_MINUTES),
            Err(WebhookError::Unproven)
        );
    }

    #[test]
    fn an_old_or_early_signature_is_out_of_time() {
        let line = sign(BODY, &secret(), NOW);
        for (now, right) in [(NOW - 301, false), (NOW - 300, true), (NOW + 300, true), (NOW + 301, false)] {
            let got = receive_at(&line, BODY, now);
            assert_eq!(got.is_ok(), right, "{now}");
            assert!(right || got == Err(WebhookError::OutOfTime));
        }
        assert_eq!(
            receive_at(&sign(BODY, &secret(), i64::MIN), BODY, i64::MAX),
            Err(WebhookError::OutOfTime)
        );
    }

    #[test]
    fn the_same_content_has_the_same_fingerprint_whenever_it_is_signed() {
        let later = receive_at(&sign(BODY, &secret(), NOW + 60), BODY, NOW + 60).unwrap();
        assert_eq!(received(BODY).fingerprint, later.fingerprint);
        assert_ne!(received(LABELS).fingerprint, later.fingerprint);
        assert_eq!(later.fingerprint.to_string().len(), 64);
    }
}
