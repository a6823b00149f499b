//! One call from its turn to its answer: waits, sends, and sends again what may be sent again.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Request, RequestBuilder};
use tokio::time::{Instant, sleep};

use super::ClientBuilder;
use crate::error::{ApiError, NotSentCause};
use crate::limits::{self, Limiter, Limits, Repeats};
use crate::repeat::{Act, Repeat};
use crate::transport::{self, Answer};
use crate::{Environment, classify};

/// What a builder knows about pace.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wishes {
    limits: Option<Limits>,
    repeats: Repeats,
}

/// How a client paces its calls.
pub(super) struct Pacing {
    limiter: Option<(Arc<Limiter>, Duration)>,
    repeats: Repeats,
    /// For the whole call, with all its waiting and repeats.
    time: Duration,
}

impl ClientBuilder {
    /// What the token may ask for. Without this a client keeps [`Limits::CLOVER`], and towards an emulator none.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.wishes.limits = Some(limits);
        self
    }

    /// How often reads are sent again after a 429 or a 503; 2 unless told.
    #[must_use]
    pub fn repeat_reads(mut self, times: u32) -> Self {
        self.wishes.repeats.reads = times;
        self
    }

    /// How often writes that bear an idempotency key are sent again, with the same key and body, after a 429 or a 503;
    /// never unless told. Ask for it only where the key stands for one thing that may happen once.
    #[must_use]
    pub fn repeat_keyed_writes(mut self, times: u32) -> Self {
        self.wishes.repeats.keyed_writes = times;
        self
    }
}

impl Wishes {
    pub(super) fn pacing(
        self,
        environment: &Environment,
        host: &str,
        authorization: &[u8],
        time: Duration,
    ) -> Pacing {
        // An emulator counts only when it is told to, and load tests want to see what is behind it.
        let usual = match environment {
            Environment::Emulator { .. } => None,
            _ => Some(Limits::CLOVER),
        };
        let limiter = self
            .limits
            .or(usual)
            .map(|limits| (limits::of_token(host, authorization, limits), limits.longest_wait));
        Pacing { limiter, repeats: self.repeats, time }
    }
}

impl Pacing {
    /// Brings a request to Clover and its answer back within the time of the call.
    pub(super) async fn carry(
        &self,
        http: &reqwest::Client,
        request: RequestBuilder,
    ) -> Result<Answer, ApiError> {
        let request = request.build().map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        let deadline = Instant::now() + self.time;
        persist(self.repeats, deadline, request, |request| self.once(http, request, deadline)).await
    }

    async fn once(
        &self,
        http: &reqwest::Client,
        mut request: Request,
        deadline: Instant,
    ) -> Result<Answer, ApiError> {
        let turn = match &self.limiter {
            None => None,
            Some((limiter, longest)) => {
                let turn = limiter.turn(deadline.min(Instant::now() + *longest)).await;
                Some((limiter, turn.ok_or(ApiError::NotSent(NotSentCause::Busy))?))
            }
        };
        *request.timeout_mut() = Some(deadline.saturating_duration_since(Instant::now()));
        let answer = transport::send(http, request).await?;
        if let Some((limiter, _)) = &turn
            && answer.status == 429
        {
            limiter.slow_down(answer.told);
        }
        Ok(answer)
    }
}

/// Sends until there is an answer, nothing to hope for, or no time left.
async fn persist<F: Future<Output = Result<Answer, ApiError>>>(
    repeats: Repeats,
    deadline: Instant,
    mut request: Request,
    send: impl Fn(Request) -> F,
) -> Result<Answer, ApiError> {
    let act = Act::of(&request);
    let (mut unknown, mut n) = (None, 0);
    loop {
        let copy = if n < repeats.allowed(act) { request.try_clone() } else { None };
        let met = send(request).await;
        let failure = met.as_ref().map_or_else(|error| Some(error.clone()), classify::failure);
        let wait = limits::wait(n, rand::random());
        match (failure, copy) {
            (Some(error), Some(copy)) if may_go_on(&error, act) && Instant::now() + wait < deadline => {
                request = copy;
                unknown =
                    unknown.or(Some(error).filter(|_| act != Act::Read).filter(ApiError::is_outcome_unknown));
            }
            _ => return settled(unknown, met),
        }
        sleep(wait).await;
        n += 1;
    }
}

/// Waiting helps, and the same request with the same key does no harm.
fn may_go_on(error: &ApiError, act: Act) -> bool {
    let harmless = match error.repeat(act) {
        Repeat::Safe | Repeat::SameKeyOnly => true,
        Repeat::AfterAsking | Repeat::Never => false,
    };
    harmless && limits::passes_by_itself(error)
}

/// Where an earlier sending of a write may have been carried out, only a yes or a decline says what became of it; any
/// other answer is about the repeat alone.
fn settled(unknown: Option<ApiError>, met: Result<Answer, ApiError>) -> Result<Answer, ApiError> {
    let Some(unknown) = unknown else { return met };
    match met.as_ref().map(classify::failure) {
        Ok(None | Some(ApiError::Declined(_))) => met,
        Ok(Some(_)) | Err(_) => Err(unknown),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;

    use reqwest::Method;

    use super::*;
    use crate::error::UnknownCause;
    use crate::limits::Told;

    const EAGER: Repeats = Repeats { reads: 3, keyed_writes: 3 };
    const BUSY: (u16, &str) = (503, "");
    const TOO_MANY: (u16, &str) = (429, "");
    const DONE: (u16, &str) = (200, "{}");

    fn request(method: Method, key: Option<&str>) -> Request {
        let mut request = Request::new(method, "http://localhost/v1/charges".parse().unwrap());
        if let Some(key) = key {
            request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        }
        request
    }

    fn read() -> Request {
        request(Method::GET, None)
    }

    fn charge() -> Request {
        request(Method::POST, Some("k"))
    }

    /// Sends with these answers in store; what came of it, and how many are left.
    async fn sent(
        repeats: Repeats,
        request: Request,
        answers: &[(u16, &str)],
    ) -> (Result<u16, ApiError>, usize) {
        let deadline = Instant::now() + Duration::from_secs(30);
        let key = request.headers().get("idempotency-key").cloned();
        let store: Mutex<VecDeque<(u16, &str)>> = Mutex::new(answers.iter().copied().collect());
        let send = |request: Request| {
            assert_eq!(request.headers().get("idempotency-key"), key.as_ref());
            let (status, body) = store.lock().unwrap().pop_front().unwrap();
            async move {
                match status {
                    0 => Err(ApiError::NotSent(NotSentCause::Unreachable)),
                    _ => Ok(Answer { status, told: Told::default(), body: body.as_bytes().to_vec() }),
                }
            }
        };
        let met = persist(repeats, deadline, request, send).await;
        (met.map(|answer| answer.status), store.into_inner().unwrap().len())
    }

    #[tokio::test(start_paused = true)]
    async fn a_read_is_sent_again_while_clover_has_no_time_for_it() {
        assert_eq!(sent(EAGER, read(), &[BUSY, TOO_MANY, DONE]).await, (Ok(200), 0));
        assert_eq!(sent(EAGER, read(), &[BUSY, BUSY, BUSY, BUSY, DONE]).await, (Ok(503), 1));
        assert_eq!(sent(EAGER, read(), &[BUSY, (404, ""), DONE]).await, (Ok(404), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_waiting_does_not_mend_comes_back_at_once() {
        for status in [400, 401, 404, 500, 502, 302] {
            assert_eq!(sent(EAGER, read(), &[(status, ""), DONE]).await, (Ok(status), 1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_charge_is_sent_once_unless_the_caller_says_otherwise() {
        for first in [BUSY, TOO_MANY] {
            assert_eq!(sent(Repeats::default(), charge(), &[first, DONE]).await, (Ok(first.0), 1));
            assert_eq!(sent(EAGER, charge(), &[first, DONE]).await, (Ok(200), 0));
            let keyless = request(Method::POST, None);
            assert_eq!(sent(EAGER, keyless, &[first, DONE]).await, (Ok(first.0), 1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_of_the_repeat_does_not_settle_what_became_of_the_charge() {
        let unknown = ApiError::Unknown(UnknownCause::ServerError(503));
        let spent = (400, r#"{"error":{"code":"token_already_used"}}"#);
        for second in [spent, (401, ""), (0, "")] {
            assert_eq!(sent(EAGER, charge(), &[BUSY, second]).await, (Err(unknown.clone()), 0));
        }
        assert_eq!(sent(EAGER, charge(), &[BUSY, TOO_MANY, spent]).await, (Err(unknown), 0));
        assert_eq!(sent(EAGER, charge(), &[BUSY, TOO_MANY, DONE]).await, (Ok(200), 0));
        assert_eq!(sent(EAGER, charge(), &[BUSY, (402, "")]).await, (Ok(402), 0));
        assert_eq!(sent(EAGER, charge(), &[TOO_MANY, spent]).await, (Ok(400), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn no_repeat_begins_after_the_time_of_the_call() {
        let deadline = Instant::now() + Duration::from_millis(100);
        let busy = |_| async { Ok(Answer { status: 503, told: Told::default(), body: Vec::new() }) };
        let met = persist(EAGER, deadline, read(), busy).await;
        assert_eq!(met.map(|answer| answer.status), Ok(503));
        assert!(Instant::now() < deadline);
    }
}
