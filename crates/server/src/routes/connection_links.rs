//! Makes links by which a merchant connects.

use api_types::{ConnectionLink, ErrorCode};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use secrecy::ExposeSecret;

use super::merchant::AuthenticatedMerchant;
use crate::app::App;
use crate::connections::{LinkError, make_link};
use crate::error::Failure;

pub(super) async fn create(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
) -> Result<(StatusCode, Json<ConnectionLink>), Failure> {
    let link = make_link(&app.config, app.desk.store(), &merchant, app.desk.now()).await?;
    let body = ConnectionLink {
        connect_url: link.url.expose_secret().to_owned(),
        expires_at: link.expires_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::NotByOAuth => Self::new(
                ErrorCode::NotFound,
                "the merchant does not connect by OAuth; there is nothing to link to",
            ),
            LinkError::Random(error) => {
                tracing::error!(%error, "no connection link could be made");
                Self::new(ErrorCode::ServerError, "a mistake of ours; it was logged")
            }
            LinkError::Store(error) => error.into(),
        }
    }
}
