//! Turns: first come, first served; never more than the limits allow, and none while Clover asks for a pause.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Limits;

/// What Clover counts over.
const WINDOW: Duration = Duration::from_secs(1);
/// A pause that is longer than this is taken for a mistake and cut.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Gives out turns for one API token.
pub(crate) struct Limiter {
    /// Whoever has this is the first in the line; tokio hands it on in the order of asking.
    line: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// Somebody has ended, or there is a pause now.
    changed: Notify,
}

struct State {
    limits: Limits,
    under_way: usize,
    /// When each of the last requests ended, oldest first.
    ended: VecDeque<Instant>,
    paused_until: Option<Instant>,
}

/// What Clover's headers said about limits. Absent ones change nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// `retry-after`.
    pub(crate) pause: Option<Duration>,
    /// `X-RateLimit-tokenLimit`.
    pub(crate) per_second: Option<usize>,
    /// `X-RateLimit-tokenConcurrentLimit`.
    pub(crate) at_once: Option<usize>,
}

/// A turn; it is over when this is dropped, whatever became of the request.
pub(crate) struct Ticket {
    limiter: Arc<Limiter>,
}

/// What the first in the line has to wait for.
enum Obstacle {
    Time(Instant),
    Others,
}

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        let state =
            State { limits: limits.sound(), under_way: 0, ended: VecDeque::new(), paused_until: None };
        Self { line: tokio::sync::Mutex::new(()), state: Mutex::new(state), changed: Notify::new() }
    }

    /// Waits for a turn; `None` when there is none before `deadline`.
    pub(crate) async fn turn(self: &Arc<Self>, deadline: Instant) -> Option<Ticket> {
        let waiting = async {
            let _first = self.line.lock().await;
            loop {
                // Not inside the `match`, which would keep the lock while it waits.
                let admitted = self.state().admit(Instant::now());
                match admitted {
                    Ok(()) => return Some(Ticket { limiter: Arc::clone(self) }),
                    Err(Obstacle::Time(then)) if then > deadline => return None,
                    Err(Obstacle::Time(then)) => tokio::select! {
                        () = sleep_until(then) => {}
                        () = self.changed.notified() => {}
                    },
                    Err(Obstacle::Others) => self.changed.notified().await,
                }
            }
        };
        timeout_at(deadline, waiting).await.ok().flatten()
    }

    /// Clover refused a request as one too many: nobody is let through before the time it names, or before its second
    /// is over, and smaller limits than ours are taken over.
    pub(crate) fn slow_down(&self, told: Told) {
        let pause = told.pause.unwrap_or(WINDOW).min(LONGEST_PAUSE);
        let mut state = self.state();
        let until = Instant::now() + pause;
        state.paused_until = state.paused_until.max(Some(until));
        let now = state.limits;
        state.limits = Limits {
            per_second: told.per_second.map_or(now.per_second, |told| told.min(now.per_second)),
            at_once: told.at_once.map_or(now.at_once, |told| told.min(now.at_once)),
            ..now
        }
        .sound();
        drop(state);
        self.changed.notify_one();
    }

    /// Another client with the same token came: the stricter of both limits holds from here on.
    pub(crate) fn tighten(&self, limits: Limits) {
        let mut state = self.state();
        let limits = limits.sound();
        state.limits.per_second = state.limits.per_second.min(limits.per_second);
        state.limits.at_once = state.limits.at_once.min(limits.at_once);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn admit(&mut self, now: Instant) -> Result<(), Obstacle> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(Obstacle::Time(until));
        }
        while self.ended.front().is_some_and(|ended| *ended + WINDOW <= now) {
            self.ended.pop_front();
        }
        if self.under_way >= self.limits.at_once {
            return Err(Obstacle::Others);
        }
        if self.under_way + self.ended.len() >= self.limits.per_second {
            let free = self.ended.front().map(|ended| *ended + WINDOW);
            return Err(free.map_or(Obstacle::Others, Obstacle::Time));
        }
        self.under_way += 1;
        Ok(())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.limiter.state();
        state.under_way -= 1;
        state.ended.push_back(Instant::now());
        drop(state);
        self.limiter.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn limiter(per_second: usize, at_once: usize) -> Arc<Limiter> {
        Arc::new(Limiter::new(Limits { per_second, at_once, ..Limits::CLOVER }))
    }

    fn within(limit: Duration) -> Instant {
        Instant::now() + limit
    }

    const LONG: Duration = Duration::from_hours(1);

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_it_may_however_the_calls_come() {
        let limiter = limiter(16, 5);
        let mut starts = Vec::new();
        for n in 0..100 {
            let ticket = limiter.turn(within(LONG)).await.unwrap();
            starts.push(Instant::now());
            tokio::time::sleep(Duration::from_millis(n % 7 * 10)).await;
            drop(ticket);
        }
        for window in starts.windows(17) {
            assert!(window[16] - window[0] >= WINDOW, "{:?}", window[16] - window[0]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_five_are_under_way() {
        let (limiter, under_way) = (limiter(1_000, 5), Arc::new(AtomicUsize::new(0)));
        let calls = (0..50).map(|_| {
            let (limiter, under_way) = (Arc::clone(&limiter), Arc::clone(&under_way));
            tokio::spawn(async move {
                let _ticket = limiter.turn(within(LONG)).await.unwrap();
                let seen = under_way.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::time::sleep(Duration::from_millis(30)).await;
                under_way.fetch_sub(1, Ordering::SeqCst);
                seen
            })
        });
        let mut most = 0;
        for call in calls.collect::<Vec<_>>() {
            most = most.max(call.await.unwrap());
        }
        assert_eq!(most, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn who_came_first_goes_first() {
        let limiter = limiter(1, 1);
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut calls = Vec::new();
        for n in 0..6 {
            let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
            calls.push(tokio::spawn(async move {
                let _ticket = limiter.turn(within(LONG)).await.unwrap();
                order.lock().unwrap().push(n);
            }));
            tokio::task::yield_now().await;
        }
        for call in calls {
            call.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_cannot_come_in_time_is_given_up_and_blocks_nobody() {
        let limiter = limiter(16, 1);
        let ticket = limiter.turn(within(LONG)).await.unwrap();
        assert!(limiter.turn(within(Duration::from_secs(2))).await.is_none());
        drop(ticket);
        assert!(limiter.turn(within(Duration::from_secs(2))).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_and_one_that_is_too_long_is_known_at_once() {
        let limiter = limiter(16, 5);
        limiter.slow_down(Told { pause: Some(Duration::from_secs(7)), ..Told::default() });
        let asked = Instant::now();
        assert!(limiter.turn(within(Duration::from_secs(6))).await.is_none());
        assert_eq!(asked.elapsed(), Duration::ZERO);
        limiter.turn(within(LONG)).await.unwrap();
        assert_eq!(asked.elapsed(), Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_named_time_the_second_is_waited_out_and_an_absurd_one_is_cut() {
        let limiter = limiter(16, 5);
        let asked = Instant::now();
        limiter.slow_down(Told::default());
        limiter.turn(within(LONG)).await.unwrap();
        assert_eq!(asked.elapsed(), WINDOW);
        limiter.slow_down(Told { pause: Some(Duration::from_secs(1_000_000)), ..Told::default() });
        limiter.turn(within(LONG)).await.unwrap();
        assert_eq!(asked.elapsed(), WINDOW + LONGEST_PAUSE);
    }

    #[tokio::test(start_paused = true)]
    async fn smaller_limits_that_clover_names_are_taken_over_and_larger_ones_are_not() {
        let limiter = limiter(16, 5);
        limiter.slow_down(Told { per_second: Some(50), at_once: Some(2), ..Told::default() });
        let first = limiter.turn(within(LONG)).await.unwrap();
        let _second = limiter.turn(within(LONG)).await.unwrap();
        assert!(limiter.turn(within(Duration::from_secs(1))).await.is_none());
        drop(first);
        assert!(limiter.turn(within(Duration::from_secs(1))).await.is_some());
        assert_eq!(limiter.state().limits.per_second, 16);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_is_given_up_leaves_the_line() {
        let limiter = limiter(16, 1);
        let ticket = limiter.turn(within(LONG)).await.unwrap();
        let waiting = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { limiter.turn(within(LONG)).await }
        });
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.is_err());
        drop(ticket);
        assert!(limiter.turn(within(Duration::from_secs(1))).await.is_some());
    }
}
