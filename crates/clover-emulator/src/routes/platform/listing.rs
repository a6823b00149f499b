//! Limit, offset, filters and expansions of the platform's lists.

use axum::http::StatusCode;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::envelope::Answer;

/// Left out unless asked for.
const EXPANDABLE: [&str; 4] = ["cardTransaction", "refunds", "additionalCharges", "emailAddresses"];
/// Clover takes no more in one request.
const EXPANSIONS_AT_ONCE: usize = 3;
const USUAL: usize = 100;
const MOST: usize = 1000;

/// The page that the query asks for, out of `things` given newest first.
pub(super) fn page(
    base: &str,
    what: &str,
    things: Vec<Value>,
    query: Option<&str>,
) -> Result<Answer, Answer> {
    let limit = number(query, "limit")?.unwrap_or(USUAL).min(MOST);
    let offset = number(query, "offset")?.unwrap_or(0);
    let conditions: Vec<Condition> =
        all(query, "filter").iter().map(|text| Condition::read(text)).collect::<Result<_, _>>()?;
    let expansions = Expansions::read(query)?;
    let wanted = things.into_iter().filter(|thing| conditions.iter().all(|condition| condition.holds(thing)));
    let elements: Vec<Value> =
        wanted.skip(offset).take(limit).map(|thing| expansions.applied(thing)).collect();
    let href = query.map_or_else(|| format!("{base}/{what}"), |query| format!("{base}/{what}?{query}"));
    Ok(Answer::ok(&json!({ "elements": elements, "href": href })))
}

/// The fields to write out.
pub(super) struct Expansions(Vec<String>);

impl Expansions {
    pub(super) fn read(query: Option<&str>) -> Result<Self, Answer> {
        let named = all(query, "expand");
        let named: Vec<String> =
            named.iter().flat_map(|list| list.split(',')).map(|name| name.trim().to_owned()).collect();
        if named.len() > EXPANSIONS_AT_ONCE {
            return Err(objection("At most three fields can be expanded."));
        }
        Ok(Self(named))
    }

    pub(super) fn applied(&self, mut thing: Value) -> Value {
        if let Some(fields) = thing.as_object_mut() {
            fields.retain(|name, _| {
                !EXPANDABLE.contains(&name.as_str()) || self.0.iter().any(|expanded| expanded == name)
            });
        }
        thing
    }
}

/// One `filter`: a field, an operator, a value.
struct Condition {
    field: String,
    operator: Operator,
    value: String,
}

#[derive(Clone, Copy)]
enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Longer ones first, as `>=` begins with `>`.
const OPERATORS: [(&str, Operator); 6] = [
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("!=", Operator::Unequal),
    ("=", Operator::Equal),
    (">", Operator::More),
    ("<", Operator::Less),
];

impl Condition {
    fn read(text: &str) -> Result<Self, Answer> {
        let place =
            text.find(['<', '>', '=', '!']).ok_or_else(|| objection("A filter needs an operator."))?;
        let (field, rest) = text.split_at(place);
        let found = OPERATORS.iter().find_map(|(sign, it)| Some((*it, rest.strip_prefix(sign)?)));
        let (operator, value) = found.ok_or_else(|| objection("A filter needs an operator."))?;
        Ok(Self { field: field.trim().to_owned(), operator, value: value.trim().to_owned() })
    }

    /// Numbers as numbers, everything else as text; a thing without the field is not meant.
    fn holds(&self, thing: &Value) -> bool {
        let order = match thing.get(&self.field) {
            Some(Value::Number(number)) => match (number.as_i64(), self.value.parse::<i64>()) {
                (Some(number), Ok(value)) => number.cmp(&value),
                _ => return false,
            },
            Some(Value::String(text)) => text.as_str().cmp(self.value.as_str()),
            Some(Value::Bool(flag)) => flag.to_string().as_str().cmp(self.value.as_str()),
            _ => return false,
        };
        match self.operator {
            Operator::Equal => order.is_eq(),
            Operator::Unequal => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::AtMost => order.is_le(),
            Operator::More => order.is_gt(),
            Operator::AtLeast => order.is_ge(),
        }
    }
}

fn all(query: Option<&str>, name: &str) -> Vec<String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

fn number(query: Option<&str>, name: &str) -> Result<Option<usize>, Answer> {
    let given = all(query, name).into_iter().next();
    given.map(|text| text.parse().map_err(|_| objection("A whole number is expected."))).transpose()
}

fn objection(message: &str) -> Answer {
    Answer { status: StatusCode::BAD_REQUEST, body: json!({ "message": message }) }
}
