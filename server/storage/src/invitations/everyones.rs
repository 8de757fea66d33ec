//! Everyone's invitations in a tenant, as administrators see them.

use contract::{InvitationId, InvitationState, TenantId};
use sqlx::{query_as, query_scalar};

use super::lists::{InvitationLine, InvitationPage, select_lines};
use super::row::select;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// `$1` tenant, `$2` how many at most, then what the parts name. Everybody has an id that is not empty: saying so is what lets the indexes of
/// these lists be used, here and in no statement about one person's invitations, for which others are better.
macro_rules! page {
    ($and:literal) => {
        select_lines!(concat!(
            "WHERE i.tenant = $1 AND i.put_away_at IS NULL AND i.inviter <> ''",
            $and,
            " ORDER BY i.created_at DESC, i.id DESC LIMIT $2 + 0"
        ))
    };
}

/// All, those of a state, those older than one, both.
pub(crate) const EVERYONES_PAGES: [&str; 4] = [
    page!(""),
    page!(" AND i.state = $3"),
    page!(
        " AND (i.created_at, i.id) < ((SELECT created_at FROM invitations WHERE tenant = $1 AND id = $3), $3)"
    ),
    page!(
        " AND i.state = $3 AND (i.created_at, i.id) <
          ((SELECT created_at FROM invitations WHERE tenant = $1 AND id = $4), $4)"
    ),
];

/// Everyone's invitations that are not put away, newest first. Reads as many rows as it returns.
pub async fn list_everyones(
    storage: &Storage,
    tenant: &TenantId,
    page: InvitationPage<'_>,
) -> Result<Vec<InvitationLine>, StorageError> {
    let (state, before) = (page.state.map(InvitationState::as_str), page.before.map(InvitationId::as_str));
    let text = EVERYONES_PAGES[usize::from(state.is_some()) + 2 * usize::from(before.is_some())];
    fetch!(storage, on => {
        let lines = query_as(text).bind(tenant.as_str()).bind(page.limit);
        let lines = state.into_iter().chain(before).fold(lines, sqlx::query::QueryAs::bind);
        lines.fetch_all(on)
    })
}

/// `OFFSET 0` keeps PostgreSQL from reading all invitations to join them, and the order from looking for one where it happens to lie.
pub(crate) const EVERYONES_STATES: Dialects = Dialects {
    sqlite: "SELECT asked.value FROM json_each($2) AS asked WHERE EXISTS
       (SELECT 1 FROM invitations i WHERE i.tenant = $1 AND i.state = asked.value AND i.put_away_at IS NULL
        AND i.inviter <> '' ORDER BY i.created_at DESC, i.id DESC LIMIT 1 OFFSET 0)",
    postgres: "SELECT asked.value FROM jsonb_array_elements_text($2::jsonb) AS asked (value) WHERE EXISTS
       (SELECT 1 FROM invitations i WHERE i.tenant = $1 AND i.state = asked.value AND i.put_away_at IS NULL
        AND i.inviter <> '' ORDER BY i.created_at DESC, i.id DESC LIMIT 1 OFFSET 0)",
};

/// The states in which anybody has an invitation that is not put away, in no order. Reads at most one row for each state.
pub async fn everyones_states(storage: &Storage, tenant: &TenantId) -> Result<Vec<String>, StorageError> {
    let all = serde_json::json!(InvitationState::ALL.map(InvitationState::as_str)).to_string();
    fetch!(storage, on => query_scalar(storage.sql_for(EVERYONES_STATES))
        .bind(tenant.as_str())
        .bind(&all)
        .fetch_all(on))
}
