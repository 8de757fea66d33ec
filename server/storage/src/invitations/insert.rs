//! New invitations.

use contract::EntraUserId;
use serde_json::json;
use sqlx::query;

use super::InvitationRow;
use crate::column::hex;
use crate::storage::Dialects;
use crate::{StorageError, Tx};

/// `key` and `form_hash` were the form's before shares were stored by themselves. SQLite cannot drop them: their UNIQUE is part of a table from which
/// others cascade. The id keeps them apart.
macro_rules! insert {
    ($link:literal) => {
        concat!(
            "INSERT INTO invitations (id, share, tenant, inviter, inviter_name, item, role, address, canonical, chosen,
             name, message, language, state, facts, problem, guest, person, link, created_at, updated_at, position, options, key, form_hash)
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
                    value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15,
                    value ->> 16, value ->> 17, ",
            $link,
            ", CAST(value ->> 19 AS BIGINT), CAST(value ->> 20 AS BIGINT), CAST(value ->> 21 AS BIGINT), value ->> 22, value ->> 0, '' FROM "
        )
    };
}

/// `$1` the rows, as a JSON array of arrays.
const INSERT: Dialects = Dialects {
    sqlite: concat!(insert!("unhex(value ->> 18)"), "json_each($1) AS given"),
    postgres: concat!(
        insert!("decode(value ->> 18, 'hex')"),
        "jsonb_array_elements($1::jsonb) AS given (value)"
    ),
};

/// Stores a new invitation. Its share must be stored already.
pub async fn insert(tx: &mut Tx, row: &InvitationRow) -> Result<(), StorageError> {
    insert_all(tx, std::slice::from_ref(row)).await
}

/// Stores the new invitations of a share, which must be stored already: this is their order from now on. One statement.
pub async fn insert_all(tx: &mut Tx, rows: &[InvitationRow]) -> Result<(), StorageError> {
    let values: Vec<_> = (0..).zip(rows).map(|(position, row)| values(position, row)).collect();
    let text = tx.sql_for(INSERT);
    execute!(tx, query(text).bind(json!(values).to_string()))?;
    for row in rows {
        tx.tally().add_invitations((row.tenant.as_str(), row.inviter.as_str()), row.state.as_str(), 1);
    }
    Ok(())
}

fn values(position: i64, row: &InvitationRow) -> serde_json::Value {
    json!([
        row.id.as_str(),
        row.share.as_str(),
        row.tenant.as_str(),
        row.inviter.as_str(),
        row.inviter_name,
        row.item.as_str(),
        row.role.as_str(),
        row.address,
        row.canonical,
        row.chosen.as_ref().map(EntraUserId::as_str),
        row.name,
        row.message,
        row.language.tag(),
        row.state.as_str(),
        row.facts,
        row.problem,
        row.guest.as_ref().map(EntraUserId::as_str),
        row.person.as_ref().map(EntraUserId::as_str),
        row.link.as_deref().map(hex),
        row.created_at,
        row.updated_at,
        position,
        row.options
    ])
}
