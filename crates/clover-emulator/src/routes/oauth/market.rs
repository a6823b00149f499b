//! A merchant opens the app from the App Market: the browser lands at the app's Site URL with no code.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::consent::EMPLOYEE;
use crate::emulator::Emulator;
use crate::envelope::Answer;

/// `GET /appmarket/apps/{client_id}[?merchant=ID]`: as the first merchant unless told otherwise.
pub(super) async fn open(
    State(emulator): State<Emulator>,
    Path(client_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let config = emulator.config();
    let merchant = match query.get("merchant") {
        Some(id) => config.merchants.iter().find(|merchant| merchant.id == *id),
        None => config.merchants.first(),
    };
    let Some(merchant) = merchant.filter(|_| client_id == config.app.client_id) else {
        return Answer::bare(StatusCode::NOT_FOUND).into_response();
    };
    let mut url = config.app.site_url.clone();
    url.query_pairs_mut()
        .append_pair("merchant_id", &merchant.id)
        .append_pair("employee_id", EMPLOYEE)
        .append_pair("client_id", &client_id);
    Redirect::to(url.as_str()).into_response()
}
