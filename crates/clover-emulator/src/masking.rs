//! Making a request fit to be looked at: card numbers, security codes and tokens keep at most four characters.

use serde_json::Value;

/// A body with everything spendable masked. What is no JSON is not shown at all.
pub(crate) fn body(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    match serde_json::from_slice(bytes) {
        Ok(value) => masked(value),
        Err(_) => Value::String(format!("not JSON, {} bytes", bytes.len())),
    }
}

/// What the emulator itself holds, with tokens masked: card numbers it never keeps, and times and references are long
/// numbers too.
pub(crate) fn without_tokens(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("clv_") => Value::String(masked_text(&text)),
        Value::Array(items) => items.into_iter().map(without_tokens).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, without_tokens(value))).collect()
        }
        plain => plain,
    }
}

fn masked(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(masked_text(&text)),
        Value::Number(number) if number.to_string().len() >= 12 => {
            Value::String(masked_text(&number.to_string()))
        }
        Value::Array(items) => items.into_iter().map(masked).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    // A gift card's number may be shorter than any other card's.
                    "number" if is_short(&value) => hidden(),
                    name if is_secret(name) => hidden(),
                    _ => masked(value),
                };
                (masked_text(&name), value)
            })
            .collect(),
        plain => plain,
    }
}

fn is_short(value: &Value) -> bool {
    value.as_str().map_or_else(|| value.to_string().len(), str::len) < 12
}

fn hidden() -> Value {
    Value::String("***".into())
}

/// Fields whose values are spendable, or prove who somebody is, however short they are.
const SECRET: [&str; 15] = [
    "cvv",
    "cvc",
    "security_code",
    "foreign_access_code",
    "encrypted_pan",
    "bank_account_number",
    "customer_id",
    "token_value",
    "signature",
    "applePayPaymentData",
    "client_secret",
    "code",
    "code_verifier",
    "refresh_token",
    "recovery_token",
];

fn is_secret(name: &str) -> bool {
    SECRET.contains(&name)
}

/// Tokens and anything with twelve digits or more.
fn masked_text(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with("clv_") {
        format!("clv_***{}", last_four(&text.chars().collect::<Vec<_>>()))
    } else if digits.len() >= 12 {
        format!("***{}", last_four(&digits))
    } else {
        text.to_owned()
    }
}

fn last_four(characters: &[char]) -> String {
    characters.iter().skip(characters.len().saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_keeps_four_digits_however_it_is_written() {
        for number in [r#""4242 4242 4242 4242""#, r#""4242424242424242""#, "4242424242424242"] {
            assert_eq!(body(number.as_bytes()), Value::String("***4242".into()));
        }
    }

    #[test]
    fn codes_and_tokens_are_masked_at_any_depth() {
        let shown = body(br#"{"card":{"cvv":"123"},"list":[{"source":"clv_1TSTabcdefgh"}],"amount":1200}"#)
            .to_string();
        assert!(!shown.contains("123\"") && !shown.contains("1TST"), "{shown}");
        assert!(shown.contains("efgh") && shown.contains("1200"), "{shown}");
    }

    #[test]
    fn what_is_no_json_is_not_shown() {
        assert_eq!(body(b"number=4242424242424242"), Value::String("not JSON, 23 bytes".into()));
    }

    proptest! {
        #[test]
        fn no_secret_is_shown_wherever_it_stands(
            digits in "[0-9]{12,19}",
            token in "[a-zA-Z0-9]{20,40}",
            short in "[0-9]{6,8}x",
            field in "[a-z_]{1,12}",
            secret_field in proptest::sample::select(SECRET.to_vec()),
            depth in 0_usize..5,
        ) {
            let spaced: String = digits.chars().enumerate().fold(String::new(), |text, (place, digit)| {
                let gap = if place > 0 && place % 4 == 0 { " " } else { "" };
                format!("{text}{gap}{digit}")
            });
            let token = format!("clv_{token}");
            let mut sent = serde_json::json!({
                &field: [digits, spaced, token], &digits: true, secret_field: short, "number": short,
            });
            for _ in 0..depth {
                sent = serde_json::json!({ &field: [sent] });
            }
            let shown = body(sent.to_string().as_bytes()).to_string();
            for secret in [&digits, &spaced, &token, &short] {
                prop_assert!(!shown.contains(secret.as_str()), "{secret} in {shown}");
            }
        }
    }
}
