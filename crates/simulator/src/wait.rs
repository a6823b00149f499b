//! What a task can wait for: a time, or somebody's answer.

use std::future::{Future, pending, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::executor::{Millis, Sim};

impl Sim {
    /// Waits this long.
    pub(crate) fn sleep(&self, wait: Millis) -> impl Future<Output = ()> + Send + use<> {
        let sim = self.clone();
        let mut until = None;
        poll_fn(move |_| {
            let now = sim.now();
            match until {
                Some(until) if until <= now => Poll::Ready(()),
                Some(_) => Poll::Pending,
                None => {
                    until = Some(now + wait);
                    sim.wake_me(now + wait);
                    Poll::Pending
                }
            }
        })
    }

    /// Waits between `low` and `high`.
    pub(crate) async fn pause(&self, low: Millis, high: Millis) {
        self.sleep(self.between(low, high)).await;
    }

    /// Dies with the server at this point.
    pub(crate) async fn die(&self, node: usize) {
        self.fell(node);
        pending::<()>().await;
    }

    /// A way for one answer.
    pub(crate) fn slot<T>(&self) -> (Reply<T>, Answer<T>) {
        let slot = Arc::new(Mutex::new(Slot { value: None, open: true, waiting: None }));
        let reply = Reply { sim: self.clone(), slot: Arc::clone(&slot) };
        (reply, Answer { sim: self.clone(), slot })
    }
}

struct Slot<T> {
    value: Option<T>,
    open: bool,
    waiting: Option<usize>,
}

/// Where the answer is given. Dropping it tells that none will come: the connection is broken.
pub(crate) struct Reply<T> {
    sim: Sim,
    slot: Arc<Mutex<Slot<T>>>,
}

/// Where the answer is awaited.
pub(crate) struct Answer<T> {
    sim: Sim,
    slot: Arc<Mutex<Slot<T>>>,
}

fn locked<T>(slot: &Mutex<Slot<T>>) -> MutexGuard<'_, Slot<T>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Reply<T> {
    pub(crate) fn give(self, value: T) {
        locked(&self.slot).value = Some(value);
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        let mut slot = locked(&self.slot);
        slot.open = false;
        if let Some(task) = slot.waiting.take() {
            self.sim.wake(task);
        }
    }
}

impl<T> Answer<T> {
    /// The answer, or `None` when the connection broke or the time was over before it came.
    pub(crate) async fn within(self, patience: Millis) -> Option<T> {
        let deadline = self.sim.now() + patience;
        self.sim.wake_me(deadline);
        poll_fn(|_| {
            let mut slot = locked(&self.slot);
            if let Some(value) = slot.value.take() {
                return Poll::Ready(Some(value));
            }
            if !slot.open || self.sim.now() >= deadline {
                return Poll::Ready(None);
            }
            slot.waiting = Some(self.sim.current());
            Poll::Pending
        })
        .await
    }
}
