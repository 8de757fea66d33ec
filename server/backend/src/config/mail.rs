//! Our own mail.

use contract::EmailAddress;
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

use super::issue::EnvReader;

/// The mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its name, or its IP address; of version 6 without the brackets of a URL, as sockets want it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub tls: SmtpTls,
    /// Who we are to it.
    pub login: Option<(String, SecretString)>,
    /// `VESTIBULE_MAIL_FROM`: `Name <address>` or an address.
    pub from: String,
}

/// How a connection to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte: `smtps://`.
    Implicit,
    /// From `STARTTLS` on, before anything is said: `smtp://`.
    Required,
    /// Not at all: `smtp://` on this machine.
    None,
}

impl Mail {
    /// A mail server at an address such as `smtp://user:password@host:587`; `from` is its sender.
    pub fn parse(url: &str, from: &str) -> Result<Self, String> {
        let wrong = || "is no address of a mail server".to_owned();
        let url = Url::parse(url).map_err(|_| wrong())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(wrong)?.to_owned();
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err("is more than a mail server's address".to_owned());
        }
        let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        let (tls, port) = match url.scheme() {
            "smtps" => (SmtpTls::Implicit, 465),
            "smtp" if is_here => (SmtpTls::None, 587),
            "smtp" => (SmtpTls::Required, 587),
            _ => return Err(wrong()),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let password = url.password().map(decoded).unwrap_or_default();
        let login = (!url.username().is_empty()).then(|| (decoded(url.username()), password.into()));
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { port: url.port().unwrap_or(port), host, tls, login, from: from.to_owned() })
    }

    /// With TLS whatever the host is.
    #[must_use]
    pub fn with_tls(self, tls: SmtpTls) -> Self {
        Self { tls, ..self }
    }

    /// `None`: no own mail, except into the emulator's mailbox in development.
    pub(super) fn read(reader: &mut EnvReader<'_>) -> Option<Self> {
        let server = reader.parsed(
            "VESTIBULE_SMTP_URL",
            "Give smtp://user:password@host:587 or smtps://user:password@host",
            |text| Self::parse(text, ""),
        );
        let from = reader.parsed("VESTIBULE_MAIL_FROM", "Give an address, or Name <address>", |text| {
            let bare = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
            // The text itself goes into the mail's head: nothing in it is mended.
            let same = |address: EmailAddress| address.as_str().eq_ignore_ascii_case(bare.trim());
            let valid = EmailAddress::parse(bare).is_ok_and(same) && !text.contains(char::is_control);
            if valid { Ok(text.to_owned()) } else { Err(format!("{text:?} is no sender")) }
        });
        if server.is_some() && reader.text("VESTIBULE_MAIL_FROM").is_none() {
            let advice = "Give the address our mail comes from";
            reader.add_issue("VESTIBULE_MAIL_FROM", "is not set, but VESTIBULE_SMTP_URL is", advice);
        }
        Some(Self { from: from?, ..server? })
    }
}

/// Whether the settings may name a mail server at an address of this machine, or at a link-local one.
pub(super) fn read_allow_local(reader: &mut EnvReader<'_>) -> bool {
    let advice = "Give true or false";
    let allowed = reader.parsed("VESTIBULE_SMTP_ALLOW_LOCAL", advice, |text| match text {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(format!("{other:?} is neither true nor false")),
    });
    allowed.unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_host_port_and_tls() {
        let read = |url: &str| Mail::parse(url, "").map(|mail| (mail.host, mail.port, mail.tls)).ok();
        let server = |host: &str, port, tls| Some((host.to_owned(), port, tls));
        assert_eq!(read("smtps://mail.example"), server("mail.example", 465, SmtpTls::Implicit));
        assert_eq!(read("smtp://mail.example"), server("mail.example", 587, SmtpTls::Required));
        assert_eq!(read("smtp://me:s%40y@mail.example:25"), server("mail.example", 25, SmtpTls::Required));
        assert_eq!(read("smtp://localhost:8425"), server("localhost", 8425, SmtpTls::None));
        assert_eq!(read("smtp://[::1]:8425"), server("::1", 8425, SmtpTls::None));
        assert_eq!(read("smtp://[2001:db8::1]"), server("2001:db8::1", 587, SmtpTls::Required));
        for wrong in
            ["mail.example", "smtp://", "https://mail.example", "smtp://mail.example/box", "smtp://m?x"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_and_passwords_are_decoded() {
        use secrecy::ExposeSecret as _;
        let (user, password) = Mail::parse("smtp://me%40x:s%2Fy@mail.example", "").unwrap().login.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("me@x", "s/y"));
    }
}
