//! Whether an answer has the shape of a fixture: the same keys and the same kinds of value, at every depth.

use serde_json::Value;

/// Fails with every difference between `answer` and `crates/clover-api/fixtures/{fixture}.json`, by path. Values are
/// not compared. In a list every element must be shaped like one of the fixture's, and each of those must occur.
#[track_caller]
pub(crate) fn assert_shaped_like_fixture(answer: &Value, fixture: &str) {
    let differences = differences(answer, &self::fixture(fixture));
    assert!(differences.is_empty(), "{fixture}: {}\nin {answer:#}", differences.join("; "));
}

/// A fixture as it stands in the client's crate, where its parsing is tested.
pub(crate) fn fixture(name: &str) -> Value {
    let path = format!("{}/../clover-api/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn differences(answer: &Value, sample: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("$", answer, sample, &mut found);
    found
}

fn compare(path: &str, answer: &Value, sample: &Value, found: &mut Vec<String>) {
    match (answer, sample) {
        (Value::Object(answer), Value::Object(sample)) => {
            let only = |here: &serde_json::Map<String, Value>, there: &serde_json::Map<String, Value>| {
                here.keys().filter(|key| !there.contains_key(*key)).cloned().collect::<Vec<_>>()
            };
            found.extend(only(answer, sample).iter().map(|key| format!("{path}.{key} is too much")));
            found.extend(only(sample, answer).iter().map(|key| format!("{path}.{key} is missing")));
            for (key, value) in answer {
                if let Some(sample) = sample.get(key) {
                    compare(&format!("{path}.{key}"), value, sample, found);
                }
            }
        }
        (Value::Array(answer), Value::Array(sample)) => compare_lists(path, answer, sample, found),
        _ if kind(answer) == kind(sample) => {}
        _ => found.push(format!("{path} is {} instead of {}", kind(answer), kind(sample))),
    }
}

fn compare_lists(path: &str, answer: &[Value], sample: &[Value], found: &mut Vec<String>) {
    let alike = |one: &Value, other: &Value| differences(one, other).is_empty();
    for (place, element) in answer.iter().enumerate() {
        if sample.iter().any(|sample| alike(element, sample)) {
            continue;
        }
        match sample.get(place).or(sample.last()) {
            Some(nearest) => compare(&format!("{path}[{place}]"), element, nearest, found),
            None => found.push(format!("{path}[{place}] is too much")),
        }
    }
    for (place, wanted) in sample.iter().enumerate() {
        if !answer.iter().any(|element| alike(element, wanted)) {
            found.push(format!("nothing is shaped like {path}[{place}] of the fixture"));
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a flag",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_do_not_count_but_keys_and_kinds_do() {
        let sample = json!({ "id": "A", "amount": 1, "source": { "last4": "4242" } });
        assert_eq!(
            differences(&json!({ "id": "B", "amount": 2, "source": { "last4": "1" } }), &sample),
            [""; 0]
        );
        let other = json!({ "id": 7, "source": { "last4": "1", "first6": "424242" } });
        let mut found = differences(&other, &sample);
        found.sort();
        assert_eq!(
            found,
            ["$.amount is missing", "$.id is a number instead of text", "$.source.first6 is too much"]
        );
    }

    #[test]
    fn a_list_may_be_longer_but_holds_every_shape_and_no_other() {
        let sample = json!([{ "sku": 1 }, { "tax": 1 }]);
        assert_eq!(differences(&json!([{ "tax": 9 }, { "sku": 9 }, { "sku": 8 }]), &sample), [""; 0]);
        assert!(!differences(&json!([{ "sku": 9 }]), &sample).is_empty());
        assert!(!differences(&json!([{ "sku": 9 }, { "tax": 9 }, { "fee": 9 }]), &sample).is_empty());
        assert!(!differences(&json!([1]), &json!([])).is_empty());
        assert!(!differences(&json!([]), &sample).is_empty());
    }
}
