//! Everyone's invitations to or by somebody who is looked for, as administrators see them.

use contract::{InvitationId, InvitationState, TenantId};
use sqlx::{query_as, query_scalar};

use super::lists::{InvitationLine, InvitationPage, lines_of};
use crate::folded::folded;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// How many people are looked at, and how many addresses.
pub const MOST_SOUGHT: usize = 20;
/// How many are read, to know whether there are more.
const READ: i64 = 21;

/// Who fits what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Object ids of people whose name, last name or address starts with it.
    pub people: Vec<String>,
    /// Addresses that were invited and start with it, in the form in which two spellings are equal.
    pub addresses: Vec<String>,
    /// Whether more people or addresses fit than [`MOST_SOUGHT`], which are left out.
    pub is_cut: bool,
}

/// People of the tenant `$1` in whose column something starts with what was typed: from `$2` on, before `$3`; `$4` at most.
macro_rules! people {
    ($column:literal) => {
        concat!(
            "SELECT 'person' AS side, user_id AS found FROM (SELECT user_id FROM people WHERE tenant = $1 AND ",
            $column,
            " >= $2 AND ",
            $column,
            " < $3 ORDER BY ",
            $column,
            ", user_id LIMIT $4 + 0) AS few"
        )
    };
}

/// The first invited address of a range that begins with `$from`.
macro_rules! first_address {
    ($canonical:literal, $from:literal) => {
        concat!(
            "(SELECT canonical FROM invitations WHERE tenant = $1 AND ",
            $canonical,
            $from,
            " AND ",
            $canonical,
            " < $3 AND put_away_at IS NULL AND inviter <> '' ORDER BY ",
            $canonical,
            " LIMIT 1)"
        )
    };
}

/// From each address to the next by index: however often one was invited, it is read once.
macro_rules! sought {
    ($canonical:literal) => {
        concat!(
            "WITH RECURSIVE invited (canonical, n) AS (SELECT canonical, 1 FROM ",
            first_address!($canonical, " >= $2"),
            " AS few UNION ALL SELECT ",
            first_address!($canonical, " > before.canonical"),
            ", before.n + 1 FROM invited AS before WHERE before.canonical IS NOT NULL AND before.n < $4) ",
            people!("name_folded"),
            " UNION ",
            people!("last_name_folded"),
            " UNION ",
            people!("address_folded"),
            " UNION SELECT 'address', canonical FROM invited WHERE canonical IS NOT NULL"
        )
    };
}

pub(crate) const SOUGHT: Dialects =
    Dialects { sqlite: sought!("canonical"), postgres: sought!("canonical COLLATE \"C\"") };

/// Who fits what was typed: whoever has a name, a last name or an address that starts with it, whatever its case. One statement, which reads
/// a bounded number of rows. Nobody for no text.
pub async fn sought(storage: &Storage, tenant: &TenantId, text: &str) -> Result<Sought, StorageError> {
    // PostgreSQL takes no NUL in a text; nobody has one in a name.
    let from: String = folded(text.trim()).chars().filter(|letter| *letter != '\0').collect();
    if from.is_empty() {
        return Ok(Sought::default());
    }
    // Behind everything that starts with it.
    let to = format!("{from}\u{10FFFF}");
    let found: Vec<(String, String)> = fetch!(storage, on => query_as(storage.sql_for(SOUGHT))
        .bind(tenant.as_str())
        .bind(&from)
        .bind(&to)
        .bind(READ)
        .fetch_all(on))?;
    let of_side = |side: &str| -> Vec<String> {
        let mut all: Vec<_> =
            found.iter().filter(|(of, _)| of == side).map(|(_, found)| found.clone()).collect();
        all.sort();
        all
    };
    let (mut people, mut addresses) = (of_side("person"), of_side("address"));
    let is_cut = people.len() > MOST_SOUGHT || addresses.len() > MOST_SOUGHT;
    people.truncate(MOST_SOUGHT);
    addresses.truncate(MOST_SOUGHT);
    Ok(Sought { people, addresses, is_cut })
}

/// What comes behind the invitation `$3`, or all where that is empty; nothing behind one that is not there. `$2` at most.
macro_rules! newest {
    ($columns:literal, $column:literal, $and:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM invitations n WHERE n.tenant = $1 AND n.",
            $column,
            " = asked.value AND n.put_away_at IS NULL",
            $and,
            " AND (n.created_at, n.id) < (CASE WHEN $3 = '' THEN 9223372036854775807 ELSE
              COALESCE((SELECT created_at FROM invitations WHERE tenant = $1 AND id = $3), 0) END, $3)
              ORDER BY n.created_at DESC, n.id DESC LIMIT $2 + 0"
        )
    };
}

/// The newest few of each of `$asked`. SQLite has no `LATERAL`: it looks the ids up once more.
macro_rules! of_each {
    (sqlite, $asked:literal, $column:literal, $and:literal) => {
        concat!(
            "SELECT m.id, m.created_at FROM json_each(",
            $asked,
            ") AS asked CROSS JOIN invitations m WHERE m.id IN (",
            newest!("n.id", $column, $and),
            ")"
        )
    };
    (postgres, $asked:literal, $column:literal, $and:literal) => {
        concat!(
            "SELECT newest.id, newest.created_at FROM jsonb_array_elements_text(",
            $asked,
            "::jsonb) AS asked (value) CROSS JOIN LATERAL (",
            newest!("n.id, n.created_at", $column, $and),
            ") AS newest"
        )
    };
}

/// `$4` are people, `$5` addresses. That everybody has an id is said where the index needs it, and not of an inviter, whose own is better. Nor may
/// the state of a guest's be looked up: the index of that walks through everybody's.
macro_rules! found {
    ($dialect:ident, $canonical:literal, $of_inviter:literal, $of_guest:literal) => {
        concat!(
            "SELECT id FROM (",
            of_each!($dialect, "$4", "inviter", $of_inviter),
            " UNION ",
            of_each!($dialect, "$4", "person", $of_guest),
            " UNION ",
            of_each!($dialect, "$5", $canonical, $of_guest),
            ") AS found ORDER BY created_at DESC, id DESC LIMIT $2 + 0"
        )
    };
}

/// Both dialects of one filter.
macro_rules! filtered {
    ($of_inviter:literal, $of_guest:literal) => {
        Dialects {
            sqlite: found!(sqlite, "canonical", $of_inviter, $of_guest),
            postgres: found!(postgres, "canonical COLLATE \"C\"", $of_inviter, $of_guest),
        }
    };
}

/// All, and those of a state.
pub(crate) const FOUND: [Dialects; 2] = [
    filtered!("", " AND n.inviter <> ''"),
    filtered!(" AND n.state = $6", " AND n.inviter <> '' AND n.state || '' = $6"),
];

/// Everyone's invitations to or by whoever is sought that are not put away, newest first. Two statements; for each person and address as many rows
/// are read as the page has at most, and for a guest and a state all of that guest's.
pub async fn search_everyones(
    storage: &Storage,
    tenant: &TenantId,
    sought: &Sought,
    page: InvitationPage<'_>,
) -> Result<Vec<InvitationLine>, StorageError> {
    if sought.people.is_empty() && sought.addresses.is_empty() {
        return Ok(Vec::new());
    }
    let text = storage.sql_for(FOUND[usize::from(page.state.is_some())]);
    let [people, addresses] =
        [&sought.people, &sought.addresses].map(|keys| serde_json::json!(keys).to_string());
    let ids: Vec<String> = fetch!(storage, on => {
        let ids = query_scalar(text)
            .bind(tenant.as_str())
            .bind(page.limit)
            .bind(page.before.map_or("", InvitationId::as_str))
            .bind(&people)
            .bind(&addresses);
        let ids = page.state.map(InvitationState::as_str).into_iter().fold(ids, sqlx::query::QueryScalar::bind);
        ids.fetch_all(on)
    })?;
    let wanted: Vec<_> = ids.iter().filter_map(|id| InvitationId::parse(id).ok()).collect();
    let mut lines = lines_of(storage, tenant, None, &wanted).await?;
    lines.sort_by_key(|line| ids.iter().position(|id| id == line.row.id.as_str()));
    Ok(lines)
}
