//! Sending a mail as the signed-in user.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::client::Graph;
use crate::error::GraphError;
use crate::recipient::{Recipient, within_objects};

/// A mail to be sent ("message resource type"). Printing one shows none of it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMail {
    /// `subject`
    pub subject: String,
    /// `body`
    pub body: MailBody,
    /// `toRecipients`: at least one; with the copies at most 500 ("Exchange Online limits")
    #[serde(rename = "toRecipients", serialize_with = "recipients")]
    pub to: Vec<Recipient>,
    /// `ccRecipients`
    #[serde(rename = "ccRecipients", skip_serializing_if = "Vec::is_empty", serialize_with = "recipients")]
    pub cc: Vec<Recipient>,
    /// `replyTo`: where answers go, if not to the sender
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "recipients")]
    pub reply_to: Vec<Recipient>,
    /// Whether the sender finds it in Sent Items.
    #[serde(skip)]
    pub save_to_sent_items: bool,
    // An empty list is reported to be refused.
    #[serde(rename = "internetMessageHeaders", skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Header>,
}

/// What a mail says ("itemBody resource type").
#[derive(Clone)]
pub enum MailBody {
    /// Plain text.
    Text(String),
    /// HTML, as it is to be sent: nothing is escaped here.
    Html(String),
}

#[derive(Clone, Serialize)]
struct Header {
    name: String,
    value: String,
}

impl NewMail {
    /// A mail to these, kept in Sent Items.
    pub fn new(subject: impl Into<String>, body: MailBody, to: Vec<Recipient>) -> Self {
        Self {
            subject: subject.into(),
            body,
            to,
            cc: Vec::new(),
            reply_to: Vec::new(),
            save_to_sent_items: true,
            headers: Vec::new(),
        }
    }

    /// With a header of one's own. Refused unless the name starts with `x-`, as Graph wants it, and name and value are of one line in ASCII.
    pub fn with_header(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Result<Self, GraphError> {
        let (name, value) = (name.into(), value.into());
        let own = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-")) && name.len() > 2;
        let word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let line = !value.is_empty() && value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if !(own && word && line) {
            return Err(GraphError::Invalid("a header of the mail"));
        }
        self.headers.push(Header { name, value });
        Ok(self)
    }
}

impl Serialize for MailBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, content) = match self {
            Self::Text(content) => ("Text", content),
            Self::Html(content) => ("HTML", content),
        };
        json!({ "contentType": kind, "content": content }).serialize(serializer)
    }
}

fn recipients<S: Serializer>(recipients: &[Recipient], serializer: S) -> Result<S::Ok, S::Error> {
    within_objects(recipients, serializer)
}

impl fmt::Debug for NewMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMail")
            .field("to", &self.to.len())
            .field("cc", &self.cc.len())
            .field("save_to_sent_items", &self.save_to_sent_items)
            .finish_non_exhaustive()
    }
}

/// Why a mail was not taken. The codes are observed, not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailRefusal {
    /// The sender has no mailbox in Exchange Online: a guest, no licence, or a mailbox on premises.
    NoMailbox,
    /// An address cannot be written to.
    InvalidRecipients,
    /// The mailbox has sent what it may for now, or Microsoft has blocked it from sending.
    SendingBlocked,
    /// Too many requests; [`GraphError::retry_after`] has Graph's hint, if it gave one.
    Throttled,
    /// The token does not let send, or the sender may not.
    Denied,
    /// Another reason.
    Other,
}

impl MailRefusal {
    /// Reads it from the error of [`Graph::send_mail`]; none if Graph did not refuse, or may have sent the mail all the same.
    pub fn of(error: &GraphError) -> Option<Self> {
        let refusal = error.refusal().filter(|_| !error.outcome_unknown())?;
        // The code before the status: a mailbox that is not there is reported with 401 and with 404.
        Some(match refusal.code.as_str() {
            "MailboxNotEnabledForRESTAPI"
            | "MailboxNotSupportedForRESTAPI"
            | "ErrorMailboxNotFound"
            | "ErrorNonExistentMailbox" => Self::NoMailbox,
            "ErrorInvalidRecipients" => Self::InvalidRecipients,
            "ErrorExceededMessageLimit" | "ErrorMessageSubmissionBlocked" => Self::SendingBlocked,
            "ErrorAccessDenied" | "ErrorSendAsDenied" => Self::Denied,
            _ if refusal.is_throttled() => Self::Throttled,
            _ if refusal.status == 403 => Self::Denied,
            _ if refusal.status == 404 => Self::NoMailbox,
            _ => Self::Other,
        })
    }
}

impl Graph {
    /// Sends a mail from the signed-in user's mailbox ("user: sendMail"). Delegated only. Accepted is not delivered, and Graph says nothing of
    /// what becomes of it. Sent once and never repeated here: nothing tells two of the same mail apart, so a repeat is a second mail; see
    /// [`GraphError::outcome_unknown`]. What Graph refused is told by [`MailRefusal::of`].
    pub async fn send_mail(&self, mail: &NewMail) -> Result<(), GraphError> {
        if mail.to.is_empty() {
            return Err(GraphError::Invalid("a mail to nobody"));
        }
        let mut body = json!({ "message": mail });
        if !mail.save_to_sent_items {
            body["saveToSentItems"] = false.into();
        }
        self.write(&self.post("/me/sendMail", &["me", "sendMail"], &body)?).await.map(drop)
    }
}
