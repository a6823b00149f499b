//! App webhooks: events of the platform, proven by a static key (clover-facts 2.14).

use std::collections::BTreeMap;
use std::fmt;

use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use super::{WebhookError, loose};
use crate::wire::{EventType, ObjectKind};

/// The header that proves the sender: a UUID which the developer's dashboard shows. It is no signature.
pub const AUTH_HEADER: &str = "x-clover-auth";

/// What Clover posts to an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppWebhook {
    /// The first post, before there is a key. ANYBODY can send it: show the code to the developer, who copies it
    /// into the dashboard, and do nothing else.
    Verification(VerificationCode),
    /// Something happened.
    Notification(Notification),
}

/// The code that proves to Clover that the address is ours. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerificationCode(String);

impl VerificationCode {
    /// The code, for the developer's eyes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for VerificationCode {
    fn from(code: String) -> Self {
        Self(code)
    }
}

impl fmt::Debug for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationCode(hidden)")
    }
}

/// Events, by merchant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The app that was set up for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// Events by merchant id. An element that is no event is left out; the others count all the same.
    #[serde(default, deserialize_with = "readable_events")]
    pub merchants: BTreeMap<String, Vec<Event>>,
}

/// Something that happened to one object. The same event may come again: merchant, object, kind and time together
/// tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What it happened to.
    pub object_id: ObjectId,
    /// What happened. `CREATE` of a payment does not mean that it was approved.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "loose::optional_number")]
    pub ts: Option<i64>,
}

/// `P:9KQ4T7XNB2M0E`: a kind and an id. The id may hold colons of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectId {
    /// What it is; an unknown key is kept, and no key at all is kept as an empty one.
    pub kind: ObjectKind,
    /// Clover's id.
    pub id: String,
}

impl From<&str> for ObjectId {
    fn from(text: &str) -> Self {
        let (key, id) = text.split_once(':').unwrap_or(("", text));
        Self { kind: ObjectKind::from(key), id: id.to_owned() }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind.as_str() {
            "" => f.write_str(&self.id),
            key => write!(f, "{key}:{}", self.id),
        }
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}

/// Reads what came to an app's address. `auth` is the key from the dashboard; before there is one only the
/// verification can come.
///
/// # Errors
/// See [`WebhookError`]; nothing but a verification is read without the right key.
pub fn receive(
    headers: &HeaderMap,
    body: &[u8],
    auth: Option<&SecretString>,
) -> Result<AppWebhook, WebhookError> {
    let proof = prove(headers, auth);
    let body: Map<String, Value> = match (serde_json::from_slice(body), proof) {
        (Ok(body), _) => body,
        (Err(_), Ok(())) => return Err(WebhookError::Unreadable),
        (Err(_), Err(error)) => return Err(error),
    };
    if body.get("merchants").is_none()
        && let Some(code) = body.get("verificationCode").and_then(Value::as_str)
    {
        return Ok(AppWebhook::Verification(VerificationCode(code.to_owned())));
    }
    proof?;
    serde_json::from_value(Value::Object(body))
        .map(AppWebhook::Notification)
        .map_err(|_| WebhookError::Unreadable)
}

/// Compares in a time that does not tell how much of the key was right.
fn prove(headers: &HeaderMap, auth: Option<&SecretString>) -> Result<(), WebhookError> {
    let mut sent = headers.get_all(AUTH_HEADER).iter();
    let (Some(sent), None) = (sent.next(), sent.next()) else {
        return Err(WebhookError::Unproven);
    };
    let expected = auth.map(|auth| auth.expose_secret().as_bytes()).unwrap_or_default();
    if !expected.is_empty() && bool::from(sent.as_bytes().ct_eq(expected)) {
        return Ok(());
    }
    Err(WebhookError::WrongProof)
}

/// One event that this version cannot read must not cost the others.
fn readable_events<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<Event>>, D::Error> {
    let merchants = Option::<BTreeMap<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
    let events = |events: Value| match events {
        Value::Array(events) => {
            events.into_iter().filter_map(|event| serde_json::from_value(event).ok()).collect()
        }
        _ => Vec::new(),
    };
    Ok(merchants.into_iter().map(|(merchant, list)| (merchant, events(list))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "1b4e28ba-2fa1-4d2a-883f-0016d3cca427";
    const EVENTS: &[u8] = include_bytes!("../../fixtures/webhook-app.json");
    const CODE: &[u8] = include_bytes!("../../fixtures/webhook-verification.json");

    fn headers(keys: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for key in keys {
            headers.append(AUTH_HEADER, key.parse().unwrap());
        }
        headers
    }

    fn notified(body: &str) -> Notification {
        match receive(&headers(&[KEY]), body.as_bytes(), Some(&KEY.into())) {
            Ok(AppWebhook::Notification(notification)) => notification,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn events_are_read_by_merchant_and_written_the_same() {
        let notification = notified(std::str::from_utf8(EVENTS).unwrap());
        let events = &notification.merchants["QRSTVWXYZ0123"];
        assert_eq!(events[0].object_id, ObjectId { kind: ObjectKind::Payment, id: "9KQ4T7XNB2M0E".into() });
        assert_eq!((&events[0].kind, events[0].ts), (&EventType::Create, Some(1_790_000_000_123)));
        assert_eq!(events[1].object_id.kind, ObjectKind::ItemCategory);
        let written = serde_json::to_value(&notification).unwrap();
        assert_eq!(written, serde_json::from_slice::<Value>(EVENTS).unwrap());
    }

    #[test]
    fn only_the_verification_is_read_without_the_right_key() {
        let key = SecretString::from(KEY);
        for (sent, error) in [
            (headers(&[]), WebhookError::Unproven),
            (headers(&[KEY, KEY]), WebhookError::Unproven),
            (headers(&["1b4e28ba-2fa1-4d2a-883f-0016d3cca428"]), WebhookError::WrongProof),
            (headers(&[""]), WebhookError::WrongProof),
        ] {
            assert_eq!(receive(&sent, EVENTS, Some(&key)), Err(error));
            assert_eq!(receive(&sent, b"{", Some(&key)), Err(error));
            assert!(matches!(receive(&sent, CODE, Some(&key)), Ok(AppWebhook::Verification(_))));
        }
        assert!(receive(&headers(&[KEY]), EVENTS, Some(&key)).is_ok());
    }

    #[test]
    fn no_key_and_an_empty_key_open_nothing() {
        assert_eq!(receive(&headers(&[""]), EVENTS, Some(&"".into())), Err(WebhookError::WrongProof));
        assert_eq!(receive(&headers(&[KEY]), EVENTS, None), Err(WebhookError::WrongProof));
    }

    #[test]
    fn a_code_beside_events_makes_them_no_verification() {
        let body = br#"{"verificationCode":"x","merchants":{}}"#;
        assert_eq!(receive(&headers(&[]), body, Some(&KEY.into())), Err(WebhookError::Unproven));
    }

    #[test]
    fn the_code_is_hidden_from_logs() {
        let AppWebhook::Verification(code) = receive(&headers(&[]), CODE, None).unwrap() else { panic!() };
        assert!(code.expose().starts_with("0d9c4c52"));
        assert!(!format!("{code:?}").contains("0d9c"));
    }

    #[test]
    fn an_id_keeps_its_own_colons_and_unknown_keys_are_kept() {
        let of = |text: &str| (ObjectId::from(text).kind, ObjectId::from(text).id);
        assert_eq!(of("SH:a:b"), (ObjectKind::ServiceHours, "a:b".into()));
        assert_eq!(of("ZZ:1"), (ObjectKind::Other("ZZ".into()), "1".into()));
        assert_eq!(of("bare"), (ObjectKind::Other(String::new()), "bare".into()));
        for text in ["SH:a:b", "ZZ:1", "bare", "CA:"] {
            assert_eq!(ObjectId::from(text).to_string(), text);
        }
    }

    #[test]
    fn what_cannot_be_read_costs_nothing_else() {
        let body = r#"{"merchants":{"A":[7,{"objectId":"P:1"},{"objectId":"P:2","type":"MOVED","ts":"5","x":{}}],"B":null}}"#;
        let notification = notified(body);
        assert_eq!(notification.merchants["B"], []);
        let [event] = notification.merchants["A"].as_slice() else { panic!("{notification:?}") };
        assert_eq!((&event.kind, event.ts), (&EventType::Other("MOVED".into()), Some(5)));
        assert_eq!(notified(r#"{"merchants":null}"#), Notification::default());
        for body in ["", "[", "[]", "7", r#"{"merchants":[]}"#] {
            let got = receive(&headers(&[KEY]), body.as_bytes(), Some(&KEY.into()));
            assert_eq!(got, Err(WebhookError::Unreadable), "{body}");
        }
    }
}
