//! Which account runs the server: PostgreSQL refuses to be run by root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Accounts that have nothing to lose, best first.
const UNPRIVILEGED: &[&str] = &["postgres", "nobody"];

/// Who is to run the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    /// Whoever runs us.
    Ours,
    /// Another account, because ours is root.
    Other { user: u32, group: u32 },
}

impl Account {
    /// The account for a server whose folder was just made by us at `folder`.
    pub(crate) fn for_folder_of_ours(folder: &Path) -> std::io::Result<Self> {
        if fs::metadata(folder)?.uid() != 0 {
            return Ok(Self::Ours);
        }
        let accounts = fs::read_to_string("/etc/passwd")?;
        let found = UNPRIVILEGED.iter().find_map(|name| ids(&accounts, name));
        let missing =
            || std::io::Error::other("root may not run PostgreSQL, and there is no account `nobody`");
        found.map(|(user, group)| Self::Other { user, group }).ok_or_else(missing)
    }

    /// Where a folder is reachable for this account. The temporary folder of root may be closed to others, the
    /// system's is not.
    pub(crate) fn temporary_folder(is_root: bool) -> PathBuf {
        if is_root { PathBuf::from("/tmp") } else { std::env::temp_dir() }
    }

    /// Hands `folder` over.
    pub(crate) fn own(self, folder: &Path) -> std::io::Result<()> {
        match self {
            Self::Ours => Ok(()),
            Self::Other { user, group } => std::os::unix::fs::chown(folder, Some(user), Some(group)),
        }
    }

    /// Makes `command` run under this account.
    pub(crate) fn run(self, command: &mut Command) {
        if let Self::Other { user, group } = self {
            command.uid(user).gid(group);
        }
    }
}

/// User and group of the account `name`, from the lines of `/etc/passwd`.
fn ids(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let of_account = |line: &str| {
        let mut fields = line.split(':');
        let (user, group) = (fields.by_ref().nth(2)?, fields.next()?);
        Some((user.parse().ok()?, group.parse().ok()?))
    };
    accounts.lines().find(|line| line.split(':').next() == Some(name)).and_then(of_account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_the_line_of_the_account() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\n";
        assert_eq!(ids(accounts, "nobody"), Some((65_534, 65_533)));
        assert_eq!(ids(accounts, "postgres"), None);
    }
}
