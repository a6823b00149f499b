//! Starts the server and stops it without leaving a payment behind.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use store::Serving;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::Config;
use crate::{events, hints, mail, routes, upkeep, worker};

/// How long a stop waits for payments in flight: longer than Clover's answer may take.
const LAST_WAIT: Duration = Duration::from_secs(45);

/// Serves until the process is told to stop (SIGTERM or Ctrl-C).
///
/// # Errors
/// When the server cannot start: port taken, database not to be opened, page not built.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let listener = bind(config.listen).await?;
    let app = App::build(config).await?;
    take_over(&app).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    let router = routes::router(app.clone());
    serve(listener, app, router, told_to_stop()).await
}

/// Serves `router`, which is the app's, on this listener until `stop` resolves, then lets what is under way end.
///
/// # Errors
/// When accepting connections fails for good, or the worker dies: without it an unclear payment would stay so,
/// and a supervisor that starts the server anew brings it back.
pub async fn serve(
    listener: TcpListener,
    app: App,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let (stopping, worker_ended) = (CancellationToken::new(), CancellationToken::new());
    tokio::spawn(pass_on(stop, stopping.clone()));
    let guard = worker_ended.clone().drop_guard();
    let settling = worker::run(app.clone(), stopping.clone());
    let hearing = hints::run(app.clone(), stopping.clone());
    let keeping = upkeep::run(app.clone(), stopping.clone());
    let telling = events::run(app.clone(), stopping.clone());
    let mailing = mail::run(app.clone(), stopping.clone());
    let worker = tokio::spawn(async move {
        let _guard = guard;
        tokio::join!(settling, hearing, keeping, telling, mailing);
    });
    fetch_public_keys(&app);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());
    tokio::select! {
        served = served.into_future() => served?,
        () = overdue(&stopping) => tracing::warn!("connections were still open and are cut"),
        () = died(&worker_ended, &stopping) => anyhow::bail!("the worker has died; the log says of what"),
    }
    tracing::info!("stopping: waiting for payments in flight");
    app.tasks.close();
    if tokio::time::timeout(LAST_WAIT, app.tasks.wait()).await.is_err() {
        tracing::warn!("payments were still in flight; they are stored and will be followed up");
    }
    worker.await.context("the worker failed")?;
    Ok(())
}

async fn pass_on(stop: impl Future<Output = ()>, stopping: CancellationToken) {
    stop.await;
    stopping.cancel();
}

/// Resolves when a stop has waited long enough for its open connections: one half-sent request must not keep
/// the server for ever.
async fn overdue(stopping: &CancellationToken) {
    stopping.cancelled().await;
    tokio::time::sleep(LAST_WAIT).await;
}

/// Resolves when the worker has ended without having been told to.
async fn died(worker_ended: &CancellationToken, stopping: &CancellationToken) {
    worker_ended.cancelled().await;
    if stopping.is_cancelled() {
        std::future::pending::<()>().await;
    }
}

/// What is under way on a database that a server has to itself belongs to a process that has died. The worker
/// looks at it at once instead of when that would have to be assumed. Where there may be other servers it is left
/// to whoever has it, until its time comes.
async fn take_over(app: &App) -> anyhow::Result<()> {
    let Serving::Alone(alone) = app.serving.as_ref() else {
        return Ok(());
    };
    let left = app.desk.store().hasten_orphans(alone, app.desk.now()).await?;
    if left > 0 {
        tracing::warn!(
            payments = left,
            "taking over payments that were under way when the last server ended"
        );
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let hint = "set `listen` to a free address, or stop the program that has it";
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}; {hint}"))
}

/// Asks for the keys early, so that the first payer does not wait for them.
fn fetch_public_keys(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        for merchant in app.config.merchants.values() {
            app.public_keys.key(&app.desk, merchant).await;
        }
    });
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be heard, only Ctrl-C");
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
