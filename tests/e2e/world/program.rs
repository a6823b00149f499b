//! A program under test: started with its words kept, and killed when it is no longer held.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::eventually;

/// What a program has said so far, on both of its outputs.
#[derive(Clone, Default)]
pub(crate) struct Words(Arc<Mutex<String>>);

/// A running program.
pub(crate) struct Program {
    child: Child,
    listeners: Vec<JoinHandle<()>>,
    words: Words,
}

/// The path of a program that the environment names.
pub(crate) fn named_by(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable);
    path.unwrap_or_else(|| panic!("{variable} is not set; `cargo xtask test` sets it")).into()
}

impl Words {
    pub(crate) fn all(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn listen(&self, source: impl Read + Send + 'static) -> JoinHandle<()> {
        let words = self.0.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(source).lines().map_while(Result::ok) {
                let mut words = words.lock().unwrap();
                words.push_str(&line);
                words.push('\n');
            }
        })
    }
}

impl Program {
    /// Starts `command` and adds what it says to `words`.
    pub(crate) fn start(command: &mut Command, words: Words) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let listeners =
            vec![words.listen(child.stdout.take().unwrap()), words.listen(child.stderr.take().unwrap())];
        Self { child, listeners, words }
    }

    /// What follows `before` in the line that says that the program is ready.
    pub(crate) async fn says(&mut self, before: &str) -> String {
        eventually(before, async || {
            assert!(!self.has_ended(), "{}", self.words.all());
            let words = self.words.all();
            let (_, after) = words.split_once(before)?;
            Some(after.lines().next()?.trim_end_matches('.').to_owned())
        })
        .await
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Kills it without a warning (SIGKILL) and waits for its last words.
    pub(crate) fn kill(&mut self) {
        let _gone_already = self.child.kill();
        let _status = self.child.wait();
        for listener in self.listeners.drain(..) {
            let _ended = listener.join();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
