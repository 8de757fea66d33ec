//! Our own mail.

use contract::EmailAddress;
use secrecy::SecretString;

use super::issue::EnvReader;

/// The mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `VESTIBULE_SMTP_URL`: may hold a password.
    pub smtp_url: SecretString,
    /// `VESTIBULE_MAIL_FROM`: `Name <address>` or an address.
    pub from: String,
}

impl Mail {
    /// `None`: no own mail, except into the emulator's mailbox in development.
    pub(super) fn read(reader: &mut EnvReader<'_>) -> Option<Self> {
        let smtp_url = reader.parsed(
            "VESTIBULE_SMTP_URL",
            "Give smtp://user:password@host:587 or smtps://user:password@host",
            |text| {
                let known = text.starts_with("smtp://") || text.starts_with("smtps://");
                let valid = known && url::Url::parse(text).is_ok_and(|url| url.has_host());
                if valid { Ok(text.to_owned()) } else { Err("is no address of a mail server".to_owned()) }
            },
        );
        let from = reader.parsed("VESTIBULE_MAIL_FROM", "Give an address, or Name <address>", |text| {
            let bare = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
            // The text itself goes into the mail's head: nothing in it is mended.
            let same = |address: EmailAddress| address.as_str().eq_ignore_ascii_case(bare.trim());
            let valid = EmailAddress::parse(bare).is_ok_and(same) && !text.contains(char::is_control);
            if valid { Ok(text.to_owned()) } else { Err(format!("{text:?} is no sender")) }
        });
        if smtp_url.is_some() && reader.text("VESTIBULE_MAIL_FROM").is_none() {
            let advice = "Give the address our mail comes from";
            reader.add_issue("VESTIBULE_MAIL_FROM", "is not set, but VESTIBULE_SMTP_URL is", advice);
        }
        Some(Self { smtp_url: smtp_url?.into(), from: from? })
    }
}
