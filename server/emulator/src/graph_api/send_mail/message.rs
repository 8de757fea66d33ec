//! The body of `sendMail`: "message resource type", "recipient resource type", "itemBody resource type" and "internetMessageHeader resource
//! type" (Microsoft Graph), as far as a message to be sent has them.

use serde_json::{Map, Value};
use world::{
    address,
    mail::{Header, Mail},
};

use super::refusal;
use crate::graph_api::error::GraphError;

/// Header fields of a message that are the sender's own. Observed.
const MAX_HEADERS: usize = 5;

/// Properties of a message that only Exchange knows what to do with.
const NOT_BUILT: [&str; 9] = [
    "attachments",
    "categories",
    "conversationId",
    "conversationIndex",
    "flag",
    "inferenceClassification",
    "isDeliveryReceiptRequested",
    "isReadReceiptRequested",
    "singleValueExtendedProperties",
];

type Object = Map<String, Value>;

/// A message to send. Its sender is not part of it.
#[derive(Debug, Default)]
pub(super) struct Outgoing(Mail);

impl Outgoing {
    /// Reads the parameters of the action, of a caller with this mailbox.
    pub(super) fn read(parameters: &Object, mailbox: &str) -> Result<Self, GraphError> {
        let known = |name: &String| ["message", "saveToSentItems"].contains(&name.as_str());
        if let Some(strange) = parameters.keys().find(|name| !known(name)) {
            return Err(refusal::unknown_parameter(strange));
        }
        match parameters.get("saveToSentItems") {
            None | Some(Value::Null | Value::Bool(_)) => {}
            // As in Microsoft's own sample.
            Some(Value::String(text)) if ["true", "false"].contains(&text.as_str()) => {}
            Some(_) => return Err(refusal::wrong_type("saveToSentItems")),
        }
        match parameters.get("message") {
            None | Some(Value::Null) => Err(refusal::no_message()),
            Some(Value::Object(message)) => read_message(message, mailbox).map(Self),
            Some(_) => Err(refusal::wrong_type("message")),
        }
    }

    /// The mail, without its sender.
    pub(super) fn into_mail(self) -> Mail {
        self.0
    }
}

fn read_message(message: &Object, mailbox: &str) -> Result<Mail, GraphError> {
    let mut mail = Mail::default();
    let mut blind = Vec::new();
    for (name, value) in message {
        match name.as_str() {
            "subject" => mail.subject = text(name, value)?.map(str::to_owned).unwrap_or_default(),
            "body" => read_body(&mut mail, value)?,
            "toRecipients" => mail.to = recipients(name, value)?,
            "ccRecipients" => mail.cc = recipients(name, value)?,
            "bccRecipients" => blind = recipients(name, value)?,
            "replyTo" => {
                let addresses = recipients(name, value)?;
                mail.reply_to = (!addresses.is_empty()).then(|| addresses.join(", "));
            }
            "internetMessageHeaders" => mail.headers = headers(name, value)?,
            "from" | "sender" => check_sender(name, value, mailbox)?,
            "importance" => check_importance(name, value)?,
            name if NOT_BUILT.contains(&name) => return Err(refusal::not_built(name)),
            name => return Err(refusal::unknown_property("message", name)),
        }
    }
    mail.recipients = [mail.to.clone(), mail.cc.clone(), blind].concat();
    if mail.recipients.is_empty() { Err(refusal::no_recipients()) } else { Ok(mail) }
}

/// The body is text or HTML; without a type it is text.
fn read_body(mail: &mut Mail, value: &Value) -> Result<(), GraphError> {
    let Some(body) = object("body", value)? else { return Ok(()) };
    only("itemBody", body, &["contentType", "content"])?;
    let content = property(body, "content")?.unwrap_or_default().to_owned();
    let kind = property(body, "contentType")?.unwrap_or("text");
    match kind.to_ascii_lowercase().as_str() {
        "text" => mail.text = content,
        "html" => mail.html = Some(content),
        _ => return Err(refusal::unknown_choice(kind)),
    }
    Ok(())
}

fn recipients(name: &str, value: &Value) -> Result<Vec<String>, GraphError> {
    list(name, value)?.iter().map(|one| recipient(name, one)).collect()
}

fn recipient(name: &str, value: &Value) -> Result<String, GraphError> {
    let recipient = object(name, value)?.ok_or_else(|| refusal::unresolved(""))?;
    only("recipient", recipient, &["emailAddress"])?;
    let address = recipient.get("emailAddress").unwrap_or(&Value::Null);
    let address = object("emailAddress", address)?.ok_or_else(|| refusal::unresolved(""))?;
    only("emailAddress", address, &["name", "address"])?;
    property(address, "name")?;
    let address = property(address, "address")?.unwrap_or_default().trim();
    if address::well_formed(address, true) {
        Ok(address.to_owned())
    } else {
        Err(refusal::unresolved(address))
    }
}

fn headers(name: &str, value: &Value) -> Result<Vec<Header>, GraphError> {
    let list = list(name, value)?;
    if list.len() > MAX_HEADERS {
        return Err(refusal::too_many_headers(MAX_HEADERS));
    }
    list.iter().map(|one| header(name, one)).collect()
}

fn header(list: &str, value: &Value) -> Result<Header, GraphError> {
    let header = object(list, value)?.ok_or_else(|| refusal::wrong_type(list))?;
    only("internetMessageHeader", header, &["name", "value"])?;
    let name = property(header, "name")?.unwrap_or_default();
    let own = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    if !own || !name.chars().all(|c| c.is_ascii_graphic() && c != ':') {
        return Err(refusal::foreign_header(name));
    }
    let value = property(header, "value")?.unwrap_or_default();
    if value.chars().any(char::is_control) {
        return Err(refusal::wrong_type("value"));
    }
    Ok(Header { name: name.to_owned(), value: value.to_owned() })
}

/// A message may name its sender, if that is the mailbox itself.
fn check_sender(name: &str, value: &Value, mailbox: &str) -> Result<(), GraphError> {
    if value.is_null() {
        return Ok(());
    }
    let named = recipient(name, value)?;
    if named.eq_ignore_ascii_case(mailbox) { Ok(()) } else { Err(refusal::other_sender()) }
}

fn check_importance(name: &str, value: &Value) -> Result<(), GraphError> {
    match text(name, value)? {
        Some(choice) if !["low", "normal", "high"].contains(&choice.to_ascii_lowercase().as_str()) => {
            Err(refusal::unknown_choice(choice))
        }
        _ => Ok(()),
    }
}

fn only(kind: &str, object: &Object, known: &[&str]) -> Result<(), GraphError> {
    let strange = object.keys().find(|name| !known.contains(&name.as_str()));
    strange.map_or(Ok(()), |name| Err(refusal::unknown_property(kind, name)))
}

fn object<'a>(name: &str, value: &'a Value) -> Result<Option<&'a Object>, GraphError> {
    match value {
        Value::Null => Ok(None),
        Value::Object(object) => Ok(Some(object)),
        _ => Err(refusal::wrong_type(name)),
    }
}

fn list<'a>(name: &str, value: &'a Value) -> Result<&'a [Value], GraphError> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(list) => Ok(list),
        _ => Err(refusal::wrong_type(name)),
    }
}

fn text<'a>(name: &str, value: &'a Value) -> Result<Option<&'a str>, GraphError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(refusal::wrong_type(name)),
    }
}

fn property<'a>(object: &'a Object, name: &str) -> Result<Option<&'a str>, GraphError> {
    object.get(name).map_or(Ok(None), |value| text(name, value))
}
