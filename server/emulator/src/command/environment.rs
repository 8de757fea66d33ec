//! `--print-env`: the settings of Vestibule that make this emulator its Entra ID and its Microsoft Graph.

use std::{fmt::Write as _, net::SocketAddr};

use uuid::Uuid;
use world::app::Client;

use super::{Arguments, CommandError};
use crate::listen;

/// The listener that Vestibule and browsers use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Scheme {
    /// Plain HTTP: no certificate authority has to be trusted.
    Http,
    /// TLS: the test certificate authority has to be trusted, by browsers too.
    Https,
}

impl Arguments {
    /// Lines of `NAME=value`, for `eval`, a compose file or a unit file.
    ///
    /// Fails when a port is 0, when the seed cannot be used or has no application with a secret and a redirect address, and for `https` without a data
    /// folder, which would hold the test authority's certificate.
    pub(super) fn environment(&self, scheme: Scheme) -> Result<String, CommandError> {
        let origin = match scheme {
            Scheme::Http => fixed(self.addr, "http")?,
            Scheme::Https => fixed(self.tls_addr, "https")?,
        };
        let seed = self.library()?.read(&self.seed_name())?;
        let app = self.apps.first().map_or("", |app| app.trim_end_matches('/'));
        let client =
            seed.clients.iter().find(|client| client.client_secret.is_some() && returns_to(client, app));
        let client = client.ok_or(CommandError::Environment(
            "no application of the seed has a secret and signs people in at {app}",
        ))?;
        let mut lines = vec![
            ("VESTIBULE_PUBLIC_URL", app.to_owned()),
            ("VESTIBULE_ENTRA_CLOUD", "custom".to_owned()),
            ("VESTIBULE_ENTRA_AUTHORITY", origin.clone()),
            ("VESTIBULE_GRAPH_URL", origin),
            ("VESTIBULE_ENTRA_TENANT", seed.resource.to_string()),
            ("VESTIBULE_ENTRA_CLIENT_ID", client.client_id.to_string()),
            ("VESTIBULE_ENTRA_CLIENT_SECRET", client.client_secret.clone().unwrap_or_default()),
        ];
        if scheme == Scheme::Https {
            lines.push(("VESTIBULE_CA_FILE", self.ca_file()?));
        }
        // Not a setting of the emulator, but outside of development Vestibule does not start without it.
        lines.push((
            "VESTIBULE_SECRET_KEY",
            format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
        ));
        let mut text = String::from(
            "# Vestibule with the emulator as Entra ID and Microsoft Graph. For trying and testing only: every secret here is public.\n\
             # The secret key is new each time; keep it, or people sign in again.\n",
        );
        for (name, value) in lines {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name}={}", quoted(&value));
        }
        Ok(text)
    }

    fn ca_file(&self) -> Result<String, CommandError> {
        let folder = self.data_dir.as_ref().ok_or(CommandError::Environment(
            "https needs --data-dir: the certificate that Vestibule has to trust is written there",
        ))?;
        let file = std::path::absolute(folder.join(listen::tls::CA_FILE));
        let file = file.map_err(|_| CommandError::Environment("the data folder has no absolute path"))?;
        Ok(file.display().to_string())
    }
}

fn fixed(addr: SocketAddr, scheme: &str) -> Result<String, CommandError> {
    if addr.port() == 0 {
        return Err(CommandError::Environment("give the address a port: 0 is chosen only at start"));
    }
    Ok(listen::origin(addr, scheme))
}

fn returns_to(client: &Client, app: &str) -> bool {
    client.redirect_uris.iter().any(|uri| uri.strip_prefix(app).is_some_and(|path| path.starts_with('/')))
}

/// Quotes a value for a shell, if necessary.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}
