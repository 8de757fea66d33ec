//! What can go wrong, in the fields that decide what to do next.

mod refusal;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use refusal::printable_id;
pub use refusal::{Detail, Refusal};

use crate::token::TokenError;

/// Why a call has no result. Printing one shows status, code and request ids, never a body, an address or a token.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GraphError {
    /// Graph answered, and the answer is no.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// No complete answer came.
    #[error("no answer from Microsoft Graph ({outcome}), client-request-id {client_request_id}")]
    Network {
        /// What we sent as `client-request-id`.
        client_request_id: String,
        /// Whether Graph may have acted.
        outcome: Outcome,
        /// True if a time limit of ours ended the wait.
        timed_out: bool,
        /// The transport's reason, without the address.
        source: Arc<reqwest::Error>,
    },
    /// Graph reported success, but what it said cannot be understood or trusted. Never the same as "nothing found".
    #[error("Microsoft Graph answered {status}, but {why}, client-request-id {client_request_id}")]
    Unreadable {
        /// HTTP status.
        status: u16,
        /// What we sent as `client-request-id`.
        client_request_id: String,
        /// Graph's `request-id`.
        request_id: Option<String>,
        /// What is wrong with the answer.
        why: &'static str,
    },
    /// There was no token to call with; nothing was sent.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// An argument cannot be part of a request; nothing was sent.
    #[error("{0} cannot be part of a request")]
    Invalid(&'static str),
    /// The caller's guard said that it is too late; nothing was sent.
    #[error("withdrawn before it was sent")]
    Withdrawn,
}

/// What is known about a request that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No connection was made: Graph cannot have acted.
    NotSent,
    /// Graph may or may not have acted.
    Unknown,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent",
            Self::Unknown => "outcome unknown",
        })
    }
}

impl GraphError {
    /// For a call that changes something: it may have happened all the same. True for a lost answer, an unreadable
    /// success, and a server fault that is not throttling. Look before doing it again.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Network { outcome, .. } => *outcome == Outcome::Unknown,
            Self::Unreadable { .. } => true,
            Self::Refused(refusal) => matches!(refusal.status, 408 | 500 | 502..) && !refusal.is_throttled(),
            Self::Token(_) | Self::Invalid(_) | Self::Withdrawn => false,
        }
    }

    /// Too many requests; [`retry_after`](Self::retry_after) has Graph's hint, if it gave one.
    pub fn is_throttled(&self) -> bool {
        self.refusal().is_some_and(Refusal::is_throttled)
    }

    /// The object is not there, or not yet: right after an invitation this is a wait, not a failure.
    pub fn is_not_found(&self) -> bool {
        self.refusal().is_some_and(|refusal| {
            refusal.status == 404
                || matches!(refusal.code.as_str(), "Request_ResourceNotFound" | "Directory_ObjectNotFound")
        })
    }

    /// The change names an object that the service does not see: 404, or 400 "Not a valid reference update.", observed for memberships and
    /// roles of a guest who was just invited even while reading the guest works. A wait, if the object is known to be there.
    pub fn is_not_visible_yet(&self) -> bool {
        let invalid =
            |refusal: &Refusal| refusal.status == 400 && refusal.says_itself("not a valid reference update");
        self.is_not_found() || self.refusal().is_some_and(invalid)
    }

    /// Microsoft's abuse heuristics stopped this directory's invitations. Every further attempt makes it worse, so the
    /// whole tenant's queue has to stop. Told by the message, for want of a code of its own: one word of it is enough,
    /// whatever the status and the words around it.
    pub fn is_suspicious_activity(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.says_itself("suspicious"))
    }

    /// The object id of the user who has the invited address already, where the refusal names one ("Create invitation": observed wording).
    pub fn existing_user(&self) -> Option<&str> {
        self.refusal().and_then(Refusal::existing_user)
    }

    /// How long Graph or the authority asks to wait, at most [`MAX_RETRY_AFTER`](crate::MAX_RETRY_AFTER) for Graph.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            Self::Token(TokenError::Unavailable { retry_after, .. }) => *retry_after,
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Unreadable { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// What was sent as `client-request-id`, if anything was sent.
    pub fn client_request_id(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => Some(&refusal.client_request_id),
            Self::Network { client_request_id, .. } | Self::Unreadable { client_request_id, .. } => {
                Some(client_request_id)
            }
            Self::Token(_) | Self::Invalid(_) | Self::Withdrawn => None,
        }
    }

    /// Graph's refusal, if that is what this is.
    pub fn refusal(&self) -> Option<&Refusal> {
        if let Self::Refused(refusal) = self { Some(refusal) } else { None }
    }
}

#[cfg(test)]
mod tests;
