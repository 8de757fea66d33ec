//! Gives access in our own directory, under tenant id and object id, never under an address.
//!
//! Undone by: taking the access away. Safe to repeat because it is an upsert, in the transaction that stores the outcome.

use serde_json::json;
use storage::access::{self, NewAccess};
use storage::{StorageError, Tx, people};

use crate::audit::{self, Action, Actor};
use crate::invite::work::{StepError, Work};

/// Nothing happens outside.
pub(crate) fn perform(work: &Work<'_>) -> Result<(), StepError> {
    if work.facts.person.is_some() { Ok(()) } else { Err(work.damaged("person")) }
}

pub(crate) async fn keep(work: &Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    let Some(person) = &work.facts.person else { return Ok(()) };
    let (row, now) = (&work.row, work.ground.now());
    people::upsert(tx, &person.row(&row.tenant, now)).await?;
    let access = NewAccess {
        tenant: row.tenant.clone(),
        user: person.id.clone(),
        item: row.item.clone(),
        role: row.role.clone(),
        given_by_user: row.inviter.clone(),
        given_by_name: row.inviter_name.clone(),
        since: now,
        invitation: Some(row.id.clone()),
    };
    access::grant(tx, &access).await?;
    let actor = Actor { tenant: &row.tenant, user: &row.inviter, name: &row.inviter_name };
    let detail = json!({ "person": person.id, "item": row.item, "role": row.role });
    audit::append(tx, now, actor, Action::AccessRecorded, &row.id, detail).await
}
