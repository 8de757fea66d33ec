//! A private `PostgreSQL` for the tests: its own folder, its own port, gone afterwards.

mod programs;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::failure::{Failure, Outcome, While as _, said};
use crate::program::{Program, Running, interrupt};
use crate::say;
use programs::{Account, Programs};

/// Where the tests look for the address.
pub const VARIABLE: &str = "VESTIBULE_TEST_POSTGRES_URL";

const PATIENCE: Duration = Duration::from_mins(1);

/// A running cluster. Dropping it stops the server and deletes the folder.
pub struct Cluster {
    server: Option<Running>,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Finds or installs `PostgreSQL`, makes a cluster in a temporary folder and waits until it answers.
    pub fn start() -> Outcome<Self> {
        let programs = Programs::ensure()?;
        say::step("Starting a private PostgreSQL");
        let account = Account::that_may_serve()?;
        let folder = private_folder(account)?;
        let mut cluster = Self { server: None, folder, port: free_port()? };
        let data = cluster.folder.join("data");
        account
            .becoming(Program::new(&programs.initdb))
            .folder(&cluster.folder)
            .arg("--pgdata")
            .arg(&data)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .log(&cluster.folder.join("initdb.log"))?
            .run()
            .map_err(|failure| match failure {
                Failure::Said(why) => Failure::Said(format!("{why}\n{}", cluster.read("initdb.log"))),
                other @ Failure::Interrupted => other,
            })?;
        cluster.server = Some(cluster.serve(account, &programs.postgres, &data)?);
        cluster.until_ready(&data)?;
        Ok(cluster)
    }

    /// The address of the maintenance database, as its owner.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn serve(&self, account: Account, postgres: &Path, data: &Path) -> Outcome<Running> {
        let settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            // Nothing here needs to survive a loss of power.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ];
        let program = account.becoming(Program::new(postgres)).folder(&self.folder).arg("-D").arg(data);
        let program = program.args(["-p", &self.port.to_string()]);
        let program = program.args(settings.iter().flat_map(|setting| ["-c", setting]));
        // SIGINT: a fast shutdown, without waiting for clients.
        Ok(program.log(&self.folder.join("server.log"))?.start()?.stopped_by(Signal::INT))
    }

    /// The server writes "ready" into the last line of its pid file once it takes connections.
    fn until_ready(&mut self, data: &Path) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
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
                return said(format!("PostgreSQL did not start:\n{}", self.read("server.log")));
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
        // The server first: it would write into the folder again.
        drop(self.server.take());
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            say::note(&format!("could not delete {}: {error}", self.folder.display()));
        }
    }
}

/// Keeps a cluster for tests that are started by hand.
pub fn hold() -> Outcome<()> {
    let mut cluster = Cluster::start()?;
    say::note(&format!("export {VARIABLE}={}", cluster.url()));
    say::note("Ctrl-C stops and deletes it");
    match cluster.server.as_mut().map(Running::wait) {
        Some(Ok(status)) => said(format!("PostgreSQL ended: {status}\n{}", cluster.read("server.log"))),
        Some(Err(Failure::Said(why))) => said(why),
        Some(Err(Failure::Interrupted)) | None => Ok(()),
    }
}

fn private_folder(account: Account) -> Outcome<PathBuf> {
    let folder = std::env::temp_dir().join(format!("vestibule-postgres-{}", std::process::id()));
    let doing = format!("make {}", folder.display());
    fs::create_dir(&folder).could_not(&doing)?;
    if let Account::Other { uid, gid } = account {
        chown(&folder, Some(uid), Some(gid)).could_not(&doing)?;
    }
    Ok(folder)
}

/// A port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).could_not("find a free port")?;
    Ok(listener.local_addr().could_not("find a free port")?.port())
}
