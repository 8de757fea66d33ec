//! What is measured on: the emulator, and servers on seeded databases beside it, each with somebody signed in.

use std::path::{Path, PathBuf};

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::connection::{Connection, JSON};
use crate::failure::Outcome;
use crate::process::{Process, command, free_ports, output};

/// Who invites, is signed in, and sees the pages.
pub const INVITER: &str = "adele.vance@contoso.example";

/// Where the programs lie.
#[derive(Debug, Clone, clap::Args)]
pub struct Programs {
    /// `vestibule`
    #[arg(long)]
    vestibule: PathBuf,
    /// `vestibule-emulator`
    #[arg(long)]
    emulator: PathBuf,
    /// The example `crowd` of the crate `storage`
    #[arg(long)]
    crowd: PathBuf,
}

/// Everything that runs during the measurements.
pub struct Stage {
    programs: Programs,
    folder: PathBuf,
    /// The processor of the servers, where there is one to spare.
    pub server_cpu: Option<usize>,
    addresses: [String; 2],
    inviter: Value,
    tenant: String,
    /// The emulator's port.
    pub emulator_port: u16,
    /// Free for servers: for pages, and for the figures that are not there yet.
    ports: Vec<(u16, u16)>,
    _emulator: Process,
}

/// A server that runs, on a database with a crowd.
pub struct Server {
    /// Its process.
    pub process: Process,
    /// Somebody signed in.
    pub browser: Browser,
}

impl Stage {
    /// Starts the emulator, with its limits off: how fast Graph lets anybody invite is not what is measured.
    pub async fn set(programs: Programs, folder: &Path, server_cpu: Option<usize>) -> Outcome<Self> {
        let [emulator_port, tls, ports @ ..] = free_ports::<14>()?;
        let ports: Vec<_> = ports.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let addresses = [format!("127.0.0.1:{emulator_port}"), format!("127.0.0.1:{tls}")];
        let mut starting = command(&programs.emulator, None);
        starting.args(["--addr", &addresses[0], "--tls-addr", &addresses[1], "--smtp-addr", "127.0.0.1:0"]);
        for (port, _) in &ports {
            starting.args(["--app", &origin(*port)]);
        }
        let emulator = Process::start(starting, "Emulator of ", &folder.join("emulator.log"))?;
        let mut control = Connection::open(emulator_port).await?;
        let limits = control.request(Method::PATCH, "/_emulator/throttling", JSON);
        let limits = limits.header(CONTENT_TYPE, JSON);
        control.send(limits, json!({ "enabled": false }).to_string()).await?.ok("the emulator's limits")?;
        let directory = control.json("/_emulator/directory").await?;
        let (tenant, inviter) = person(&directory, INVITER).ok_or("the inviter is not in the seed")?;
        Ok(Self {
            programs,
            folder: folder.to_owned(),
            server_cpu,
            addresses,
            inviter,
            tenant,
            emulator_port,
            ports,
            _emulator: emulator,
        })
    }

    /// The tenant's id.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Makes the tables of a database, fills it with so many invitations that end at `until` (unix milliseconds), and serves it.
    pub async fn serve(
        &mut self,
        name: &str,
        database: &str,
        invitations: u32,
        until: u128,
    ) -> Outcome<Server> {
        let (port, metrics) = self.ports.pop().ok_or("no port is left")?;
        let settings = self.settings(name, database, port, metrics)?;
        let vestibule = |cpu, argument: &str| {
            let mut command = command(&self.programs.vestibule, cpu);
            command.envs(settings.iter().cloned()).arg(argument);
            command
        };
        output(vestibule(None, "migrate"))?;
        let mut crowd = command(&self.programs.crowd, None);
        let text = |key: &str| self.inviter[key].as_str().unwrap_or_default();
        crowd.args([database, &self.tenant, text("id"), text("displayName")]);
        crowd.args([invitations.to_string(), until.to_string()]);
        output(crowd)?;
        let log = self.folder.join(format!("{name}.log"));
        let process = Process::start(vestibule(self.server_cpu, "serve"), "Vestibule: ", &log)?;
        let browser = Browser::sign_in(port, self.emulator_port, INVITER).await;
        let browser = browser.map_err(|error| format!("signing in at {name}: {error}"))?;
        Ok(Server { process, browser })
    }

    /// The settings that the emulator prints, and the server's own.
    fn settings(
        &self,
        name: &str,
        database: &str,
        port: u16,
        metrics: u16,
    ) -> Outcome<Vec<(String, String)>> {
        let mut printing = command(&self.programs.emulator, None);
        printing.args(["--print-env", "--addr", &self.addresses[0], "--tls-addr", &self.addresses[1]]);
        printing.args(["--app", &origin(port)]);
        let mut settings = printed(&output(printing)?);
        let own = [
            ("VESTIBULE_DATA_DIR", self.folder.join(name).display().to_string()),
            ("VESTIBULE_DATABASE_URL", database.to_owned()),
            ("VESTIBULE_ADDR", format!("127.0.0.1:{port}")),
            ("VESTIBULE_METRICS_ADDR", format!("127.0.0.1:{metrics}")),
            // What is measured is how fast it is, not how fast it lets people be.
            ("VESTIBULE_LIMITS", "off".to_owned()),
            // The origin of the crowd's items.
            ("VESTIBULE_LANDING_ORIGINS", "https://app.example".to_owned()),
        ];
        settings.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Ok(settings)
    }

    /// The version that the server's program says it has.
    pub fn version(&self) -> Outcome<String> {
        let mut asking = command(&self.programs.vestibule, None);
        asking.arg("--version");
        Ok(output(asking)?.trim().to_owned())
    }
}

fn origin(port: u16) -> String {
    format!("http://localhost:{port}")
}

/// Lines of `NAME=value`, as `--print-env` gives them.
fn printed(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    lines.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())).collect()
}

/// The tenant's id, and the person with this user principal name.
fn person(directory: &Value, name: &str) -> Option<(String, Value)> {
    directory["tenants"].as_array()?.iter().find_map(|tenant| {
        let users = tenant["users"].as_array()?;
        let user = users.iter().find(|user| user["userPrincipalName"] == name)?;
        Some((tenant["id"].as_str()?.to_owned(), user.clone()))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn printed_settings_are_read_without_remarks_and_quotes() {
        let text =
            "# A remark = nothing.\nVESTIBULE_ENTRA_CLOUD=custom\nVESTIBULE_ENTRA_CLIENT_SECRET='a=b c'\n";
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected =
            [pair("VESTIBULE_ENTRA_CLOUD", "custom"), pair("VESTIBULE_ENTRA_CLIENT_SECRET", "a=b c")];
        assert_eq!(printed(text), expected);
    }

    #[test]
    fn a_person_is_found_with_their_tenant() {
        let ada = json!({ "id": "u2", "userPrincipalName": "ada@b.example" });
        let directory = json!({ "tenants": [{ "id": "t1", "users": [] }, { "id": "t2", "users": [ada] }] });
        assert_eq!(person(&directory, "ada@b.example"), Some(("t2".to_owned(), ada)));
        assert_eq!(person(&directory, "bob@b.example"), None);
    }
}
