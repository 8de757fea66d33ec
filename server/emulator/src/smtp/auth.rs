//! Signing in to the mail server: `PLAIN` (RFC 4616) and `LOGIN`, which is not standardized but widely used.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::reply::Reply;

/// A mechanism and what is known so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Exchange {
    Plain,
    Login { user: Option<String> },
}

/// What follows a response of the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another response, to this challenge.
    Ask(Exchange, Reply),
    /// All is said.
    Credentials { user: String, password: String },
}

impl Exchange {
    /// Begins with this mechanism. None when it is not known.
    pub(super) fn new(mechanism: &str) -> Option<Self> {
        match mechanism {
            "PLAIN" => Some(Self::Plain),
            "LOGIN" => Some(Self::Login { user: None }),
            _ => None,
        }
    }

    /// What is asked first, when the client said nothing with the command.
    pub(super) fn first_challenge(&self) -> Reply {
        match self {
            Self::Plain => Reply::new(334, ""),
            Self::Login { .. } => challenge("Username:"),
        }
    }

    /// Takes a response. `=` is the empty one, `*` gives up (RFC 4954, section 4).
    pub(super) fn take(self, response: &str) -> Result<Next, Reply> {
        if response == "*" {
            return Err(Reply::new(501, "5.7.0 Given up"));
        }
        let bytes = if response == "=" { Ok(Vec::new()) } else { STANDARD.decode(response) };
        let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(unreadable)?;
        match self {
            Self::Plain => {
                let mut parts = text.split('\0').skip(1).map(str::to_owned);
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(user), Some(password), None) => Ok(Next::Credentials { user, password }),
                    _ => Err(unreadable()),
                }
            }
            Self::Login { user: None } => {
                Ok(Next::Ask(Self::Login { user: Some(text) }, challenge("Password:")))
            }
            Self::Login { user: Some(user) } => Ok(Next::Credentials { user, password: text }),
        }
    }
}

fn challenge(text: &str) -> Reply {
    Reply::new(334, STANDARD.encode(text))
}

fn unreadable() -> Reply {
    Reply::new(501, "5.5.2 This response cannot be read")
}
