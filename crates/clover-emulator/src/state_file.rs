//! The file that `--state` names: the whole state as JSON, put in place at one stroke, for one emulator at a time.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use thiserror::Error;

use crate::emulator::Emulator;
use crate::state::State;

/// Goes up whenever an older program could misread the file.
const VERSION: u64 = 1;
const PROGRAM: &str = "clover-emulator";
/// What changes within this time is written together.
const PAUSE: Duration = Duration::from_millis(200);

/// Why a state file cannot be used. Whoever started the emulator can act: name another file, or repair this one.
#[derive(Debug, Error)]
pub enum StateFileError {
    /// Another emulator is writing it.
    #[error("{} is in use by another emulator", .0.display())]
    InUse(PathBuf),
    /// It cannot be read, or its lock cannot be made beside it.
    #[error("{} cannot be read or locked", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// It holds something else; it is left as it is.
    #[error("{} is no state of clover-emulator; name another file", .0.display())]
    Foreign(PathBuf),
    /// It is of another version of this program.
    #[error("{} has version {found}, and only {VERSION} can be read", .path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What it says.
        found: u64,
    },
    /// It began as a state and does not go on as one.
    #[error("{} is damaged; put it aside to begin anew", .0.display())]
    Damaged(PathBuf, #[source] serde_json::Error),
}

/// A state file that is ours until this is dropped.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    _lock: File,
    /// Held while writing: the last write at the end must not meet one that is still under way.
    writing: Mutex<()>,
}

impl StateFile {
    /// Takes the file, and reads it if it is there.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<State>), StateFileError> {
        let unreadable = |error| StateFileError::Unreadable(path.to_owned(), error);
        let lock = File::create(beside(path, "lock")).map_err(unreadable)?;
        lock.try_lock().map_err(|_| StateFileError::InUse(path.to_owned()))?;
        let state = match fs::read(path) {
            Ok(bytes) => Some(read(path, &bytes)?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(error)),
        };
        Ok((Self { path: path.to_owned(), _lock: lock, writing: Mutex::new(()) }, state))
    }

    /// Replaces the file. Whoever reads it meanwhile sees the old one or the new one.
    fn write(&self, text: &str) -> io::Result<()> {
        let fresh = beside(&self.path, "new");
        let mut file = File::create(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(fresh, &self.path)
    }
}

/// Writes what changes, for ever. A failure is logged, and the next change tries again.
pub(crate) async fn keep(emulator: Emulator) {
    if emulator.state_file().is_none() {
        return;
    }
    loop {
        emulator.change().await;
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = save(&emulator).await {
            tracing::error!(%error, "the state cannot be written");
        }
    }
}

/// Writes the state now, if there is a file for it.
pub(crate) async fn save(emulator: &Emulator) -> io::Result<()> {
    let emulator = emulator.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let Some(file) = emulator.state_file() else { return Ok(()) };
        let _writing = file.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let text = shown(&emulator.lock())?;
        file.write(&text)
    });
    writing.await.map_err(io::Error::other)?
}

fn shown(state: &State) -> io::Result<String> {
    let state = serde_json::to_value(state)?;
    Ok(json!({ "program": PROGRAM, "version": VERSION, "state": state }).to_string())
}

fn read(path: &Path, bytes: &[u8]) -> Result<State, StateFileError> {
    let foreign = || StateFileError::Foreign(path.to_owned());
    let damaged = |error| StateFileError::Damaged(path.to_owned(), error);
    let mut file: Value = match serde_json::from_slice(bytes) {
        Ok(file) => file,
        Err(error) if bytes.starts_with(format!("{{\"program\":\"{PROGRAM}\"").as_bytes()) => {
            return Err(damaged(error));
        }
        Err(_) => return Err(foreign()),
    };
    if file["program"] != PROGRAM {
        return Err(foreign());
    }
    match file["version"].as_u64().ok_or_else(foreign)? {
        VERSION => serde_json::from_value(file["state"].take()).map_err(damaged),
        found => Err(StateFileError::Version { path: path.to_owned(), found }),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn told(text: &str) -> String {
        match read(Path::new("s.json"), text.as_bytes()) {
            Ok(_) => "read".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(told(&shown(&State::new(&Config::default())).unwrap()), "read");
    }

    #[test]
    fn a_file_that_cannot_be_used_is_told_apart() {
        assert_eq!(told("shopping list"), "s.json is no state of clover-emulator; name another file");
        assert_eq!(told("{}"), "s.json is no state of clover-emulator; name another file");
        let of_version =
            |version| format!(r#"{{"program":"clover-emulator","state":{{}},"version":{version}}}"#);
        assert_eq!(told(&of_version(2)), "s.json has version 2, and only 1 can be read");
        assert_eq!(told(&of_version(1)), "s.json is damaged; put it aside to begin anew");
        assert_eq!(told(&of_version(1)[..30]), "s.json is damaged; put it aside to begin anew");
    }
}
