//! Waits for conditions; the only place in these tests that lets time pass.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long anything may take that should happen at once.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(40);

/// Looks again and again until there is something to see.
pub(crate) async fn eventually<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    let seen = within(PATIENCE, look).await;
    seen.unwrap_or_else(|| panic!("{what}: not within {PATIENCE:?}"))
}

/// The same with a limit of its own, and nothing once that is over.
pub(crate) async fn within<T>(limit: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        if let Some(seen) = look().await {
            return Some(seen);
        }
        if Instant::now() >= end {
            return None;
        }
        sleep(PAUSE).await;
    }
}
