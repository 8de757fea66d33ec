//! Where `PostgreSQL`'s programs lie, and who may run them: it refuses to serve as root.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::machine::install;
use crate::program::{Program, find};

/// The programs that a private cluster needs.
pub(super) struct Programs {
    pub initdb: PathBuf,
    pub postgres: PathBuf,
    pub createdb: PathBuf,
}

impl Programs {
    /// Finds them, installing them first where that is allowed.
    pub fn ensure() -> Outcome<Self> {
        if let Some(programs) = Self::present() {
            return Ok(programs);
        }
        install("PostgreSQL", &["postgresql"])?;
        Self::present()
            .ok_or_else(|| Failure::Said("PostgreSQL was installed, but initdb is not to be found".into()))
    }

    fn present() -> Option<Self> {
        let further = folders();
        let find = |name| find(&[name], &further);
        Some(Self { initdb: find("initdb")?, postgres: find("postgres")?, createdb: find("createdb")? })
    }
}

/// Debian keeps them off the search path, one folder a version; the newest first.
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

/// Who the cluster belongs to.
#[derive(Clone, Copy)]
pub(super) enum Account {
    /// Whoever runs this.
    Own,
    /// Another account, because root may not.
    Other {
        /// Its user id.
        uid: u32,
        /// Its group id.
        gid: u32,
    },
}

impl Account {
    /// The account to use: `postgres`, or else `nobody`, where this runs as root.
    pub fn that_may_serve() -> Outcome<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"].iter().find_map(|name| listed(&accounts, name)).ok_or_else(|| {
            Failure::Said(
                "PostgreSQL does not run as root, and there is no account postgres. Run: adduser postgres"
                    .into(),
            )
        })
    }

    /// The program, run by this account.
    pub fn becoming(self, program: Program) -> Program {
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
