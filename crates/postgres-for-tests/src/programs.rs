//! Finds PostgreSQL's programs, which many systems keep off the PATH.

use std::env;
use std::path::{Path, PathBuf};

/// Where distributions put versions side by side, each with a `bin` of its own.
const FOLDERS_OF_VERSIONS: &[&str] = &["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/// What a server needs, and those who make its databases and look into them.
const NEEDED: &[&str] = &["initdb", "pg_ctl", "postgres", "createdb", "pg_dump", "psql"];

/// PostgreSQL's server is not installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "PostgreSQL's programs initdb, pg_ctl and postgres were not found, neither on the PATH nor in \
     /usr/lib/postgresql; `cargo xtask setup --tests` installs them or says how"
)]
pub struct MissingPrograms;

/// The folder that holds PostgreSQL's programs: the one on the PATH, or else the newest version beside it.
///
/// # Errors
/// [`MissingPrograms`] when there is none.
pub fn find_programs() -> Result<PathBuf, MissingPrograms> {
    on_path().or_else(newest).ok_or(MissingPrograms)
}

/// A link on the PATH may lead to a program whose neighbours are not on the PATH, so links are followed.
fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let resolved = |folder: PathBuf| {
        let program = folder.join("initdb").canonicalize().ok()?;
        program.parent().map(Path::to_path_buf)
    };
    env::split_paths(&path).filter_map(resolved).find(|folder| is_complete(folder))
}

fn newest() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> =
        FOLDERS_OF_VERSIONS.iter().flat_map(|folder| versions(folder)).collect();
    found.sort();
    found.pop().map(|(_, folder)| folder)
}

fn versions(folder: &str) -> Vec<(u32, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let version = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let number = name.trim_start_matches("postgresql@").parse().ok()?;
        Some((number, entry.path().join("bin")))
    };
    entries.filter_map(version).filter(|(_, bin)| is_complete(bin)).collect()
}

fn is_complete(folder: &Path) -> bool {
    NEEDED.iter().all(|program| folder.join(program).is_file())
}
