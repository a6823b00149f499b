//! Which invoices of a statement a payer has chosen, as the address of the page and of its requests says it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use primitives::InvoiceId;
use url::form_urlencoded;

use crate::error::Failure;

/// `?invoices=inv_…,inv_…`, or `?invoices=inv_…&invoices=inv_…` as a form writes it. Where it names none, all that can be
/// paid are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// `None` where nothing is chosen.
    pub(crate) invoices: Option<Vec<InvoiceId>>,
}

impl Chosen {
    fn parse(query: &str) -> Result<Self, Failure> {
        let mut invoices = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name == "invoices" {
                for text in value.split(',').filter(|text| !text.is_empty()) {
                    let id = InvoiceId::parse(text).map_err(|error| Failure::choice(error.to_string()))?;
                    invoices.push(id);
                }
            }
        }
        Ok(Self { invoices: Some(invoices).filter(|invoices| !invoices.is_empty()) })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Chosen {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(query: &str) -> Option<Vec<String>> {
        let ids = Chosen::parse(query).unwrap().invoices?;
        Some(ids.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_list_and_a_forms_repetition_say_the_same_and_nothing_is_no_choice() {
        let [one, other] = [1, 2].map(|seed| InvoiceId::from_random([seed; 16]).to_string());
        let both = Some(vec![one.clone(), other.clone()]);
        assert_eq!(chosen(&format!("lang=fr-CA&invoices={one},{other}")), both);
        assert_eq!(chosen(&format!("invoices={one}&lang=fr-CA&invoices={other}")), both);
        assert_eq!(chosen(&format!("invoices={one}%2C{other}")), both);
        for nothing in ["", "lang=fr-CA", "invoices=", "invoices=,&invoices="] {
            assert_eq!(chosen(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_names_no_invoice_is_refused() {
        assert!(Chosen::parse("invoices=inv_junk").is_err());
    }
}
