//! What a link of a delta query carries. Opaque to clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use world::{World, change::ObjectKind};

use super::options::Delta;

/// Where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Place {
    /// With everything after this object.
    After(Uuid),
    /// With what changed after this effect.
    Changes(u64),
}

/// The state of a delta query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Token {
    /// Which world it was: one that was reset is another.
    world: Uuid,
    kind: ObjectKind,
    /// The query options of the first request.
    pub(super) query: String,
    /// The last effect that the first page knew of.
    pub(super) began: u64,
    /// In seconds since 1970.
    issued: i64,
    /// Where to go on.
    pub(super) place: Place,
}

fn stamp(world: &World) -> Uuid {
    world.ledger().first().map_or_else(Uuid::nil, |first| first.request_id)
}

impl Token {
    /// The token of a query that begins.
    pub(super) fn first(world: &World, began: u64, asked: &Delta) -> Self {
        Self {
            world: stamp(world),
            kind: asked.kind,
            query: asked.query.clone(),
            began,
            issued: 0,
            place: Place::Changes(began),
        }
    }

    /// The same query at another place.
    pub(super) fn at(&self, place: Place, now: OffsetDateTime) -> Self {
        Self { place, issued: now.unix_timestamp(), ..self.clone() }
    }

    /// Whether it was issued for these objects of this world.
    pub(super) fn is_of(&self, world: &World, kind: ObjectKind) -> bool {
        self.world == stamp(world) && self.kind == kind
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
