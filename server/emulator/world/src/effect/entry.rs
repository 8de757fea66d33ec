//! An effect with its circumstances.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Effect;
use crate::ids::{AppId, UserId};

/// Who caused an effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The application, if one called.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub app: Option<AppId>,
    /// The signed-in user, if there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
}

/// The circumstances of a call: when, under which ids, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The emulator's time.
    pub now: OffsetDateTime,
    /// `request-id`.
    pub request_id: Uuid,
    /// `client-request-id`, when the client sent one.
    pub client_request_id: Option<String>,
    /// Who.
    pub actor: Actor,
}

impl Cause {
    /// The same call, by this actor.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }
}

/// An effect with its place in history: a line of the journal and of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counted from 1.
    pub seq: u64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// `request-id` of the call that caused it.
    pub request_id: Uuid,
    /// `client-request-id` of that call.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_request_id: Option<String>,
    /// Who caused it.
    pub by: Actor,
    /// The effect.
    pub effect: Effect,
}
