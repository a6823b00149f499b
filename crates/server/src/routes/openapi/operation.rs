//! The vocabulary in which operations are described: what one takes, what it answers with, and what it refuses.

use api_types::{ErrorBody, ErrorCode};
use primitives::{CardId, InvoiceId, LinkToken, PaymentId, StatementId};
use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{Content, HttpMethod, Ref, RefOr, Required, SecurityRequirement};
use utoipa::{PartialSchema, ToSchema};

/// What an answer or a request is written in.
const JSON: &str = "application/json";

/// The name under which a response says the codes that it may carry.
pub(super) const CODES: &str = "x-error-codes";

/// Schemas by their names.
pub(super) type Schemas = Vec<(String, RefOr<Schema>)>;

/// One method of one address.
pub(super) struct Operation {
    pub(super) method: HttpMethod,
    pub(super) path: &'static str,
    described: OperationBuilder,
    refused: Vec<ErrorCode>,
    schemas: Schemas,
}

impl Operation {
    /// An operation with a name of its own. The changing parts of its path describe themselves.
    pub(super) fn new(method: HttpMethod, path: &'static str, name: &str, summary: &str) -> Self {
        let described = OperationBuilder::new().operation_id(Some(name)).summary(Some(summary));
        let mut operation = Self { method, path, described, refused: Vec::new(), schemas: Vec::new() };
        for part in path.split(['{', '}']).skip(1).step_by(2) {
            let parameter = operation.part(part);
            operation = operation.parameter(parameter.required(Required::True).build());
        }
        if path.contains('{') { operation.refuses(&[ErrorCode::NotFound]) } else { operation }
    }

    fn part(&mut self, name: &str) -> ParameterBuilder {
        let (schema, what) = match name {
            "invoice" => (self.referred::<InvoiceId>(), "The invoice."),
            "payment" => (self.referred::<PaymentId>(), "The payment."),
            "statement" => (self.referred::<StatementId>(), "The statement."),
            "card" => (self.referred::<CardId>(), "The saved card."),
            "link" => (self.referred::<LinkToken>(), "The secret of the pay link."),
            // Nothing of the API has other parts; the rules for the document refuse one without a description.
            _ => (String::schema(), ""),
        };
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        parameter.schema(Some(schema)).description(Some(what))
    }

    /// What it is about: the heading under which it stands.
    pub(super) fn about(self, tag: &str) -> Self {
        Self { described: self.described.tag(tag), ..self }
    }

    /// More than its one sentence.
    pub(super) fn explained(self, text: &str) -> Self {
        Self { described: self.described.description(Some(text)), ..self }
    }

    /// Who may: whoever brings this.
    pub(super) fn secured(self, scheme: &str) -> Self {
        let requirement = SecurityRequirement::new(scheme, [] as [&str; 0]);
        Self { described: self.described.security(requirement), ..self }
    }

    /// Takes something besides its path and its body.
    pub(super) fn parameter(self, parameter: Parameter) -> Self {
        Self { described: self.described.parameter(parameter), ..self }
    }

    /// Takes something behind the question mark, if it is there.
    pub(super) fn query<T: ToSchema>(mut self, name: &str, description: &str) -> Self {
        let schema = self.referred::<T>();
        self.parameter(optional(ParameterIn::Query, name, description, schema))
    }

    /// Is sent with a body of our own.
    pub(super) fn brings<T: ToSchema>(mut self) -> Self {
        let content = Content::new(Some(self.referred::<T>()));
        let body = RequestBodyBuilder::new().content(JSON, content).required(Some(Required::True)).build();
        Self { described: self.described.request_body(Some(body)), ..self }
    }

    /// Takes a body, and refuses one that is none.
    pub(super) fn takes<T: ToSchema>(self) -> Self {
        self.brings::<T>().refuses(&[
            ErrorCode::MalformedRequest,
            ErrorCode::TooLarge,
            ErrorCode::NotJson,
            ErrorCode::InvalidFields,
        ])
    }

    /// Answers with JSON.
    pub(super) fn answers<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let schema = self.referred::<T>();
        self.answers_in(status, description, JSON, schema)
    }

    /// Answers with something that no type of ours describes.
    pub(super) fn answers_in(
        self,
        status: u16,
        description: &str,
        media: &str,
        schema: impl Into<RefOr<Schema>>,
    ) -> Self {
        let content = Content::new(Some(schema));
        let response = ResponseBuilder::new().description(description).content(media, content).build();
        self.answers_by(status, response)
    }

    /// Answers without a body.
    pub(super) fn answers_nothing(self, status: u16, description: &str) -> Self {
        self.answers_by(status, Response::new(description))
    }

    pub(super) fn answers_by(self, status: u16, response: Response) -> Self {
        Self { described: self.described.response(status.to_string(), response), ..self }
    }

    /// Refuses what it is asked, with one of these codes.
    pub(super) fn refuses(mut self, codes: &[ErrorCode]) -> Self {
        self.refused.extend(codes.iter().filter(|code| !self.refused.contains(code)).collect::<Vec<_>>());
        self
    }

    /// Reads or writes the records, which may be out of reach.
    pub(super) fn needs_records(self) -> Self {
        self.refuses(&[ErrorCode::Unavailable, ErrorCode::ServerError])
    }

    fn referred<T: ToSchema>(&mut self) -> RefOr<Schema> {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        Ref::from_schema_name(T::name()).into()
    }

    /// The operation as the document has it, and the schemas that it refers to.
    pub(super) fn build(mut self) -> (utoipa::openapi::path::Operation, Schemas) {
        for status in self.refused.iter().map(|code| code.status()).collect::<std::collections::BTreeSet<_>>()
        {
            let codes: Vec<_> = ErrorCode::ALL
                .iter()
                .filter(|code| code.status() == status && self.refused.contains(code))
                .collect();
            let schema = self.referred::<ErrorBody>();
            self.described = self.described.response(status.to_string(), refusal(&codes, schema));
        }
        (self.described.build(), self.schemas)
    }
}

/// A parameter that may be left out.
pub(super) fn optional(
    place: ParameterIn,
    name: &str,
    description: &str,
    schema: impl Into<RefOr<Schema>>,
) -> Parameter {
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(Required::False);
    parameter.schema(Some(schema)).description(Some(description)).build()
}

/// A whole number from one on.
pub(super) fn number_up_to(most: u32, default: u32) -> ObjectBuilder {
    let number = ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::Integer);
    number.minimum(Some(1)).maximum(Some(most)).default(Some(json!(default)))
}

/// An answer with one of these codes: for people in words, for programs as a list.
fn refusal(codes: &[&ErrorCode], schema: RefOr<Schema>) -> Response {
    let words: Vec<_> = codes.iter().map(|code| json!(code)).collect();
    let said = codes
        .iter()
        .zip(&words)
        .map(|(code, word)| format!("`{}`: {}", word.as_str().unwrap_or_default(), code.meaning()));
    let description = said.collect::<Vec<_>>().join("\n\n");
    let extensions = Extensions::builder().add(CODES, json!(words)).build();
    ResponseBuilder::new()
        .description(description)
        .content(JSON, Content::new(Some(schema)))
        .extensions(Some(extensions))
        .build()
}
