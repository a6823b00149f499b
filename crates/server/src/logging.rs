//! Sets up the log: where it goes, in which form, and how much of it. What may stand in it says docs/LOGGING.md.

use std::io::{self, IsTerminal};

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::config::LogFormat;

/// The crates whose words we answer for.
const OURS: &[&str] = &["clover_api", "payments", "server", "store", "trefoil"];

/// Sends the log of this process to standard error in this form. `RUST_LOG` says how much of it, `usual` how
/// much when that is unset; standard output stays free for what commands print. A second call changes nothing.
pub fn start(format: LogFormat, usual: LevelFilter) {
    let filter = EnvFilter::builder().with_default_directive(usual.into()).from_env_lossy();
    // Fails only when a log is there already, which then stays.
    let _ = log(format, filter, io::stderr().is_terminal(), io::stderr).try_init();
}

fn log<W>(format: LogFormat, filter: EnvFilter, colours: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = match format {
        LogFormat::Text => fmt::layer().with_ansi(colours).with_writer(writer).boxed(),
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(writer).boxed(),
    };
    tracing_subscriber::registry().with(lines).with(filter).with(filter_fn(may_speak))
}

/// Below `info` other people's crates print addresses, headers and bodies, and a pay link is in an address. So
/// whatever `RUST_LOG` asks for, they are not heard there.
fn may_speak(metadata: &Metadata<'_>) -> bool {
    let speaker = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::INFO || OURS.contains(&speaker)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(format: LogFormat, filter: &str, speak: impl FnOnce()) -> String {
        let paper = Paper::default();
        let writer = paper.clone();
        let log = log(format, EnvFilter::new(filter), false, move || writer.clone());
        tracing::subscriber::with_default(log, speak);
        let bytes = paper.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn other_crates_are_not_heard_below_info_whatever_is_asked_for() {
        let text = written(LogFormat::Text, "trace", || {
            tracing::debug!(target: "hyper::proto", "GET /pay/secret");
            tracing::debug!(target: "serverless", "GET /pay/secret");
            tracing::info!(target: "hyper::proto", "fine");
            tracing::trace!(target: "clover_api::client", "called");
        });
        assert!(!text.contains("secret"), "{text}");
        assert!(text.contains("fine") && text.contains("called"), "{text}");
    }

    #[test]
    fn the_filter_decides_over_our_own_words() {
        let text = written(LogFormat::Text, "warn", || tracing::info!(target: "server::serve", "listening"));
        assert_eq!(text, "");
    }

    #[test]
    fn each_line_of_the_json_form_is_an_object_with_its_facts_on_top() {
        let speak = || tracing::info!(target: "server::serve", status = 204, "answered");
        let text = written(LogFormat::Json, "info", speak);
        let line: serde_json::Value = serde_json::from_str(text.trim_end()).unwrap();
        assert_eq!(
            (line["message"].as_str(), line["status"].as_i64(), line["level"].as_str()),
            (Some("answered"), Some(204), Some("INFO"))
        );
    }
}
