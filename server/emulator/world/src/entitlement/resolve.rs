//! Validates a new request, and finds the assignment that it creates or removes.

use uuid::Uuid;

use super::{AccessRefused, AccessTarget, NewAccessRequest, RequestType};
use crate::{World, address, effect::EventMeta, ids::UserId, tenant::Tenant};

/// The assignment to remove (none for a new one), the package, the policy and the target.
pub(super) type ResolvedRequest = (Option<Uuid>, Uuid, Uuid, AccessTarget);

/// Finds the assignment to remove.
pub(super) fn resolve_removal(
    directory: &Tenant,
    meta: &EventMeta,
    new_request: &NewAccessRequest,
) -> Result<ResolvedRequest, AccessRefused> {
    let id = new_request.assignment.ok_or(AccessRefused::Unknown("assignment"))?;
    let held = directory.access_assignments().find(|held| held.assignment == id);
    let held = held.ok_or(AccessRefused::Unknown("assignment"))?;
    let user = held.user.ok_or(AccessRefused::Unknown("assignment"))?;
    if new_request.kind == RequestType::UserRemove && meta.actor.user != Some(user) {
        return Err(AccessRefused::NotAllowed);
    }
    Ok((Some(id), held.package, held.policy, AccessTarget::User(user)))
}

impl World {
    /// Validates a request for a new assignment.
    pub(super) fn resolve_addition(
        &self,
        directory: &Tenant,
        meta: &EventMeta,
        new_request: &NewAccessRequest,
    ) -> Result<ResolvedRequest, AccessRefused> {
        let package = new_request.package.and_then(|id| directory.entitlement.packages.get(&id));
        let package = package.ok_or(AccessRefused::Unknown("access package"))?;
        let policy =
            package.policies.iter().find(|policy| new_request.policy.is_none_or(|id| id == policy.id));
        let policy = policy.ok_or(AccessRefused::Unknown("assignment policy"))?;
        let own = meta.actor.user.map(AccessTarget::User);
        let target = match (new_request.kind, &new_request.target) {
            (RequestType::UserAdd, named) => {
                let own = own.ok_or(AccessRefused::NotAllowed)?;
                if !policy.self_service || named.as_ref().is_some_and(|named| *named != own) {
                    return Err(AccessRefused::NotAllowed);
                }
                own
            }
            (_, Some(AccessTarget::User(user))) => {
                directory.user(*user).ok_or(AccessRefused::NoTarget)?;
                AccessTarget::User(*user)
            }
            (_, Some(AccessTarget::Address(mail))) if address::well_formed(mail, true) => {
                let known = self.find_by_address(directory, mail);
                known.map_or_else(|| AccessTarget::Address(mail.clone()), |user| AccessTarget::User(user.id))
            }
            _ => return Err(AccessRefused::NoTarget),
        };
        let mut requests = directory.entitlement.requests.iter().filter(|other| !other.state.is_final());
        let open = requests.any(|other| other.package == package.id && other.target == target);
        let has = |user: UserId| {
            directory.access_assignments().any(|held| held.package == package.id && held.user == Some(user))
        };
        if open || matches!(target, AccessTarget::User(user) if has(user)) {
            return Err(AccessRefused::Existing);
        }
        Ok((None, package.id, policy.id, target))
    }
}
