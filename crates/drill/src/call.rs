//! One HTTP call: what came back, or that nothing did.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::http::{Request, Response};

/// Longer than the server keeps a payer waiting, and than the emulator's longest delay.
const LONGEST: Duration = Duration::from_secs(40);
const CONNECT: Duration = Duration::from_secs(2);

/// The answer is lost: it never came, or only a part of it did. What was asked for may have been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// What was answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: String,
}

impl Answer {
    /// The body as what it should be.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Lost> {
        serde_json::from_str(&self.body).map_err(|_| Lost)
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Connections of one client.
#[derive(Clone, Debug)]
pub(crate) struct Line(Agent);

impl Line {
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder().timeout_global(Some(LONGEST)).timeout_connect(Some(CONNECT));
        Self(config.proxy(None).http_status_as_error(false).build().into())
    }

    pub(crate) fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Answer, Lost> {
        self.send(request("GET", url, headers, ())?)
    }

    pub(crate) fn post(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: &impl Serialize,
    ) -> Result<Answer, Lost> {
        let headers: Vec<_> = headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.send(request("POST", url, &headers, serde_json::to_string(body).map_err(|_| Lost)?)?)
    }

    pub(crate) fn delete(&self, url: &str) -> Result<Answer, Lost> {
        self.send(request("DELETE", url, &[], ())?)
    }

    fn send(&self, request: Request<impl ureq::AsSendBody>) -> Result<Answer, Lost> {
        self.0.run(request).map_err(|_| Lost).and_then(read)
    }
}

fn request<B>(method: &str, url: &str, headers: &[(&str, &str)], body: B) -> Result<Request<B>, Lost> {
    let request = Request::builder().method(method).uri(url);
    headers
        .iter()
        .fold(request, |request, (name, value)| request.header(*name, *value))
        .body(body)
        .map_err(|_| Lost)
}

fn read(mut answer: Response<ureq::Body>) -> Result<Answer, Lost> {
    let status = answer.status().as_u16();
    // The ledger of a long drill is large.
    let body = answer.body_mut().with_config().limit(1 << 30).read_to_string().map_err(|_| Lost)?;
    Ok(Answer { status, body })
}
