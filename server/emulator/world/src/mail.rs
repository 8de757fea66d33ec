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
    /// The `Reply-To` address.
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
        self.mail.to.iter().chain(&self.mail.cc).any(|to| to.eq_ignore_ascii_case(address.trim()))
    }

    /// Every http(s) link of the text, in order.
    pub fn links(&self) -> Vec<&str> {
        self.mail
            .text
            .split_whitespace()
            .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
            .map(|word| word.trim_end_matches(['.', ',', ')', '>']))
            .collect()
    }
}
