//! The routes in the order in which they are named, so that what the router answers can be read as well as asked.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, delete, get, post};

use crate::app::App;

/// A router that remembers what was given to it.
#[derive(Default)]
pub(super) struct Table {
    router: Router<App>,
    rows: Vec<(Method, &'static str)>,
}

impl Table {
    pub(super) fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with(Method::GET, path, get(handler))
    }

    pub(super) fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with(Method::POST, path, post(handler))
    }

    pub(super) fn delete<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.with(Method::DELETE, path, delete(handler))
    }

    /// `answer` must be for this method and no other.
    pub(super) fn with(mut self, method: Method, path: &'static str, answer: MethodRouter<App>) -> Self {
        self.rows.push((method, path));
        Self { router: self.router.route(path, answer), rows: self.rows }
    }

    pub(super) fn into_router(self) -> Router<App> {
        self.router
    }

    /// Every method of every address.
    #[cfg(test)]
    pub(super) fn rows(&self) -> &[(Method, &'static str)] {
        &self.rows
    }
}
