//! A private `PostgreSQL` for the tests: its own folder, a socket in it that nobody else can reach, gone afterwards.

mod programs;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::console;
use crate::error::{Context as _, Error, Result, fail};
use crate::program::{Program, Running, interrupt};
use programs::{Account, Programs};

/// The variable in which the tests look for the address.
pub const VARIABLE: &str = "VESTIBULE_TEST_POSTGRES_URL";

/// No port is opened: the number only names the socket. Both sides set it, so that `PGPORT` has no effect.
const PORT: &str = "5432";

const START_TIMEOUT: Duration = Duration::from_mins(1);

/// A running cluster. Dropping it stops the server and deletes the folder.
pub struct Cluster {
    server: Option<Running>,
    folder: PathBuf,
    createdb: PathBuf,
}

impl Cluster {
    /// Finds or installs `PostgreSQL`, makes a cluster in a temporary folder and waits until it answers.
    pub fn start() -> Result<Self> {
        let programs = Programs::ensure()?;
        console::step("Starting a private PostgreSQL");
        let account = Account::for_server()?;
        let folder = private_folder(account)?;
        let mut cluster = Self { server: None, folder, createdb: programs.createdb };
        let data = cluster.folder.join("data");
        account
            .run_by(Program::new(&programs.initdb))
            .folder(&cluster.folder)
            .arg("--pgdata")
            .arg(&data)
            // Everybody who can open the socket is trusted: the permissions of the folder restrict that.
            .args(["--username=postgres", "--auth-local=trust", "--auth-host=reject"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync"])
            .log(&cluster.folder.join("initdb.log"))?
            .run()
            .map_err(|error| match error {
                Error::Message(why) => Error::Message(format!("{why}\n{}", cluster.read("initdb.log"))),
                other @ Error::Interrupted => other,
            })?;
        cluster.server = Some(cluster.serve(account, &programs.postgres, &data)?);
        cluster.wait_until_ready(&data)?;
        Ok(cluster)
    }

    /// The address of the maintenance database, as its owner.
    pub fn url(&self) -> String {
        address(&self.folder, "postgres")
    }

    /// Makes an empty database, and gives its address.
    pub fn create(&self, name: &str) -> Result<String> {
        Program::new(&self.createdb).arg("--maintenance-db").arg(self.url()).arg(name).run()?;
        Ok(address(&self.folder, name))
    }

    fn serve(&self, account: Account, postgres: &Path, data: &Path) -> Result<Running> {
        let sockets = format!("unix_socket_directories=\"{}\"", self.folder.display());
        let settings = [
            // No port, which every account of the machine could connect to.
            "listen_addresses=",
            &sockets,
            "max_connections=200",
            // The data need not survive a loss of power.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ];
        let program =
            account.run_by(Program::new(postgres)).folder(&self.folder).args(["-p", PORT, "-D"]).arg(data);
        let program = program.args(settings.iter().flat_map(|setting| ["-c", setting]));
        // SIGINT: a fast shutdown, without waiting for clients.
        Ok(program.log(&self.folder.join("server.log"))?.start()?.stopped_by(Signal::INT))
    }

    /// The server writes "ready" into the last line of its pid file once it takes connections.
    fn wait_until_ready(&mut self, data: &Path) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let state = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            let ended = match &mut self.server {
                Some(server) => server.ended()?.is_some(),
                None => true,
            };
            if ended || Instant::now() > deadline {
                return fail(format!("PostgreSQL did not start:\n{}", self.read("server.log")));
            }
            interrupt::pause(Duration::from_millis(50))?;
        }
    }

    fn read(&self, log: &str) -> String {
        fs::read_to_string(self.folder.join(log)).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Stop the server first, because it would write into the folder again.
        drop(self.server.take());
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            console::note(&format!("could not delete {}: {error}", self.folder.display()));
        }
    }
}

/// Runs a cluster for tests that are started by hand, until interrupted.
pub fn hold() -> Result<()> {
    let mut cluster = Cluster::start()?;
    console::note(&format!("export {VARIABLE}={}", cluster.url()));
    console::note("Ctrl-C stops and deletes it");
    match cluster.server.as_mut().map(Running::wait) {
        Some(Ok(status)) => fail(format!("PostgreSQL ended: {status}\n{}", cluster.read("server.log"))),
        Some(Err(Error::Message(why))) => fail(why),
        Some(Err(Error::Interrupted)) | None => Ok(()),
    }
}

/// The address of a database by the socket in this folder: in the place of a host stands the path, percent-encoded.
fn address(folder: &Path, database: &str) -> String {
    use std::fmt::Write as _;
    let mut host = String::new();
    for &byte in folder.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            host.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(host, "%{byte:02X}");
        }
    }
    format!("postgres://postgres@{host}:{PORT}/{database}")
}

/// Creates a folder that only the account of the cluster, and root, may enter. No other run has it, nor did one that was killed.
fn private_folder(account: Account) -> Result<PathBuf> {
    let only_owner = fs::Permissions::from_mode(0o700);
    let folder = tempfile::Builder::new().prefix("vestibule-postgres-").permissions(only_owner).tempdir();
    let folder = folder.could_not("make a folder for PostgreSQL")?.keep();
    if let Account::Other { uid, gid } = account {
        chown(&folder, Some(uid), Some(gid)).could_not(format!("make {}", folder.display()))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn the_socket_stands_in_the_place_of_the_host() {
        let url = address(Path::new("/run/a folder/pg-1"), "hall");
        assert_eq!(url, "postgres://postgres@%2Frun%2Fa%20folder%2Fpg-1:5432/hall");
    }

    #[test]
    fn nobody_else_enters_the_folder() {
        let folder = private_folder(Account::Own).unwrap();
        let mode = folder.metadata().unwrap().mode() & 0o777;
        fs::remove_dir(&folder).unwrap();
        assert_eq!(mode, 0o700);
    }
}
