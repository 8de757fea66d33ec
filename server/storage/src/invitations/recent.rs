//! With whom somebody has shared of late.

use contract::{EntraUserId, TenantId};
use sqlx::query_as;

use crate::people::PersonRow;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// `$1` the tenant, `$2` the inviter, `$3` how many of their newest invitations are looked at, `$4` how many people are shown. A share that did not
/// work, or was taken back, says nothing about whom one shares with.
macro_rules! recent_people {
    ($people:literal) => {
        concat!(
            "SELECT p.tenant, p.user_id, p.name, p.address, p.standing, p.company, p.seen_at
             FROM (SELECT recent.person, MAX(recent.created_at) AS newest
                   FROM (SELECT i.person, i.state, i.created_at FROM invitations i
                         WHERE i.tenant = $1 AND i.inviter = $2 AND i.put_away_at IS NULL
                         ORDER BY i.created_at DESC, i.id DESC LIMIT $3 + 0) AS recent
                   WHERE recent.person IS NOT NULL AND recent.state NOT IN ('failed', 'undoing', 'undone')
                   GROUP BY recent.person) AS few
             CROSS JOIN ",
            $people,
            " ORDER BY few.newest DESC, p.user_id LIMIT $4 + 0"
        )
    };
}

/// `CROSS JOIN` is the order in which SQLite joins. On PostgreSQL `OFFSET 0` keeps a person's row from being joined with all people at once.
pub(crate) const RECENT_PEOPLE: Dialects = Dialects {
    sqlite: recent_people!("people p WHERE p.tenant = $1 AND p.user_id = few.person"),
    postgres: recent_people!(
        "LATERAL (SELECT tenant, user_id, name, address, standing, company, seen_at FROM people
                  WHERE people.tenant = $1 AND people.user_id = few.person OFFSET 0) AS p"
    ),
};

/// The people of the inviter's newest `looked_at` invitations that worked, or are under way: each once, the newest `limit`, the newest first. Whoever the directory
/// has not shown yet is not among them. One statement, which reads as many rows as it looks at.
pub async fn recent_people(
    storage: &Storage,
    tenant: &TenantId,
    inviter: &EntraUserId,
    looked_at: i64,
    limit: i64,
) -> Result<Vec<PersonRow>, StorageError> {
    fetch!(storage, on => query_as(storage.sql_for(RECENT_PEOPLE))
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(looked_at)
        .bind(limit)
        .fetch_all(on))
}
