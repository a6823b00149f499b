//! Takes an address apart, and answers a bad one in our own form.

use api_types::{ErrorCode, FieldError};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::Failure;

/// The changing parts of the path.
#[derive(Clone, Copy, Debug)]
pub struct PathParts<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathParts<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let taken = Path::<T>::from_request_parts(parts, state).await;
        let nothing = |_| Failure::new(ErrorCode::NotFound, "there is nothing at this address");
        taken.map(|Path(value)| Self(value)).map_err(nothing)
    }
}

/// What stands behind the question mark.
#[derive(Clone, Copy, Debug)]
pub struct QueryParts<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryParts<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let taken = Query::<T>::from_request_parts(parts, state).await;
        taken.map(|Query(value)| Self(value)).map_err(|_| {
            let message = "must name each of its parts once, as in ?limit=50&before=inv_…";
            Failure::fields(vec![FieldError { field: "query".to_owned(), message: message.to_owned() }])
        })
    }
}
