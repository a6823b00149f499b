//! Holds whatever a server answers in these tests against its own description: each status, each body, each code, and
//! each body that it took.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jsonschema::Validator;
use serde_json::{Value, json};
use server::routes::openapi;

/// Listens at a server's door; what it has to object fails the test at its end.
#[derive(Default)]
pub struct Witness(Arc<Heard>);

#[derive(Default)]
struct Heard {
    /// Operations with the statuses that they answered.
    answers: Mutex<BTreeSet<(String, u16)>>,
    objections: Mutex<Vec<String>>,
}

impl Witness {
    /// The same service, listened to.
    pub fn at(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.0.clone(), listen))
    }

    /// Operations with the statuses that they answered.
    pub fn answers(&self) -> BTreeSet<(String, u16)> {
        self.0.answers.lock().unwrap().clone()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let objections = self.0.objections.lock().unwrap();
            assert!(objections.is_empty(), "not as described: {objections:#?}");
        }
    }
}

async fn listen(State(heard): State<Arc<Heard>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let Some(item) = path.as_deref().and_then(|path| DESCRIPTION.item(path)) else {
        return next.run(request).await;
    };
    let method = request.method().clone();
    let (parts, body) = request.into_parts();
    // A body that breaks off is for the server to judge.
    let Ok(asked) = to_bytes(body, usize::MAX).await else {
        return next.run(Request::from_parts(parts, Body::from("broken off"))).await;
    };
    let response = next.run(Request::from_parts(parts, Body::from(asked.clone()))).await;
    let (parts, body) = response.into_parts();
    let answered = to_bytes(body, usize::MAX).await.unwrap();
    let exchange = Exchange { method, status: parts.status.as_u16(), asked, answered: answered.clone() };
    if let Err(objection) = exchange.judge(item, &heard) {
        let place = format!("{} {} {}", exchange.method, path.unwrap_or_default(), exchange.status);
        heard.objections.lock().unwrap().push(format!("{place}: {objection}"));
    }
    Response::from_parts(parts, Body::from(answered))
}

/// A request and its answer.
struct Exchange {
    method: Method,
    status: u16,
    asked: Bytes,
    answered: Bytes,
}

impl Exchange {
    fn judge(&self, item: &Value, heard: &Heard) -> Result<(), String> {
        let Some(operation) = item.get(self.method.as_str().to_lowercase()) else {
            let refused = self.status == 405 || self.method == Method::HEAD;
            return if refused { Ok(()) } else { Err("the method is not described".to_owned()) };
        };
        let name = operation["operationId"].as_str().unwrap().to_owned();
        heard.answers.lock().unwrap().insert((name, self.status));
        let response =
            operation["responses"].get(self.status.to_string()).ok_or("the status is not described")?;
        self.judge_answer(response)?;
        match operation.get("requestBody") {
            Some(body) if self.status < 300 => DESCRIPTION
                .fits(&body["content"]["application/json"]["schema"], &self.asked)
                .map_err(|objection| format!("it took what is not described: {objection}")),
            _ => Ok(()),
        }
    }

    fn judge_answer(&self, response: &Value) -> Result<(), String> {
        let Some(content) = response.get("content") else {
            return if self.answered.is_empty() { Ok(()) } else { Err("no body is described".to_owned()) };
        };
        let Some(json) = content.get("application/json") else { return Ok(()) };
        DESCRIPTION.fits(&json["schema"], &self.answered)?;
        let Some(codes) = response.get("x-error-codes") else { return Ok(()) };
        let body: Value = serde_json::from_slice(&self.answered).unwrap();
        let is_listed = codes.as_array().unwrap().contains(&body["code"]);
        if is_listed { Ok(()) } else { Err(format!("the code is not described: {body}")) }
    }
}

static DESCRIPTION: LazyLock<Description> = LazyLock::new(Description::read);

struct Description {
    document: Value,
    /// The schemas, closed: nothing may be said that is not described.
    schemas: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Description {
    fn read() -> Self {
        let document: Value = serde_json::from_str(&openapi::text().unwrap()).unwrap();
        let mut schemas = document["components"]["schemas"].clone();
        let parts = parts(&schemas);
        for (name, schema) in schemas.as_object_mut().unwrap() {
            if !parts.contains(name) {
                close(schema);
            }
        }
        Self { document, schemas, validators: Mutex::default() }
    }

    fn item(&self, path: &str) -> Option<&Value> {
        self.document["paths"].get(path)
    }

    fn fits(&self, schema: &Value, text: &[u8]) -> Result<(), String> {
        let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        let validator = self.validator(schema);
        let wrong: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let made = validators.entry(schema.to_string()).or_insert_with(|| {
            let mut root = json!({ "components": { "schemas": self.schemas } });
            root.as_object_mut().unwrap().extend(schema.as_object().unwrap().clone());
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Arc::new(options.build(&root).unwrap())
        });
        made.clone()
    }
}

/// The schemas that others are put together from: they cannot be closed themselves.
fn parts(schemas: &Value) -> BTreeSet<String> {
    let whole = schemas.as_object().unwrap().values().filter_map(|schema| schema["allOf"].as_array());
    let parts = whole.flatten().filter_map(|part| part["$ref"].as_str());
    parts.map(|part| part.rsplit('/').next().unwrap().to_owned()).collect()
}

fn close(schema: &mut Value) {
    if let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        variants.iter_mut().for_each(close);
    } else if schema.get("allOf").is_some() || schema.get("properties").is_some() {
        schema["unevaluatedProperties"] = json!(false);
    }
}
