//! Captured mail: nothing ever leaves the machine.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// A mail as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Mail {
    /// Sender, `Name <address>` or an address.
    pub from: String,
    /// The `Reply-To` addresses, with commas between them.
    pub reply_to: Option<String>,
    /// Recipients, addresses only.
    pub to: Vec<String>,
    /// Copies, addresses only.
    pub cc: Vec<String>,
    /// Subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML part, if there is one.
    pub html: Option<String>,
    /// Language tag of the text, if known.
    pub language: Option<String>,
    /// Where it came in.
    pub via: Via,
    /// The sender of the envelope, where there was an envelope; empty for mail that nobody is to answer ("null reverse-path", RFC 5321).
    pub sender: Option<String>,
    /// The recipients of the envelope, or of all fields: blind copies are among them.
    pub recipients: Vec<String>,
    /// `Message-ID` without its angle brackets.
    pub message_id: Option<String>,
    /// The header fields that have no place of their own above, decoded, in their order.
    pub headers: Vec<Header>,
    /// The name that the client had signed in with.
    pub user: Option<String>,
    /// Whether the connection was secured.
    pub over_tls: bool,
}

/// Where a mail came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// Entra ID sent it: an invitation or a passcode.
    #[default]
    Entra,
    /// The mail server took it.
    Smtp,
    /// Microsoft Graph sent it for a user.
    Graph,
}

/// A header field of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// As it was written, e.g. `Auto-Submitted`.
    pub name: String,
    /// Unfolded and decoded.
    pub value: String,
}

impl Mail {
    /// Recipients that no field of the mail names.
    pub fn blind_copies(&self) -> Vec<&str> {
        let named = |address: &str| self.to.iter().chain(&self.cc).any(|to| to.eq_ignore_ascii_case(address));
        self.recipients.iter().map(String::as_str).filter(|address| !named(address)).collect()
    }

    /// The value of the first header field of this name; upper and lower case are the same.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.next().map(|header| header.value.as_str())
    }
}

/// A mail in the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredMail {
    /// Its identifier; the anchor on the mailbox page.
    pub id: Uuid,
    /// When it arrived.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The mail.
    #[serde(flatten)]
    pub mail: Mail,
}

impl StoredMail {
    /// Whether this address is among the recipients.
    pub fn is_for(&self, address: &str) -> bool {
        let mail = &self.mail;
        let mut all = mail.to.iter().chain(&mail.cc).chain(&mail.recipients);
        all.any(|to| to.eq_ignore_ascii_case(address.trim()))
    }

    /// Every http(s) link of the text, in order, and then those that only the HTML part has.
    pub fn links(&self) -> Vec<String> {
        let is_link = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
        let words = self.mail.text.split_whitespace().filter(is_link);
        let mut links: Vec<String> =
            words.map(|word| word.trim_end_matches(['.', ',', ')', '>']).to_owned()).collect();
        let html = self.mail.html.as_deref().unwrap_or_default();
        let targets = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for target in targets.filter(is_link).map(|target| target.replace("&amp;", "&")) {
            if !links.contains(&target) {
                links.push(target);
            }
        }
        links
    }
}
