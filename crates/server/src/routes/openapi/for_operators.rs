//! The operations of whoever runs the server, and this description itself.

use api_types::ErrorCode::{ServerError, Unavailable};
use api_types::path;
use utoipa::openapi::HttpMethod::Get;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::operation::{Operation, optional};

/// All of them.
pub(super) fn operations() -> Vec<Operation> {
    let word = || ObjectBuilder::new().schema_type(Type::String);
    let all = vec![
        Operation::new(Get, path::HEALTH, "show_health", "Tells whether the process lives.").answers_in(
            200,
            "It does.",
            "text/plain",
            word(),
        ),
        Operation::new(
            Get,
            path::READINESS,
            "show_readiness",
            "Tells whether the records can be read and written.",
        )
        .answers_in(200, "They can.", "text/plain", word())
        .refuses(&[Unavailable]),
        description(),
    ];
    all.into_iter().map(|operation| operation.about("server")).collect()
}

fn description() -> Operation {
    let tag = || ObjectBuilder::new().schema_type(Type::String).build();
    let known =
        optional(ParameterIn::Header, "If-None-Match", "The `ETag` of the description that is known.", tag());
    let operation = Operation::new(Get, path::OPENAPI, "show_description", "Answers with this description.");
    operation
        .parameter(known)
        .answers_by(200, described(Header::new(tag())))
        .answers_nothing(304, "The description is the one that is known.")
        .refuses(&[ServerError])
}

fn described(tag: Header) -> Response {
    let content = utoipa::openapi::Content::new(Some(ObjectBuilder::new().schema_type(Type::Object)));
    let response = utoipa::openapi::ResponseBuilder::new().description("An OpenAPI 3.1 document.");
    response.content("application/json", content).header("ETag", tag).build()
}
