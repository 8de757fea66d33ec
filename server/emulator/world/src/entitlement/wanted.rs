//! What a request comes to: the assignment that is to come, or the one that is to go.

use uuid::Uuid;

use super::{AccessAsked, AccessRefused, RequestType, Target};
use crate::{World, address, effect::Cause, ids::UserId, tenant::Tenant};

/// The assignment to take back, the package, the policy and the person.
pub(super) type Decided = (Option<Uuid>, Uuid, Uuid, Target);

/// The assignment that is to go.
pub(super) fn held(directory: &Tenant, cause: &Cause, asked: &AccessAsked) -> Result<Decided, AccessRefused> {
    let id = asked.assignment.ok_or(AccessRefused::Unknown("assignment"))?;
    let held = directory.access_assignments().find(|held| held.assignment == id);
    let held = held.ok_or(AccessRefused::Unknown("assignment"))?;
    let user = held.user.ok_or(AccessRefused::Unknown("assignment"))?;
    if asked.kind == RequestType::UserRemove && cause.actor.user != Some(user) {
        return Err(AccessRefused::NotAllowed);
    }
    Ok((Some(id), held.package, held.policy, Target::User(user)))
}

impl World {
    /// The assignment that is to come.
    pub(super) fn wanted_access(
        &self,
        directory: &Tenant,
        cause: &Cause,
        asked: &AccessAsked,
    ) -> Result<Decided, AccessRefused> {
        let package = asked.package.and_then(|id| directory.entitlement.packages.get(&id));
        let package = package.ok_or(AccessRefused::Unknown("access package"))?;
        let policy = package.policies.iter().find(|policy| asked.policy.is_none_or(|id| id == policy.id));
        let policy = policy.ok_or(AccessRefused::Unknown("assignment policy"))?;
        let own = cause.actor.user.map(Target::User);
        let target = match (asked.kind, &asked.target) {
            (RequestType::UserAdd, named) => {
                let own = own.ok_or(AccessRefused::NotAllowed)?;
                if !policy.self_service || named.as_ref().is_some_and(|named| *named != own) {
                    return Err(AccessRefused::NotAllowed);
                }
                own
            }
            (_, Some(Target::User(user))) => {
                directory.user(*user).ok_or(AccessRefused::NoTarget)?;
                Target::User(*user)
            }
            (_, Some(Target::Address(mail))) if address::well_formed(mail, true) => {
                let known = self.known_at(directory, mail);
                known.map_or_else(|| Target::Address(mail.clone()), |user| Target::User(user.id))
            }
            _ => return Err(AccessRefused::NoTarget),
        };
        let mut requests = directory.entitlement.requests.iter().filter(|other| !other.state.is_final());
        let open = requests.any(|other| other.package == package.id && other.target == target);
        let has = |user: UserId| {
            directory.access_assignments().any(|held| held.package == package.id && held.user == Some(user))
        };
        if open || matches!(target, Target::User(user) if has(user)) {
            return Err(AccessRefused::Existing);
        }
        Ok((None, package.id, policy.id, target))
    }
}
