//! Writes to standard output and standard error; a reader who has gone away is no failure.

use std::io::{self, ErrorKind, Write};

/// One or more lines for standard output.
///
/// # Errors
/// When they cannot be written, unless it is because nobody reads on (`trefoil invoice list | head -1`).
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Like [`say`], for a value as indented JSON.
///
/// # Errors
/// As [`say`].
pub(super) fn say_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(&serde_json::to_string_pretty(value)?)
}

/// One or more lines for the person at the terminal. There is nobody to tell when even this fails.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
