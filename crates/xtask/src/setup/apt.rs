//! Installs packages of the system, where that needs no answer of the user.

use std::process::Command;

use super::tool::on_path;
use crate::process;

/// Whether packages may be installed without a question.
pub(crate) fn is_permitted() -> bool {
    permitted().is_some()
}

/// Installs these packages.
///
/// # Errors
/// When it may not be done, or fails.
pub(crate) fn install(packages: &[&str]) -> anyhow::Result<()> {
    let Some(apt) = permitted() else {
        anyhow::bail!("apt-get may not be run here without a password");
    };
    let install = [&["install", "-y", "-q"], packages].concat();
    for arguments in [&["update", "-q"][..], &install] {
        process::run(apt().args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// How to call apt-get without a question to the user, if at all.
fn permitted() -> Option<fn() -> Command> {
    on_path("apt-get")?;
    if process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(|| Command::new("apt-get"));
    }
    process::ask(Command::new("sudo").args(["-n", "true"]))?;
    Some(|| {
        let mut command = Command::new("sudo");
        command.args(["-n", "apt-get"]);
        command
    })
}
