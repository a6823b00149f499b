//! Licences, sources, banned crates and, where its database can be reached, known vulnerabilities.

use std::process::Command;

use super::stage::Ended;
use crate::{process, setup, workspace};

/// Checks all dependencies against `deny.toml`.
///
/// # Errors
/// When one breaks a rule or has a known vulnerability. A database out of reach is a remark, not an error.
pub(crate) fn check() -> Ended {
    let program = setup::cargo_deny()?;
    let deny = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(workspace::root()).arg("--workspace").args(arguments);
        command
    };
    process::run(&mut deny(&["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))?;
    if process::run(&mut deny(&["fetch", "db"])).is_err() {
        process::go_on()?;
        let remark = "the database of known vulnerabilities could not be reached, so it was not checked";
        println!("dependencies: {remark}");
        return Ok(Some(remark.to_owned()));
    }
    process::run(&mut deny(&["check", "--disable-fetch", "advisories"]))?;
    Ok(None)
}
