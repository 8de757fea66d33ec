//! A mail server, by SMTP (RFC 5321) with TLS (RFC 3207, RFC 8314).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::{Error as SmtpError, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use thiserror::Error;
use tokio::time::timeout;

use super::error::{MailError, before_mail, with_mail};
use super::{MailText, host};
use crate::config::{Mail, SmtpTls};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How long the server may take to let us in.
const CONNECT: Duration = Duration::from_secs(20);
/// How long it may take to take a mail: RFC 5321 (section 4.5.3.2) grants minutes, which nobody waits for.
const SEND: Duration = Duration::from_mins(1);
/// Connections at the same time, and how long one is kept without work.
const CONNECTIONS: u32 = 4;
const IDLE: Duration = Duration::from_secs(30);
/// How many of its addresses are tried.
const MOST_ADDRESSES: usize = 4;

/// Why there is no mail server.
#[derive(Debug, Error)]
pub enum MailServerError {
    /// `VESTIBULE_MAIL_FROM`.
    #[error("VESTIBULE_MAIL_FROM is no sender: {0}")]
    From(#[from] lettre::address::AddressError),
    /// Certificates of `VESTIBULE_CA_FILE`, or those of the system.
    #[error("the mail server's certificates cannot be checked: {0}")]
    Tls(#[from] SmtpError),
}

/// A mail of ours.
pub(crate) struct OwnMail<'a> {
    /// The key by which it is told from all others: the left part of its `Message-ID`.
    pub(crate) key: &'a str,
    pub(crate) to: (Option<&'a str>, &'a str),
    pub(crate) cc: Option<&'a str>,
    /// Where replies go.
    pub(crate) reply_to: Option<(&'a str, &'a str)>,
    pub(crate) text: &'a MailText,
}

/// A mail server, with connections that are kept.
pub struct MailServer {
    route: Route,
    /// Never connects to an address of this machine or a local one, whatever the name leads to by then.
    refuses_local: bool,
    port: u16,
    tls: Tls,
    login: Option<Credentials>,
    from: Mailbox,
    /// The connections, and where they go to.
    transport: Mutex<Option<(String, Transport)>>,
}

/// How its host is found.
enum Route {
    /// Whoever connects asks for the addresses of this text.
    Any(String),
    /// Its addresses are looked at first.
    Known(host::Host),
}

impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailServer")
    }
}

impl MailServer {
    /// The one that is configured; `roots` are private roots of trust, as PEM. Connects when the first mail is sent.
    pub fn new(config: &Mail, roots: Option<&[u8]>) -> Result<Self, MailServerError> {
        let from = config.from.parse()?;
        Self::build(config, Route::Any(config.host.clone()), from, roots)
    }

    /// The one of the settings, whose mail is `from` this sender.
    pub(super) fn of_settings(
        config: &Mail,
        host: host::Host,
        from: Mailbox,
        roots: Option<&[u8]>,
        allows_local: bool,
    ) -> Result<Self, MailServerError> {
        let server = Self::build(config, Route::Known(host), from, roots)?;
        Ok(Self { refuses_local: !allows_local, ..server })
    }

    fn build(
        config: &Mail,
        route: Route,
        from: Mailbox,
        roots: Option<&[u8]>,
    ) -> Result<Self, MailServerError> {
        let login = config.login.as_ref().map(|(user, password)| {
            use secrecy::ExposeSecret as _;
            Credentials::new(user.clone(), password.expose_secret().to_owned())
        });
        Ok(Self {
            route,
            refuses_local: false,
            port: config.port,
            tls: tls(config, roots)?,
            login,
            from,
            transport: Mutex::new(None),
        })
    }

    /// Sends a mail, once: what goes wrong before the mail is told from what goes wrong with it, and from what nobody knows.
    pub(crate) async fn send(&self, mail: &OwnMail<'_>) -> Result<(), MailError> {
        let message = self.message(mail).map_err(MailError::Refused)?;
        let transport = match timeout(CONNECT, self.connected()).await {
            Ok(connected) => connected?,
            Err(_) => return Err(self.renewed(MailError::Busy("timed out".to_owned()))),
        };
        match timeout(SEND, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(match with_mail(&error) {
                unknown @ MailError::Unknown(_) => self.renewed(unknown),
                known => known,
            }),
            Err(_) => Err(self.renewed(MailError::Unknown("timed out".to_owned()))),
        }
    }

    /// Connections to the first of its addresses that answers.
    async fn connected(&self) -> Result<Transport, MailError> {
        let addresses = self.addresses().await?;
        let each = CONNECT / u32::try_from(addresses.len()).unwrap_or(1).max(1);
        let mut last = MailError::Busy("it has no address".to_owned());
        for address in addresses {
            let transport = self.transport_to(&address);
            let error = match timeout(each, transport.test_connection()).await {
                Ok(Ok(true)) => return Ok(transport),
                Ok(Ok(false)) => MailError::Busy("no reply".to_owned()),
                Ok(Err(error)) => before_mail(&error),
                Err(_) => MailError::Busy("timed out".to_owned()),
            };
            last = self.renewed(error);
            if !matches!(last, MailError::Busy(_)) {
                break;
            }
        }
        Err(last)
    }

    /// Where to connect to, in turn. What was looked at is connected to: a name could lead elsewhere when it is asked once more.
    async fn addresses(&self) -> Result<Vec<String>, MailError> {
        let named = match &self.route {
            Route::Any(host) => return Ok(vec![host.clone()]),
            Route::Known(host) => host,
        };
        let found =
            named.addresses().await.map_err(|_| MailError::Busy("its name is not known".to_owned()))?;
        let allowed = found.into_iter().filter(|address| !(self.refuses_local && host::is_local(*address)));
        let mut addresses: Vec<String> = allowed.map(|address| address.to_string()).collect();
        if addresses.is_empty() {
            return Err(MailError::Refuses("its address is a local one, which is not allowed".to_owned()));
        }
        // Connections that are there already are used first.
        let known = self.kept().as_ref().map(|(address, _)| address.clone());
        addresses.sort_by_key(|address| Some(address) != known.as_ref());
        addresses.truncate(MOST_ADDRESSES);
        Ok(addresses)
    }

    fn kept(&self) -> MutexGuard<'_, Option<(String, Transport)>> {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn transport_to(&self, address: &str) -> Transport {
        let mut kept = self.kept();
        if let Some((to, transport)) = kept.as_ref()
            && to == address
        {
            return transport.clone();
        }
        let builder = Transport::builder_dangerous(address)
            .port(self.port)
            .timeout(Some(CONNECT))
            .tls(self.tls.clone())
            .pool_config(PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE));
        let builder = match &self.login {
            Some(login) => builder.credentials(login.clone()),
            None => builder,
        };
        let transport: Transport = builder.build();
        *kept = Some((address.to_owned(), transport.clone()));
        transport
    }

    /// Connections after such an error are not used again: replies might be to what was said before.
    fn renewed(&self, error: MailError) -> MailError {
        *self.kept() = None;
        error
    }

    fn message(&self, mail: &OwnMail<'_>) -> Result<Message, String> {
        let wrong = |error: lettre::address::AddressError| error.to_string();
        let address = |text: &str| text.parse::<Address>().map_err(wrong);
        let (name, to) = mail.to;
        let host = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name.map(str::to_owned), address(to)?))
            .subject(mail.text.subject.clone())
            .message_id(Some(format!("<{}@{host}>", mail.key)))
            // Nobody's absence note is an answer to it (RFC 3834, section 5).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if let Some(cc) = mail.cc {
            builder = builder.cc(Mailbox::new(None, address(cc)?));
        }
        if let Some((name, reply_to)) = mail.reply_to {
            builder = builder.reply_to(Mailbox::new(Some(name.to_owned()), address(reply_to)?));
        }
        let body = MultiPart::alternative_plain_html(mail.text.text.clone(), mail.text.html.clone());
        builder.multipart(body).map_err(|error| error.to_string())
    }
}

fn tls(config: &Mail, roots: Option<&[u8]>) -> Result<Tls, MailServerError> {
    if config.tls == SmtpTls::None {
        return Ok(Tls::None);
    }
    let mut parameters =
        TlsParameters::builder(config.host.clone()).certificate_store(CertificateStore::Default);
    if let Some(roots) = roots {
        parameters = parameters.add_root_certificate(Certificate::from_pem(roots)?);
    }
    let parameters = parameters.build()?;
    Ok(match config.tls {
        SmtpTls::Implicit => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}
