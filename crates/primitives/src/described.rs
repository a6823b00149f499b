//! Describes the values that are texts on the wire, for the API's description: each with the pattern that its parser
//! takes.

use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};

use crate::{CardToken, Currency, EmailAddress, IdempotencyKey, LinkToken, Locale, MerchantSlug};

/// Gives a type its schema: a text with this description and more.
macro_rules! described {
    ($name:ident, $description:expr, $more:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::described::text($description, $more)
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    };
}

pub(crate) use described;

/// A text, and what is said of it besides.
pub(crate) fn text(description: &str, more: impl FnOnce(ObjectBuilder) -> ObjectBuilder) -> RefOr<Schema> {
    more(ObjectBuilder::new().schema_type(Type::String).description(Some(description.trim()))).into()
}

/// That the text has this pattern.
pub(crate) fn of_pattern(pattern: &str) -> impl FnOnce(ObjectBuilder) -> ObjectBuilder {
    move |text| text.pattern(Some(pattern))
}

described!(
    CardToken,
    "A `clv_…` token of Clover's SDK, good for one attempt.",
    of_pattern("^clv_[A-Za-z0-9]{8,60}$")
);
described!(Currency, "An ISO 4217 code in upper case.", of_pattern("^[A-Z]{3}$"));
described!(EmailAddress, "An e-mail address.", |text| text
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
    .max_length(Some(254)));
described!(
    IdempotencyKey,
    "Names an attempt: a request repeated with the same key is the same attempt. A UUID is the usual choice.",
    of_pattern("^[A-Za-z0-9_-]{13,64}$")
);
described!(LinkToken, "The secret of a pay link: what follows `/pay/`.", of_pattern("^[a-z2-7]{32}$"));
described!(Locale, "A language as spoken in a country.", |text| text
    .enum_values(Some(Locale::ALL.map(Locale::as_str))));
described!(MerchantSlug, "The merchant's short name on its server.", of_pattern("^[a-z0-9-]{1,40}$"));
