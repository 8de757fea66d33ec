//! What can go wrong with a mail of ours, told by whether it may have gone out.

use std::error::Error as _;

use lettre::transport::smtp::Error as SmtpError;
use thiserror::Error;

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

/// What went wrong before there was a mail: nothing went out.
pub(super) fn before_mail(error: &SmtpError) -> MailError {
    let detail = detail(error);
    // What the server lacks, as STARTTLS or a way to sign in, it will lack later, too.
    if error.is_permanent() || error.is_client() || is_untrusted(error) {
        MailError::Refuses(detail)
    } else {
        MailError::Busy(detail)
    }
}

/// What went wrong with the mail. A reply that refuses is an outcome; no reply is none.
pub(super) fn with_mail(error: &SmtpError) -> MailError {
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
