//! What undone invitations of a person say of whether one of ours made them a guest.

use contract::{EntraUserId, InvitationId, TenantId};
use sqlx::query_as;

use crate::{Storage, StorageError};

/// An undone invitation of a person, with what one of its steps has learned that find, invite or delete them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneInviteRow {
    /// The person whom the inviter chose among matches.
    pub chosen: Option<EntraUserId>,
    /// The guest that it made or found.
    pub guest: Option<EntraUserId>,
    /// What the invitation has learned, as JSON.
    pub facts: String,
    /// What the step has learned, as JSON of its own shape.
    pub step_facts: Option<String>,
}

from_row!(UndoneInviteRow { chosen => optional_text, guest => optional_text, facts, step_facts });

pub(crate) const UNDONE_INVITES: &str = "SELECT i.chosen, i.guest, i.facts, s.facts AS step_facts
     FROM invitations i JOIN invitation_steps s ON s.invitation = i.id
     WHERE i.tenant = $1 AND i.person = $2 AND i.id <> $3 AND i.state IN ('undoing', 'undone')
     AND s.kind IN ('find-person', 'send-invitation') LIMIT $4 + 0";

/// Those of all other invitations of a person that are undone or being undone, as many as `limit`. In no order.
pub async fn undone_invites(
    storage: &Storage,
    (tenant, person): (&TenantId, &EntraUserId),
    besides: &InvitationId,
    limit: i64,
) -> Result<Vec<UndoneInviteRow>, StorageError> {
    fetch!(storage, on => query_as(UNDONE_INVITES)
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(besides.as_str())
        .bind(limit)
        .fetch_all(on))
}
