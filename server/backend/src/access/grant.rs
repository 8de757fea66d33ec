//! Giving access: never to oneself, never above one's own role, and never in the place of a role that reaches as far.

use contract::{EntraUserId, Field, InvitationId, ItemId, Problem, ProblemCode, RoleName, TenantId};
use storage::access::{self, AccessRow, NewAccess};
use storage::{StorageError, Tx, people};

use super::{may_give, rank};
use crate::app_state::AppState;
use crate::people::Known;
use crate::stored::{CorruptRow, StoredError};

/// What somebody asked to be given to somebody else.
pub(crate) struct AccessRequest<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) item: &'a ItemId,
    pub(crate) role: &'a RoleName,
    pub(crate) inviter: &'a EntraUserId,
    pub(crate) inviter_name: &'a str,
    pub(crate) invitation: &'a InvitationId,
}

/// What came of it.
pub(crate) enum Grant {
    /// The person has it now. `before` is the role that they had, and the object id of whoever had given it.
    Given { before: Option<(String, String)> },
    /// The person has access from elsewhere that reaches as far, in this role, and keeps it.
    Kept { role: RoleName },
    /// This invitation had given it before.
    Unchanged,
}

/// That somebody meant themselves.
pub(crate) fn self_share() -> Problem {
    Problem::of_field(Field::Address, ProblemCode::Yourself)
}

/// That the role is above the sharer's own.
pub(crate) fn role_above_own() -> Problem {
    Problem::of_field(Field::Role, ProblemCode::RoleAboveOwn)
}

/// That the person has what the sharer would give, if so. `roles` are those of the item's kind, weakest first.
pub(crate) async fn existing_access(
    app: &AppState,
    tenant: &TenantId,
    person: &EntraUserId,
    item: &ItemId,
    role: &RoleName,
    roles: &[RoleName],
) -> Result<Option<Problem>, Problem> {
    let own = access::of_person(&app.storage, tenant.as_str(), person.as_str(), item.as_str()).await;
    let own = own.map_err(|error| app.internal(error))?;
    let keeps = |own: &AccessRow| roles_at_least(roles, role).contains(&own.role);
    let Some(own) = own.filter(keeps) else { return Ok(None) };
    let has = RoleName::parse(&own.role).map_err(|_| app.internal(CorruptRow("access")))?;
    Ok(Some(Problem { role: Some(has), ..Problem::of_field(Field::Address, ProblemCode::AlreadyShared) }))
}

/// Why the inviter may not give what they asked for, if so: much may have changed since it was accepted.
pub(crate) async fn deny_reason(
    tx: &mut Tx,
    request: &AccessRequest<'_>,
    person: &Known,
    roles: &[RoleName],
) -> Result<Option<Problem>, StorageError> {
    if person.id == request.inviter.as_str() {
        return Ok(Some(self_share()));
    }
    let (tenant, inviter, item) = (request.tenant.as_str(), request.inviter.as_str(), request.item.as_str());
    let sharer = access::sharer_in(tx, tenant, inviter, item).await?;
    let may = sharer
        .is_some_and(|sharer| may_give(sharer.open_to_members, sharer.role.as_deref(), roles, request.role));
    Ok((!may).then(role_above_own))
}

/// Gives what was asked for. To give again what this invitation gave changes nothing.
pub(crate) async fn grant_access(
    app: &AppState,
    tx: &mut Tx,
    request: &AccessRequest<'_>,
    person: &Known,
    roles: &[RoleName],
) -> Result<Grant, StoredError> {
    let (now, tenant) = (app.now(), request.tenant.as_str());
    people::upsert(tx, &person.row(tenant, now)).await?;
    let new = NewAccess {
        tenant: tenant.to_owned(),
        user: person.id.clone(),
        item: request.item.to_string(),
        role: request.role.to_string(),
        given_by_user: request.inviter.to_string(),
        given_by_name: request.inviter_name.to_owned(),
        since: now,
        invitation: Some(request.invitation.to_string()),
    };
    let before = access::of_person_in(tx, tenant, &person.id, &new.item).await?;
    if access::grant(tx, &new, &roles_at_least(roles, request.role)).await? {
        return Ok(Grant::Given { before: before.map(|before| (before.role, before.given_by_user)) });
    }
    match before.filter(|before| before.invitation != new.invitation) {
        Some(before) => {
            let role = RoleName::parse(&before.role).map_err(|_| CorruptRow("access"))?;
            Ok(Grant::Kept { role })
        }
        None => Ok(Grant::Unchanged),
    }
}

/// The roles that reach at least as far as this one. Where settings no longer name it, none that they name gives way to it.
fn roles_at_least(roles: &[RoleName], role: &RoleName) -> Vec<String> {
    let from = rank(roles, role.as_str()).unwrap_or(0);
    let mut kept: Vec<_> = roles[from..].iter().map(ToString::to_string).collect();
    if !kept.iter().any(|kept| *kept == role.as_str()) {
        kept.push(role.to_string());
    }
    kept
}
