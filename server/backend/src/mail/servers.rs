//! Which mail server is in force: the configuration's, else the one of the settings, else the emulator's in development.

use std::sync::{Arc, Mutex, PoisonError};

use lettre::message::Mailbox;
use secrecy::SecretString;
use storage::{Storage, setting_secrets};

use super::error::MailError;
use super::host::Host;
use super::server::MailServer;
use crate::config::{Mail, SmtpTls};
use crate::seal::Sealer;
use crate::settings::sections::{Smtp, SmtpSecurity};
use crate::settings::{Section as _, secret};

/// Every source of a mail server.
#[derive(Debug, Default)]
pub struct MailServers {
    configured: Option<Arc<MailServer>>,
    fallback: Option<Arc<MailServer>>,
    roots: Option<Vec<u8>>,
    allows_local: bool,
    /// The newest one of the settings, with what it was made of: its connections are kept until that changes.
    of_settings: Mutex<Option<(Smtp, Arc<MailServer>)>>,
}

impl MailServers {
    /// With the one that the configuration names; it counts more than the settings.
    #[must_use]
    pub fn with_configured(self, configured: Option<Arc<MailServer>>) -> Self {
        Self { configured, ..self }
    }

    /// With one that is used where neither the configuration nor the settings name one.
    #[must_use]
    pub fn with_fallback(self, fallback: Option<Arc<MailServer>>) -> Self {
        Self { fallback, ..self }
    }

    /// The one of the settings is trusted by these private roots, too, as PEM.
    #[must_use]
    pub fn with_roots(self, roots: Option<Vec<u8>>) -> Self {
        Self { roots, ..self }
    }

    /// The one of the settings may be on this machine.
    #[must_use]
    pub fn with_local(self, allows_local: bool) -> Self {
        Self { allows_local, ..self }
    }

    /// Whether the settings may name a server on this machine.
    pub(crate) const fn allows_local(&self) -> bool {
        self.allows_local
    }

    /// Whether there is one, whatever the settings say.
    pub(crate) const fn is_given(&self) -> bool {
        self.configured.is_some() || self.fallback.is_some()
    }

    /// Whether there is one with these settings.
    pub(crate) const fn is_there(&self, smtp: &Smtp) -> bool {
        self.is_given() || smtp.host.is_some()
    }

    /// The one in force with these settings, if there is one.
    pub(crate) async fn in_force(
        &self,
        storage: &Storage,
        sealer: &Sealer,
        smtp: &Smtp,
    ) -> Result<Option<Arc<MailServer>>, MailError> {
        if self.configured.is_some() {
            return Ok(self.configured.clone());
        }
        let Some(host) = &smtp.host else { return Ok(self.fallback.clone()) };
        if let Some(known) = self.known(smtp) {
            return Ok(Some(known));
        }
        let host = Host::parse(host).ok_or_else(|| refuses("its host is none"))?;
        let password = password_of(storage, sealer, smtp).await?;
        let config = Mail {
            host: host.text(),
            port: smtp.port,
            tls: match smtp.security {
                SmtpSecurity::Tls => SmtpTls::Implicit,
                // Never without: what says so is the configuration's, and that was asked first.
                SmtpSecurity::Starttls | SmtpSecurity::None => SmtpTls::Required,
            },
            login: smtp.user.clone().zip(password),
            from: String::new(),
        };
        let from = sender(smtp).ok_or_else(|| refuses("its sender is none"))?;
        let server = MailServer::of_settings(&config, host, from, self.roots.as_deref(), self.allows_local)
            .map_err(|error| refuses(&error.to_string()))?;
        let server = Arc::new(server);
        let mut newest = self.of_settings.lock().unwrap_or_else(PoisonError::into_inner);
        *newest = Some((smtp.clone(), Arc::clone(&server)));
        Ok(Some(server))
    }

    fn known(&self, smtp: &Smtp) -> Option<Arc<MailServer>> {
        let newest = self.of_settings.lock().unwrap_or_else(PoisonError::into_inner);
        newest.as_ref().filter(|(of, _)| of == smtp).map(|(_, server)| Arc::clone(server))
    }
}

fn refuses(why: &str) -> MailError {
    MailError::Refuses(why.to_owned())
}

fn sender(smtp: &Smtp) -> Option<Mailbox> {
    let address = smtp.from_address.as_deref()?.parse().ok()?;
    let name = smtp.from_name.as_deref().map(|name| name.replace(char::is_control, " "));
    Some(Mailbox::new(name, address))
}

/// The password that was set with these settings: not an older one, nor a newer one that is for another server.
async fn password_of(
    storage: &Storage,
    sealer: &Sealer,
    smtp: &Smtp,
) -> Result<Option<SecretString>, MailError> {
    let Some(generation) = smtp.password.generation() else { return Ok(None) };
    let name = secret::full_name(Smtp::NAME, Smtp::PASSWORD);
    let row = setting_secrets::load(storage, &name).await;
    let row = row.map_err(|error| MailError::Busy(format!("its password cannot be read: {error}")))?;
    let row = row.filter(|row| row.generation == generation);
    let row = row.ok_or_else(|| MailError::Busy("its password was changed meanwhile".to_owned()))?;
    let password = sealer.open(secret::PURPOSE, &name, &row.sealed);
    let password = password.map_err(|error| refuses(&format!("its password does not open: {error}")))?;
    Ok(Some(String::from_utf8_lossy(&password).into_owned().into()))
}
