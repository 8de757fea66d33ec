//! Giving access: never to oneself, never above one's own role, and never in the place of a role that reaches as far.

use contract::{EntraUserId, InvitationId, ItemId, Problem, RoleName, TenantId};
use storage::Tx;
use storage::access::{self, NewAccess};

use super::last_day;
use crate::app_state::AppState;
use crate::people::DirectoryPerson;
use crate::rules::roles::RoleHierarchy;
use crate::rules::sharing::{ItemAccess, Sharer, may_still_give};
use crate::stored::StoredError;

/// What somebody asked to be given to somebody else.
pub(crate) struct AccessRequest<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) item: &'a ItemId,
    pub(crate) role: &'a RoleName,
    pub(crate) inviter: &'a EntraUserId,
    pub(crate) inviter_name: &'a str,
    pub(crate) invitation: &'a InvitationId,
    /// When it ends by itself, in unix milliseconds; `None` for good.
    pub(crate) until: Option<i64>,
}

/// What came of it.
pub(crate) enum Grant {
    /// The person has it now. `before` is the role that they had, and the object id of whoever had given it.
    Given { before: Option<(RoleName, EntraUserId)> },
    /// The person has access from elsewhere that reaches as far, in this role, and keeps it.
    Kept { role: RoleName },
    /// This invitation had given it before.
    Unchanged,
}

/// Why the inviter may not give what they asked for, if so: much may have changed since it was accepted.
pub(crate) async fn deny_reason(
    app: &AppState,
    tx: &mut Tx,
    request: &AccessRequest<'_>,
    person: &DirectoryPerson,
    roles: &RoleHierarchy,
) -> Result<Option<Problem>, StoredError> {
    let (tenant, inviter, item) = (request.tenant.as_str(), request.inviter.as_str(), request.item.as_str());
    let found = access::sharer_in(tx, tenant, inviter, item, app.now()).await?;
    let own = found.as_ref();
    let access = ItemAccess {
        open_to_members: own.is_some_and(|own| own.open_to_members),
        own_role: own.and_then(|own| own.role.as_ref()),
    };
    let sharer = Sharer { user: request.inviter, is_guest: false, access };
    Ok(may_still_give(&sharer, &person.id, roles, request.role.as_str()).denial())
}

/// Whether this invitation has given the person access already, which nobody has changed since: nothing is asked or given once more.
pub(crate) async fn has_given(
    tx: &mut Tx,
    request: &AccessRequest<'_>,
    person: &EntraUserId,
) -> Result<bool, StoredError> {
    let (tenant, item) = (request.tenant.as_str(), request.item.as_str());
    let given = access::of_person_in(tx, tenant, person.as_str(), item).await?;
    Ok(given.is_some_and(|given| given.invitation.as_ref() == Some(request.invitation)))
}

/// Gives what was asked for. To give again what this invitation gave changes nothing.
pub(crate) async fn grant_access(
    app: &AppState,
    tx: &mut Tx,
    request: &AccessRequest<'_>,
    person: &DirectoryPerson,
    roles: &RoleHierarchy,
) -> Result<Grant, StoredError> {
    let (now, tenant) = (app.now(), request.tenant.as_str());
    person.store(tx, request.tenant, now).await?;
    let new = NewAccess {
        tenant: request.tenant.clone(),
        user: person.id.clone(),
        item: request.item.clone(),
        role: request.role.clone(),
        given_by_user: request.inviter.clone(),
        given_by_name: request.inviter_name.to_owned(),
        since: now,
        until: request.until,
        invitation: Some(request.invitation.clone()),
    };
    let before = access::of_person_in(tx, tenant, person.id.as_str(), request.item.as_str()).await?;
    let before = before.filter(|before| before.lives(now));
    if access::grant(tx, &new, &roles.at_least(request.role.as_str())).await? {
        last_day::schedule(app, tx, &new).await?;
        return Ok(Grant::Given { before: before.map(|before| (before.role, before.given_by_user)) });
    }
    match before.filter(|before| before.invitation != new.invitation) {
        Some(before) => {
            // What else was given ends on its own day.
            last_day::schedule(app, tx, &new).await?;
            Ok(Grant::Kept { role: before.role })
        }
        None => Ok(Grant::Unchanged),
    }
}
