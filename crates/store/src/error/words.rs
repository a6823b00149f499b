//! Words for what a driver reports, with the remedy where there is one.

use sea_orm::sqlx::Error;
use sea_orm::sqlx::error::DatabaseError;

/// What failed and what helps. SQLite names tables and columns in its messages, never values; PostgreSQL may
/// quote values, so of its messages only the code is taken.
pub(crate) fn driver_words(error: &Error) -> String {
    match error {
        Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            match sqlite_kind(error.as_ref()) {
                Some(kind) => with_remedy(error.message(), &code, sqlite_remedy(kind)),
                None => with_remedy("PostgreSQL refused", &code, postgres_remedy(&code)),
            }
        }
        Error::Io(error) => format!("input or output failed: {}", error.kind()),
        Error::Tls(_) => {
            "the encrypted connection to PostgreSQL failed; see sslmode and sslrootcert".to_owned()
        }
        Error::PoolTimedOut => "no connection became free in time".to_owned(),
        Error::PoolClosed => "the connections are closed".to_owned(),
        Error::WorkerCrashed => "the database's thread has ended".to_owned(),
        Error::Protocol(_) => "the connection to PostgreSQL was lost".to_owned(),
        _ => "the database driver failed".to_owned(),
    }
}

/// The kind of a SQLite error: the low byte of its code. PostgreSQL's codes have five characters.
pub(super) fn sqlite_kind(error: &dyn DatabaseError) -> Option<u32> {
    let code = error.code()?;
    if code.len() == 5 {
        return None;
    }
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

fn with_remedy(what: &str, code: &str, remedy: Option<&str>) -> String {
    match remedy {
        Some(remedy) => format!("{what} (code {code}): {remedy}"),
        None => format!("{what} (code {code})"),
    }
}

fn sqlite_remedy(kind: u32) -> Option<&'static str> {
    match kind {
        5 | 6 => Some("another program holds the file; it goes on when that has ended"),
        8 => Some("make the file and its folder writable for the server"),
        10 => Some("see whether the disk works and has room"),
        11 | 26 => Some("stop the server and restore the file from a backup"),
        13 => Some("the disk is full; make room, no restart is needed"),
        14 => Some("see whether the folder is still there and may be written"),
        _ => None,
    }
}

/// By SQLSTATE, which is the same in every version and language of PostgreSQL.
fn postgres_remedy(code: &str) -> Option<&'static str> {
    match code {
        "25006" => Some("it takes no writes; name the primary server, not a standby"),
        "53100" => Some("its disk is full; make room, no restart is needed"),
        "53300" => Some("it has too many clients; lower database_connections or raise max_connections"),
        "55P03" | "57014" => Some("somebody else held a lock for too long; it is tried again"),
        "40001" | "40P01" => Some("two transactions met; it is tried again"),
        "57P01" | "57P02" | "57P03" => Some("it is starting or stopping"),
        "28000" | "28P01" => {
            Some("the account or its password is refused; see TREFOIL_DATABASE and pg_hba.conf")
        }
        "3D000" => Some("there is no such database; make it with createdb"),
        "42501" => Some("the account must own the database's tables"),
        "42P01" | "42703" => Some("its tables are not those of this program"),
        "XX001" | "XX002" => Some("it is damaged; restore it from a backup"),
        _ => None,
    }
}
