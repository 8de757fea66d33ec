//! The organisation's mail server, by SMTP (RFC 5321) with TLS (RFC 3207, RFC 8314).

use std::error::Error as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, Error as SmtpError, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use thiserror::Error;
use tokio::time::timeout;

use super::MailText;
use crate::config::{Mail, SmtpTls};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How long the server may take to let us in.
const CONNECT: Duration = Duration::from_secs(20);
/// How long it may take to take a mail: RFC 5321 (section 4.5.3.2) grants minutes, which nobody waits for.
const SEND: Duration = Duration::from_mins(1);
/// Connections at the same time, and how long one is kept without work.
const CONNECTIONS: u32 = 4;
const IDLE: Duration = Duration::from_secs(30);

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

/// Why a mail was not sent, or may not have been. Shows nothing of the mail, nor what the server said of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum MailError {
    /// Nothing went out, and later it may.
    #[error("the mail server cannot be used now: {0}")]
    Busy(String),
    /// It does not let us in, or is not the one it says it is.
    #[error("the mail server does not let us in: {0}")]
    Refuses(String),
    /// This mail was refused for good.
    #[error("the mail server refused the mail: {0}")]
    Refused(String),
    /// It may have gone out.
    #[error("whether the mail went out is unknown: {0}")]
    Unknown(String),
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

/// The mail server, with connections that are kept.
pub struct MailServer {
    builder: AsyncSmtpTransportBuilder,
    transport: Mutex<Transport>,
    from: Mailbox,
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
        let pool = PoolConfig::new().max_size(CONNECTIONS).idle_timeout(IDLE);
        let builder = Transport::builder_dangerous(config.host.clone())
            .port(config.port)
            .timeout(Some(CONNECT))
            .tls(tls(config, roots)?)
            .pool_config(pool);
        let builder = match &config.login {
            Some((user, password)) => {
                use secrecy::ExposeSecret as _;
                builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()))
            }
            None => builder,
        };
        Ok(Self { transport: Mutex::new(builder.clone().build()), builder, from })
    }

    /// Sends a mail, once: what goes wrong before the mail is told from what goes wrong with it, and from what nobody knows.
    pub(crate) async fn send(&self, mail: &OwnMail<'_>) -> Result<(), MailError> {
        let message = self.message(mail).map_err(MailError::Refused)?;
        let transport = self.transport();
        match timeout(CONNECT, transport.test_connection()).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return Err(self.renewed(MailError::Busy("no reply".to_owned()))),
            Ok(Err(error)) => return Err(self.renewed(before_mail(&error))),
            Err(_) => return Err(self.renewed(MailError::Busy("timed out".to_owned()))),
        }
        match timeout(SEND, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(match with_mail(&error) {
                unknown @ MailError::Unknown(_) => self.renewed(unknown),
                known => known,
            }),
            Err(_) => Err(self.renewed(MailError::Unknown("timed out".to_owned()))),
        }
    }

    fn transport(&self) -> Transport {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Connections after such an error are not used again: replies might be to what was said before.
    fn renewed(&self, error: MailError) -> MailError {
        *self.transport.lock().unwrap_or_else(PoisonError::into_inner) = self.builder.clone().build();
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

/// What went wrong before there was a mail: nothing went out.
fn before_mail(error: &SmtpError) -> MailError {
    let detail = detail(error);
    // What the server lacks, as STARTTLS or a way to sign in, it will lack later, too.
    if error.is_permanent() || error.is_client() || is_untrusted(error) {
        MailError::Refuses(detail)
    } else {
        MailError::Busy(detail)
    }
}

/// What went wrong with the mail. A reply that refuses is an outcome; no reply is none.
fn with_mail(error: &SmtpError) -> MailError {
    let detail = detail(error);
    match () {
        () if error.is_transient() => MailError::Busy(detail),
        () if error.is_permanent() || error.is_client() => MailError::Refused(detail),
        () => MailError::Unknown(detail),
    }
}

/// Whether the server's certificate is none that we trust, for its name.
fn is_untrusted(error: &SmtpError) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if matches!(tls, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The server's words may name people: its code is enough.
fn detail(error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("reply {code}"),
        None if error.is_timeout() => "timed out".to_owned(),
        None if is_untrusted(error) => "its certificate is not trusted".to_owned(),
        None if error.is_client() => format!("{error}"),
        None => "the connection broke".to_owned(),
    }
}
