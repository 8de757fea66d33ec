//! The programs of `PostgreSQL`, and the account that runs them: it refuses to run as root.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::machine::install;
use crate::program::{Program, find};

/// The programs that a private cluster needs.
pub(super) struct Programs {
    pub initdb: PathBuf,
    pub postgres: PathBuf,
    pub createdb: PathBuf,
}

impl Programs {
    /// Finds the programs; installs them if missing and allowed.
    pub fn ensure() -> Result<Self> {
        if let Some(programs) = Self::present() {
            return Ok(programs);
        }
        install("PostgreSQL", &["postgresql"])?;
        Self::present()
            .ok_or_else(|| Error::Message("PostgreSQL was installed, but initdb is not to be found".into()))
    }

    fn present() -> Option<Self> {
        let further = folders();
        let find = |name| find(&[name], &further);
        Some(Self { initdb: find("initdb")?, postgres: find("postgres")?, createdb: find("createdb")? })
    }
}

/// The folders of Debian, one for each version, which are not on the search path; the newest first.
fn folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    let mut folders: Vec<PathBuf> = found.into_iter().map(|(_, folder)| folder).collect();
    if let Some(config) = find(&["pg_config"], &[])
        && let Ok(folder) = Program::new(config).arg("--bindir").text()
    {
        folders.push(folder.trim().into());
    }
    folders
}

/// The account that owns the cluster.
#[derive(Clone, Copy)]
pub(super) enum Account {
    /// The current account.
    Own,
    /// Another account, because root may not run the server.
    Other {
        /// Its user id.
        uid: u32,
        /// Its group id.
        gid: u32,
    },
}

impl Account {
    /// The account to use: `postgres`, or else `nobody`, where this runs as root.
    pub fn for_server() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"].iter().find_map(|name| listed(&accounts, name)).ok_or_else(|| {
            Error::Message(
                "PostgreSQL does not run as root, and there is no account postgres. Run: adduser postgres"
                    .into(),
            )
        })
    }

    /// Lets this account run the program.
    pub fn run_by(self, program: Program) -> Program {
        match self {
            Self::Own => program,
            Self::Other { uid, gid } => program.user(uid, gid),
        }
    }
}

/// The ids of an account in the form of `/etc/passwd`.
fn listed(accounts: &str, name: &str) -> Option<Account> {
    let mut fields = accounts.lines().find(|line| line.split(':').next() == Some(name))?.split(':').skip(2);
    Some(Account::Other { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_an_account_are_read() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\npostgres:x:105:113:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";
        assert!(matches!(listed(accounts, "postgres"), Some(Account::Other { uid: 105, gid: 113 })));
        assert!(listed(accounts, "nobody").is_none());
    }
}
