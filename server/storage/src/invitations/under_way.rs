//! What an inviter shares with people already, and has not ended well.

use contract::{EntraUserId, ItemId, RoleName, TenantId};
use sqlx::query_as;

use super::InvitationRow;
use super::row::select;
use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// People who may be meant: whoever has one of these addresses, and these, whatever address an invitation was for.
#[derive(Debug, Clone, Copy)]
pub struct Addressees<'a> {
    /// Addresses, in the form in which two spellings are equal.
    pub canonicals: &'a [&'a str],
    /// People who are known.
    pub people: &'a [&'a EntraUserId],
}

impl Addressees<'_> {
    const fn is_empty(&self) -> bool {
        self.canonicals.is_empty() && self.people.is_empty()
    }

    /// Each list as a JSON array.
    fn lists(&self) -> [String; 2] {
        let people: Vec<&str> = self.people.iter().map(|person| person.as_str()).collect();
        [serde_json::json!(self.canonicals).to_string(), serde_json::json!(people).to_string()]
    }
}

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedRow {
    /// The address, in the form in which two spellings are equal.
    pub canonical: String,
    /// Who was chosen, if anybody was.
    pub chosen: Option<EntraUserId>,
    /// Who gets access, once known.
    pub person: Option<EntraUserId>,
}

from_row!(InvitedRow { canonical, chosen => optional_text, person => optional_text });

/// The condition that an invitation `i` is for one of [`Addressees`], `$1` and `$2`, in the tenant `$3`. On SQLite two look-ups, each by its own index: one
/// condition about either would have it read every invitation of the tenant. For the same reason a plus stands before what follows.
macro_rules! for_addressees_on_sqlite {
    () => {
        "i.id IN (SELECT id FROM invitations WHERE tenant = $3 AND canonical IN (SELECT value FROM json_each($1))
                  UNION ALL
                  SELECT id FROM invitations WHERE tenant = $3 AND person IN (SELECT value FROM json_each($2)))"
    };
}

/// The same on PostgreSQL.
macro_rules! for_addressees_on_postgres {
    () => {
        "i.tenant = $3 AND (i.canonical = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
                            OR i.person = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb))))"
    };
}

/// `$4` inviter, `$5` item, `$6` role.
pub(crate) const UNDER_WAY: Dialects = Dialects {
    sqlite: concat!(
        "SELECT i.canonical, i.chosen, i.person FROM invitations i WHERE ",
        for_addressees_on_sqlite!(),
        " AND +i.inviter = $4 AND +i.item = $5 AND +i.role = $6
          AND i.put_away_at IS NULL AND +i.state IN ('working', 'waiting')"
    ),
    postgres: concat!(
        "SELECT i.canonical, i.chosen, i.person FROM invitations i WHERE ",
        for_addressees_on_postgres!(),
        " AND i.inviter = $4 AND i.item = $5 AND i.role = $6
          AND i.put_away_at IS NULL AND i.state IN ('working', 'waiting')"
    ),
};

/// With whom of these an inviter shares an item at this moment, in this role. One statement, and none where nobody is asked about.
pub async fn under_way(
    storage: &Storage,
    (tenant, inviter): (&TenantId, &EntraUserId),
    whom: Addressees<'_>,
    (item, role): (&ItemId, &RoleName),
) -> Result<Vec<InvitedRow>, StorageError> {
    if whom.is_empty() {
        return Ok(Vec::new());
    }
    let [canonicals, people] = whom.lists();
    fetch!(storage, on => query_as(storage.sql_for(UNDER_WAY))
        .bind(&canonicals)
        .bind(&people)
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(item.as_str())
        .bind(role.as_str())
        .fetch_all(on))
}

/// `$4` inviter, `$5` item.
pub(crate) const TWINS: Dialects = Dialects {
    sqlite: select!(concat!(
        "WHERE ",
        for_addressees_on_sqlite!(),
        " AND +i.inviter = $4 AND +i.item = $5 AND i.put_away_at IS NULL
          AND +i.state IN ('working', 'waiting', 'stopped', 'failed') ORDER BY i.created_at, i.id"
    )),
    postgres: select!(concat!(
        "WHERE ",
        for_addressees_on_postgres!(),
        " AND i.inviter = $4 AND i.item = $5 AND i.put_away_at IS NULL
          AND i.state IN ('working', 'waiting', 'stopped', 'failed') ORDER BY i.created_at, i.id FOR UPDATE OF i"
    )),
};

/// The invitations of an inviter to an item for any of these that have not ended well, and that lists still show, oldest first. Nobody else can change
/// them before this transaction ends. One statement.
pub async fn unfinished_twins(
    tx: &mut Tx,
    (tenant, inviter): (&TenantId, &EntraUserId),
    whom: Addressees<'_>,
    item: &ItemId,
) -> Result<Vec<InvitationRow>, StorageError> {
    let (text, [canonicals, people]) = (tx.sql_for(TWINS), whom.lists());
    fetch_in_tx!(tx, on => query_as(text)
        .bind(&canonicals)
        .bind(&people)
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(item.as_str())
        .fetch_all(on))
}
