//! The requests that came in, masked, so that a test can see what was asked and how often.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::routes::RouteName;

/// Older requests are forgotten beyond this many.
const KEPT: usize = 10_000;

/// One request as `GET /_control/requests` shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SeenRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The name under which a fault can be set for it.
    pub(crate) route: Option<RouteName>,
    /// Whose API token or PAKMS key it bore.
    pub(crate) merchant: Option<String>,
    pub(crate) idempotency_key: Option<String>,
    /// `x-forwarded-for`.
    pub(crate) payer_address: Option<String>,
    pub(crate) body: Value,
}

/// The requests, oldest first.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct RequestLog(VecDeque<SeenRequest>);

impl RequestLog {
    pub(crate) fn add(&mut self, request: SeenRequest) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(request);
    }

    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &SeenRequest> {
        self.0.iter()
    }
}
