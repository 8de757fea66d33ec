//! Validates a new request, and finds the assignment that it creates or removes.

use uuid::Uuid;

use super::{AccessPackage, AccessPolicy, AccessRefused, AccessTarget, NewAccessRequest, RequestType};
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
        let (package, policy) = directory.requested(new_request)?;
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
        directory.check_not_held(package.id, &target)?;
        Ok((None, package.id, policy.id, target))
    }
}

impl Tenant {
    /// The package and the policy that a request names.
    fn requested(
        &self,
        new_request: &NewAccessRequest,
    ) -> Result<(&AccessPackage, &AccessPolicy), AccessRefused> {
        let package = new_request.package.and_then(|id| self.entitlement.packages.get(&id));
        let package = package.ok_or(AccessRefused::Unknown("access package"))?;
        let policy =
            package.policies.iter().find(|policy| new_request.policy.is_none_or(|id| id == policy.id));
        Ok((package, policy.ok_or(AccessRefused::Unknown("assignment policy"))?))
    }

    /// Refuses what the target has or waits for.
    fn check_not_held(&self, package: Uuid, target: &AccessTarget) -> Result<(), AccessRefused> {
        let mut requests = self.entitlement.requests.iter().filter(|other| !other.state.is_final());
        let open = requests.any(|other| other.package == package && other.target == *target);
        let has = |user: UserId| {
            self.access_assignments().any(|held| held.package == package && held.user == Some(user))
        };
        if open || matches!(target, AccessTarget::User(user) if has(*user)) {
            return Err(AccessRefused::Existing);
        }
        Ok(())
    }

    /// Validates a request by the owner of an address that is nobody's in the directory.
    pub(super) fn resolve_from_outside(
        &self,
        new_request: &NewAccessRequest,
        address: String,
    ) -> Result<ResolvedRequest, AccessRefused> {
        let (package, policy) = self.requested(new_request)?;
        if !policy.self_service {
            return Err(AccessRefused::NotAllowed);
        }
        let target = AccessTarget::Address(address);
        self.check_not_held(package.id, &target)?;
        Ok((None, package.id, policy.id, target))
    }
}
