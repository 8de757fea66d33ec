//! Graph's "no", read from a body of any shape.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::json::text;

/// Messages are hints; nothing needs more of one.
const MAX_MESSAGE_LENGTH: usize = 2_000;

/// What Graph said when it refused ("Microsoft Graph error responses and resource types").
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// `error.code`; may be empty.
    pub code: String,
    /// `error.message`, for hints only: it may name people, and is neither shown nor logged.
    pub message: String,
    /// Graph's `request-id`.
    pub request_id: Option<String>,
    /// What we sent as `client-request-id`.
    pub client_request_id: String,
    /// Graph's hint when to try again.
    pub retry_after: Option<Duration>,
    /// `error.details`.
    pub details: Vec<Detail>,
    /// The decoded claims challenge (JSON) that the next token request must carry.
    pub claims: Option<String>,
}

/// One entry of `error.details`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Detail {
    /// Such as `ObjectConflict` or `InvalidValue`.
    pub code: String,
    /// The property it is about.
    pub target: String,
    /// For hints only, as with [`Refusal::message`].
    pub message: String,
}

impl Refusal {
    /// Reads what the body gives; a body that is not Graph's leaves code and message empty.
    pub(crate) fn parse(status: u16, client_request_id: String, body: &[u8]) -> Self {
        let body = crate::json::parse(body).unwrap_or(Value::Null);
        let error = &body["error"];
        let inner = if error["innerError"].is_object() { &error["innerError"] } else { &error["innererror"] };
        // The token service's shape: `error` is the code itself.
        let code = error.as_str().map_or_else(|| text(&error["code"]), |code| Some(code.to_owned()));
        let message = message(&error["message"]).or_else(|| text(&body["error_description"]));
        Self {
            status,
            code: code.unwrap_or_default(),
            message: message.unwrap_or_default(),
            request_id: inner["request-id"].as_str().and_then(printable_id),
            client_request_id,
            retry_after: None,
            details: details(&error["details"]),
            claims: None,
        }
    }

    /// 429, or the older 503 that says the same.
    pub fn is_throttled(&self) -> bool {
        self.status == 429 || matches!(self.code.as_str(), "TooManyRequests" | "Request_ThrottledTemporarily")
    }

    /// The object id in "already exists in the directory as object ID".
    pub(super) fn existing_user(&self) -> Option<&str> {
        let (_, named) = self.message.split_once("already exists")?;
        let (_, id) = named.split_once("object ID")?;
        let id = id.trim_start_matches([':', ' ', '\'', '{']).get(..36)?;
        uuid::Uuid::try_parse(id).is_ok().then_some(id)
    }

    /// Whether the message has this word, in Graph's own words: what it quotes, and addresses, are the caller's. `word` is in small letters.
    pub fn says_itself(&self, word: &str) -> bool {
        own_words(&self.message).to_lowercase().contains(word)
    }
}

/// The message without what stands in quotation marks, and without addresses. A quotation begins after a space or a bracket, so that an
/// apostrophe begins none.
fn own_words(message: &str) -> String {
    let mut own = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(['\'', '"']) {
        let (before, quoted) = rest.split_at(at);
        let (mark, inside) = quoted.split_at(1);
        own.push_str(before);
        let begins = before.is_empty() || before.ends_with([' ', '(', '[', ':', '=']);
        rest = match inside.find(mark).filter(|_| begins) {
            Some(end) => &inside[end + 1..],
            None => inside,
        };
    }
    own.push_str(rest);
    own.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ")
}

/// A request id fit for the log: short, and of the characters ids are made of.
pub(crate) fn printable_id(id: &str) -> Option<String> {
    let fit = !id.is_empty()
        && id.len() <= 100
        && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    fit.then(|| id.to_owned())
}

/// A message is a text, or an object that holds one.
fn message(value: &Value) -> Option<String> {
    let mut found = text(value).or_else(|| text(&value["value"])).or_else(|| text(&value["message"]))?;
    if let Some((end, _)) = found.char_indices().nth(MAX_MESSAGE_LENGTH) {
        found.truncate(end);
    }
    Some(found)
}

/// Details are a list, or one object.
fn details(value: &Value) -> Vec<Detail> {
    let one = |entry: &Value| Detail {
        code: text(&entry["code"]).unwrap_or_default(),
        target: text(&entry["target"]).unwrap_or_default(),
        message: message(&entry["message"]).unwrap_or_default(),
    };
    match value {
        Value::Array(entries) => entries.iter().filter(|entry| entry.is_object()).map(one).collect(),
        Value::Object(_) => vec![one(value)],
        _ => Vec::new(),
    }
}

/// A code comes from the body too: only what looks like one is printed.
fn printable_code(code: &str) -> String {
    if code.is_empty() {
        "no code".to_owned()
    } else {
        printable_id(code).unwrap_or_else(|| "odd code".to_owned())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Microsoft Graph refused with {} ({})", self.status, printable_code(&self.code))?;
        if let Some(id) = &self.request_id {
            write!(f, ", request-id {id}")?;
        }
        write!(f, ", client-request-id {}", self.client_request_id)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &printable_code(&self.code))
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("retry_after", &self.retry_after)
            .field("details", &self.details)
            .field("claims", &self.claims.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detail")
            .field("code", &printable_code(&self.code))
            .field("target", &printable_code(&self.target))
            .finish_non_exhaustive()
    }
}
