//! The description of the HTTP API for programs that make clients: one document, made once it is asked for.

mod for_merchants;
mod for_operators;
mod for_payers;
mod operation;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::LazyLock;

use anyhow::anyhow;
use api_types::Event;
use axum::extract::Request;
use axum::response::Response;
use sha2::{Digest, Sha256};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::schema::{Components, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{HttpMethod, Info, License, OpenApi, OpenApiBuilder, RefOr, Required, Tag};

use super::assets;
use crate::error::Failure;
use crate::page::PageFile;
use operation::{Operation, Schemas};

/// The merchant's key.
const API_KEY: &str = "api_key";
/// The payer's proof of having read the mail.
const PROOF: &str = "proof";

/// The headings, in the order in which somebody who reads needs them.
const TAGS: &[(&str, &str)] = &[
    ("invoices", "Invoices, and the links by which they are paid."),
    ("statements", "Several invoices of one customer behind one link."),
    ("payments", "Payments that somebody has to look at, and giving money back."),
    ("cards", "Cards that payers let the merchant keep."),
    ("events", "What happened, for programs that ask instead of being told."),
    ("connections", "Connecting the merchant's Clover account."),
    (
        "links",
        "What the payer's page asks for. Whoever has the link may: it is the \
                 secret.",
    ),
    ("server", "Whether the server works, and this description."),
];

const ABOUT: &str = "Amounts are whole numbers of minor units (cents for USD) of the currency beside them. \
    Times are RFC 3339 in UTC. Every answer that is no success is an `ErrorBody`; an operation's \
    `x-error-codes` are the codes that it may have. Readers pass over fields and events that they do not know.";

/// What is served, with the tag by which it is known again.
static SERVED: LazyLock<serde_json::Result<(String, String)>> = LazyLock::new(|| {
    let text = text()?;
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&text)[..16]));
    Ok((text, tag))
});

pub(super) async fn show(request: Request) -> Result<Response, Failure> {
    let (text, tag) = SERVED.as_ref().map_err(|error| Failure::page(anyhow!("{error}")))?;
    let content = Cow::Borrowed(text.as_bytes());
    let file = PageFile { content, is_brotli: false, tag: tag.clone() };
    assets::answer(request.method(), request.headers(), "openapi.json", file)
}

/// The description as it is served.
///
/// # Errors
/// When it cannot be written as JSON, which would be a mistake of ours.
pub fn text() -> serde_json::Result<String> {
    document().to_pretty_json()
}

fn document() -> OpenApi {
    let (mut paths, mut schemas) = (Paths::new(), Schemas::new());
    for operation in operations() {
        let (path, method) = (operation.path, operation.method.clone());
        let (described, referred) = operation.build();
        paths.add_path_operation(path, vec![method], described);
        schemas.extend(referred);
    }
    let mut info = Info::new("Trefoil", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    info.license = Some(License::new("MIT"));
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .webhooks(Some(told(&mut schemas)))
        .components(Some(components(schemas)))
        .tags(Some(TAGS.iter().map(|(name, text)| heading(name, text))))
        .build()
}

fn operations() -> Vec<Operation> {
    [for_merchants::operations(), for_payers::operations(), for_operators::operations()]
        .into_iter()
        .flatten()
        .collect()
}

/// What the server itself asks of the merchant's programs.
fn told(schemas: &mut Schemas) -> Paths {
    let event = Operation::new(HttpMethod::Post, "", "tell_event", "Tells the merchant what happened.")
        .about("events")
        .explained(
            "Posted to `events_url`, as Standard Webhooks describes: answer 2xx within 15 seconds, verify the \
             signature, and pass over an event that has come before.",
        )
        .parameter(header("webhook-id", "The event's id; the same event always comes by the same one."))
        .parameter(header("webhook-timestamp", "When it was sent, in seconds since 1970."))
        .parameter(header("webhook-signature", "`v1,` and the HMAC-SHA256 in base64; spaces separate several."))
        .brings::<Event>()
        .answers_nothing(200, "Taken. Any other 2xx says the same; after everything else the event \
                 comes again.");
    let (event, referred) = event.build();
    schemas.extend(referred);
    let mut webhooks = Paths::new();
    webhooks.add_path_operation("event", vec![HttpMethod::Post], event);
    webhooks
}

fn header(name: &str, description: &str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header);
    parameter.description(Some(description)).required(Required::True).schema(Some(text)).build()
}

fn components(schemas: Schemas) -> Components {
    let mut components = Components::new();
    components.schemas = schemas.into_iter().map(|(name, schema)| (name, trimmed(schema))).collect();
    components.add_security_scheme(
        API_KEY,
        bearer("trk_…", "The merchant's API key, as `trefoil key new` makes it."),
    );
    components
        .add_security_scheme(PROOF, bearer("proof", "The `proof` that the right code was answered with."));
    components
}

fn bearer(format: &str, description: &str) -> SecurityScheme {
    let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format(format);
    SecurityScheme::Http(http.description(Some(description)).build())
}

/// The comments of a macro's words begin with the space behind their slashes.
fn trimmed(mut schema: RefOr<Schema>) -> RefOr<Schema> {
    if let RefOr::T(Schema::Object(object)) = &mut schema {
        object.description = object.description.take().map(|text| text.trim().to_owned());
    }
    schema
}

fn heading(name: &str, description: &str) -> Tag {
    TagBuilder::new().name(name).description(Some(description)).build()
}
