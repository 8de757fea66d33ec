//! Giving access: never to oneself, never above one's own role, and never in the place of a role that reaches as far.

use contract::{EntraUserId, Field, Problem, ProblemCode, RoleName, TenantId};
use serde_json::json;
use storage::access::{self, AccessRow, NewAccess};
use storage::invitations::InvitationRow;
use storage::{StorageError, Tx, people};

use crate::access::{look, rank};
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::people::Known;
use crate::stored::CorruptRow;

/// That somebody meant themselves.
pub(crate) fn yourself() -> Problem {
    Problem::of_field(Field::Address, ProblemCode::Yourself)
}

/// That the role is above the sharer's own.
pub(crate) fn above_own() -> Problem {
    Problem::of_field(Field::Role, ProblemCode::RoleAboveOwn)
}

/// That the person has what the sharer would give, if so. `roles` are those of the item's kind, weakest first.
pub(crate) async fn has_already(
    app: &AppState,
    tenant: &TenantId,
    person: &EntraUserId,
    item: &str,
    role: &RoleName,
    roles: &[RoleName],
) -> Result<Option<Problem>, Problem> {
    let own = access::of_person(&app.storage, tenant.as_str(), person.as_str(), item).await;
    let own = own.map_err(|error| app.internal(error))?;
    let keeps = |own: &AccessRow| reaching(roles, role.as_str()).contains(&own.role);
    let Some(own) = own.filter(keeps) else { return Ok(None) };
    let has = RoleName::parse(&own.role).map_err(|_| app.internal(CorruptRow("access")))?;
    Ok(Some(Problem { role: Some(has), ..Problem::of_field(Field::Address, ProblemCode::AlreadyShared) }))
}

/// Why the inviter may not give what the invitation asks for, if so: much may have changed since it was accepted.
pub(crate) async fn objection(
    app: &AppState,
    row: &InvitationRow,
    person: &Known,
    roles: &[RoleName],
) -> Result<Option<Problem>, StorageError> {
    if person.id == row.inviter {
        return Ok(Some(yourself()));
    }
    let seen = look(&app.storage, &row.tenant, &row.inviter, &row.item).await?;
    let role = RoleName::parse(&row.role).ok();
    let may = seen.zip(role).is_some_and(|(seen, role)| seen.may_give(roles, &role));
    Ok((!may).then(above_own))
}

/// Gives what the invitation asks for, with its audit entry. The role that the person has from elsewhere and keeps, if it reaches as far. To
/// give again what this invitation gave changes nothing.
pub(crate) async fn give(
    app: &AppState,
    tx: &mut Tx,
    row: &InvitationRow,
    person: &Known,
    roles: &[RoleName],
) -> Result<Option<String>, StorageError> {
    let now = app.now();
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
    let before = access::of_person_in(tx, &row.tenant, &person.id, &row.item).await?;
    let actor = Actor { tenant: &row.tenant, user: &row.inviter, name: &row.inviter_name };
    let mut detail = json!({ "person": person.id, "item": row.item, "role": row.role });
    if access::grant(tx, &access, &reaching(roles, &row.role)).await? {
        if let Some(before) = before {
            detail["before"] = json!({ "role": before.role, "by": before.given_by_user });
        }
        audit::append(tx, now, actor, Action::AccessRecorded, &row.id, detail).await?;
        return Ok(None);
    }
    let stands = access::of_person_in(tx, &row.tenant, &person.id, &row.item).await?;
    let Some(stands) = stands.filter(|stands| stands.invitation.as_ref() != Some(&row.id)) else {
        return Ok(None);
    };
    detail["has"] = json!(stands.role);
    audit::append(tx, now, actor, Action::AccessKept, &row.id, detail).await?;
    Ok(Some(stands.role))
}

/// The roles that reach as far as this one. Where settings no longer name it, none that they name gives way to it.
fn reaching(roles: &[RoleName], role: &str) -> Vec<String> {
    let from = rank(roles, role).unwrap_or(0);
    let mut kept: Vec<_> = roles[from..].iter().map(ToString::to_string).collect();
    if !kept.iter().any(|kept| kept == role) {
        kept.push(role.to_owned());
    }
    kept
}
