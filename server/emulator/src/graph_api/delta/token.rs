//! The token in the links of a delta query, opaque to clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use world::{World, change::ObjectKind};

use super::options::DeltaRequest;

/// Where to continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum DeltaPosition {
    /// With the objects after this one.
    After(Uuid),
    /// With the changes after this effect.
    Changes(u64),
}

/// The state of a delta query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DeltaToken {
    /// The fingerprint of the world, which a reset changes.
    world: Uuid,
    kind: ObjectKind,
    /// The query options of the first request.
    pub(super) query: String,
    /// The sequence number of the last effect before the first page.
    pub(super) began: u64,
    /// In seconds since 1970.
    issued: i64,
    /// Where to continue.
    pub(super) place: DeltaPosition,
}

fn world_fingerprint(world: &World) -> Uuid {
    world.ledger().first().map_or_else(Uuid::nil, |first| first.request_id)
}

impl DeltaToken {
    /// The token of the first request.
    pub(super) fn first(world: &World, began: u64, delta_request: &DeltaRequest) -> Self {
        Self {
            world: world_fingerprint(world),
            kind: delta_request.kind,
            query: delta_request.query.clone(),
            began,
            issued: 0,
            place: DeltaPosition::Changes(began),
        }
    }

    /// The same query at another position.
    pub(super) fn at(&self, place: DeltaPosition, now: OffsetDateTime) -> Self {
        Self { place, issued: now.unix_timestamp(), ..self.clone() }
    }

    /// Whether it was issued for these objects of this world.
    pub(super) fn is_of(&self, world: &World, kind: ObjectKind) -> bool {
        self.world == world_fingerprint(world) && self.kind == kind
    }

    /// When it was issued.
    pub(super) fn issued(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.issued).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_string(self).unwrap_or_default())
    }

    /// The token of a text.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}
