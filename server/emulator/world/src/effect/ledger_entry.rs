//! An effect with its metadata: when it happened, by which request, by whom.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Effect;
use crate::ids::{AppId, UserId};

/// Who caused an effect: an application, a user, or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The calling application, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub app: Option<AppId>,
    /// The signed-in user, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
}

/// The metadata of effects: the time, the request's ids, the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMeta {
    /// The emulator's time.
    pub now: OffsetDateTime,
    /// `request-id`.
    pub request_id: Uuid,
    /// `client-request-id`, when the client sent one.
    pub client_request_id: Option<String>,
    /// Who caused the effects.
    pub actor: Actor,
}

impl EventMeta {
    /// The same metadata with this actor.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }
}

/// An entry of the ledger; one line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// Counted from 1.
    pub seq: u64,
    /// When it happened, on the emulator's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// `request-id` of the request that caused it.
    pub request_id: Uuid,
    /// `client-request-id` of that request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_request_id: Option<String>,
    /// Who caused it.
    pub by: Actor,
    /// The effect.
    pub effect: Effect,
}
