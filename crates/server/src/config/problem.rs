//! What is wrong with a configuration: where it stands and what to write instead, never what stands there.

use std::fmt;
use std::path::PathBuf;

/// Why there is no configuration. The operator can act on each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigProblems {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file is not TOML. The line itself is not shown: it may hold a secret.
    #[error("{}:{line}:{column}: is not TOML: {why}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// What the parser expected.
        why: String,
    },
    /// Every setting that is wrong, unknown or missing; at least one.
    #[error("the configuration has {}{}", count(.0), lines(.0))]
    Settings(Vec<Problem>),
}

/// One setting that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which one: `merchants.acme.accent`.
    pub key: String,
    /// Where it was set.
    pub origin: Origin,
    /// What must change, as the end of a sentence that begins with the key.
    pub message: String,
}

/// Where a setting was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the file.
    File(PathBuf),
    /// In this variable of the environment.
    Variable(String),
    /// Nowhere: it is missing.
    Missing,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, origin, message } = self;
        match origin {
            Origin::File(path) => write!(f, "{key} (in {}) {message}", path.display()),
            Origin::Variable(name) => write!(f, "{key} (from {name}) {message}"),
            Origin::Missing => write!(f, "{key} {message}"),
        }
    }
}

fn count(problems: &[Problem]) -> String {
    match problems.len() {
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(line).collect()
}

fn line(problem: &Problem) -> String {
    format!("\n  {problem}")
}
