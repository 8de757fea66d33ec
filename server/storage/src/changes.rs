//! How often what a person's pages show of their invitations has changed. It is kept where invitations change, and stored with the counts by
//! [`Tx::commit`](crate::Tx::commit): so whoever sees the number sees the change.

use contract::{EntraUserId, TenantId};
use serde_json::json;
use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// How often something has changed for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesRow {
    /// The tenant.
    pub tenant: TenantId,
    /// The person.
    pub user: EntraUserId,
    /// Grows with every change; 0 before the first.
    pub version: i64,
}

from_row!(ChangesRow { tenant => text, user: "user_id" => text, version });

/// `$1` the people, as a JSON array of arrays of tenant and person. Both look each of them up by the key.
macro_rules! of_people {
    ($from:literal) => {
        concat!(
            "SELECT asked.value ->> 0 AS tenant, asked.value ->> 1 AS user_id,
             COALESCE((SELECT changes.version FROM changes
                       WHERE changes.tenant = asked.value ->> 0 AND changes.user_id = asked.value ->> 1), 0) AS version
             FROM ",
            $from
        )
    };
}

pub(crate) const OF_PEOPLE: Dialects = Dialects {
    sqlite: of_people!("json_each($1) AS asked"),
    postgres: of_people!("jsonb_array_elements($1::jsonb) AS asked (value)"),
};

/// How often something has changed for each of these people. One statement.
pub async fn of_people(
    storage: &Storage,
    people: &[(TenantId, EntraUserId)],
) -> Result<Vec<ChangesRow>, StorageError> {
    let people: Vec<_> =
        people.iter().map(|(tenant, user)| json!([tenant.as_str(), user.as_str()])).collect();
    let text = storage.sql_for(OF_PEOPLE);
    fetch!(storage, on => query_as(text).bind(json!(people).to_string()).fetch_all(on))
}
