//! Waits for a future, but not longer than told.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use gloo_timers::callback::Timeout;

use crate::moment::Moment;

/// The longest delay a browser keeps: more overflows into "at once".
const LONGEST: u32 = i32::MAX as u32;

/// The future's value, or `None` once `limit` has passed.
pub(crate) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    let over = Moment::new();
    let _timer = after(limit, {
        let over = over.clone();
        move || over.settle(())
    });
    let mut future = pin!(future);
    let mut over = pin!(over);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => over.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// Calls `act` after `limit` unless the timer is dropped before.
pub(crate) fn after(limit: Duration, act: impl FnOnce() + 'static) -> Timeout {
    let millis = u32::try_from(limit.as_millis()).unwrap_or(LONGEST);
    Timeout::new(millis.min(LONGEST), act)
}
