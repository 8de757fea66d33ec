//! Who may change or end the access that somebody has.

use contract::{EntraUserId, Problem, ProblemCode, RoleName};

use super::Decision;
use super::roles::RoleHierarchy;
use super::sharing::{Sharer, is_offered, may_give, may_share};

/// Somebody who would change the access of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changer<'a> {
    /// Who they are, and how far the item is theirs to share.
    pub sharer: Sharer<'a>,
    /// An administrator.
    pub is_administrator: bool,
}

/// The access that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<'a> {
    /// Their object id.
    pub user: &'a EntraUserId,
    /// What they may do.
    pub role: &'a RoleName,
    /// Whoever gave it.
    pub given_by: &'a EntraUserId,
}

/// Whether somebody may end the access: administrators, whoever gave it, and whoever has a role on the item that reaches further. That an item is open to
/// all members makes nobody's role reach further: it lets them give, and not take.
pub fn may_end(who: &Changer<'_>, held: &Held<'_>, roles: &RoleHierarchy) -> Decision {
    let gave_it = held.given_by == who.sharer.user && held.user != who.sharer.user;
    let is_above = who.sharer.access.own_role.is_some_and(|own| is_further(roles, own, held.role));
    let may = who.is_administrator || gave_it || is_above;
    may_share(who.sharer.is_guest)
        .and_then(|| Decision::unless(may, || Problem::new(ProblemCode::NotAllowed)))
}

/// Whether somebody may give another role in its place: whoever may end it, a role that is theirs to give. Nobody gives themselves one: neither upwards,
/// nor downwards, where an administrator can end what they have.
pub fn may_change(who: &Changer<'_>, held: &Held<'_>, roles: &RoleHierarchy, role: &RoleName) -> Decision {
    let is_own = held.user == who.sharer.user;
    may_end(who, held, roles)
        .and_then(|| Decision::unless(!is_own, || Problem::new(ProblemCode::NotAllowed)))
        .and_then(|| is_offered(roles, role.as_str()))
        .and_then(|| {
            let is_theirs = || may_give(&who.sharer.access, roles, role.as_str());
            if who.is_administrator { Decision::Allow } else { is_theirs() }
        })
}

/// Whether somebody may move its last day: whoever may end it; to have it last longer, only if the role is theirs to give. That it is not offered any more
/// is no reason against it. Nobody moves their own.
pub fn may_move_last_day(
    who: &Changer<'_>,
    held: &Held<'_>,
    roles: &RoleHierarchy,
    is_longer: bool,
) -> Decision {
    let is_own = held.user == who.sharer.user;
    may_end(who, held, roles)
        .and_then(|| Decision::unless(!is_own, || Problem::new(ProblemCode::NotAllowed)))
        .and_then(|| {
            let is_theirs = || may_give(&who.sharer.access, roles, held.role.as_str());
            if is_longer && !who.is_administrator { is_theirs() } else { Decision::Allow }
        })
}

/// The roles that somebody may give in its place, weakest first.
pub fn roles_to_offer(who: &Changer<'_>, held: &Held<'_>, roles: &RoleHierarchy) -> Vec<RoleName> {
    let others = roles.offered().iter().filter(|role| *role != held.role);
    others.filter(|role| may_change(who, held, roles, role).is_allowed()).cloned().collect()
}

fn is_further(roles: &RoleHierarchy, own: &RoleName, other: &RoleName) -> bool {
    roles.reaches(own.as_str(), other.as_str()) && !roles.reaches(other.as_str(), own.as_str())
}

#[cfg(test)]
mod tests;
