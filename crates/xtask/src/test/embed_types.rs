//! TypeScript reads the types of the embedded element, and a portal that uses all of them.

use std::process::Command;

use super::stage::Ended;
use super::tally::Tally;
use crate::{process, setup, workspace};

/// The compiler finds nothing to say; counts as one test.
///
/// # Errors
/// When npm or node is missing, or a type is not what portals are promised.
pub(crate) fn check(tally: &mut Tally) -> Ended {
    let compiler = setup::package::TYPESCRIPT.ensure()?;
    let mut command = Command::new("node");
    command.arg(compiler).arg("--project").arg(workspace::root().join("tests/embed-types"));
    process::run(&mut command)?;
    tally.passed += 1;
    Ok(None)
}
