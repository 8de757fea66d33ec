//! Who may share what with whom.

use contract::{EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode, RoleName};

use super::Decision;
use super::roles::RoleHierarchy;

/// Somebody who shares an item, and how far the item is theirs to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharer<'a> {
    /// Their object id.
    pub user: &'a EntraUserId,
    /// A guest of the tenant.
    pub is_guest: bool,
    /// What they may do on the item.
    pub access: ItemAccess<'a>,
}

/// What somebody may do on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemAccess<'a> {
    /// Every member of the tenant may use the item.
    pub open_to_members: bool,
    /// The role that somebody gave them.
    pub own_role: Option<&'a RoleName>,
}

/// Somebody whom the directory knows, and with whom an item is to be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipient<'a> {
    /// Their object id.
    pub user: &'a EntraUserId,
    /// Why they cannot come, if that is known: their account is blocked, or they can never accept.
    pub blocked: Option<ProblemCode>,
    /// The role that they have on the item already.
    pub existing_role: Option<&'a RoleName>,
}

/// Whether somebody may share at all, and look people up for it: guests may not.
pub fn may_share(is_guest: bool) -> Decision {
    Decision::unless(!is_guest, || Problem::new(ProblemCode::NotAllowed))
}

/// Whether the item is there for somebody: what is hidden looks like what does not exist.
pub fn may_see(sharer: &Sharer<'_>) -> Decision {
    let is_open = sharer.access.open_to_members && !sharer.is_guest;
    Decision::unless(is_open || sharer.access.own_role.is_some(), || Problem::new(ProblemCode::NotFound))
}

/// Whether the kind of item has the role.
pub fn is_offered(roles: &RoleHierarchy, role: &str) -> Decision {
    Decision::unless(roles.offers(role), || Problem::of_field(FieldPath::ROLE, ProblemCode::RoleUnknown))
}

/// Whether the role is within the sharer's reach: members give every role on what is open to all of them; who has the item by sharing gives
/// none above their own.
pub fn may_give(access: &ItemAccess<'_>, roles: &RoleHierarchy, role: &str) -> Decision {
    let reaches = |own: &RoleName| roles.reaches(own.as_str(), role);
    Decision::unless(access.open_to_members || access.own_role.is_some_and(reaches), || {
        Problem::of_field(FieldPath::ROLE, ProblemCode::RoleAboveOwn)
    })
}

/// Whether the recipient is somebody else who can come. The problem is about the recipient's address.
pub fn may_receive(sharer: &EntraUserId, recipient: &Recipient<'_>) -> Decision {
    is_somebody_else(sharer, recipient.user)
        .and_then(|| recipient.blocked.map_or(Decision::Allow, |why| Decision::Deny(about_recipient(why))))
}

/// Whether there is anything to give: not to somebody whose role reaches as far. The problem names the role that they have.
pub fn is_needed(recipient: &Recipient<'_>, roles: &RoleHierarchy, role: &str) -> Decision {
    match recipient.existing_role.filter(|has| roles.at_least(role).contains(has)) {
        None => Decision::Allow,
        Some(has) => {
            let problem = about_recipient(ProblemCode::AlreadyShared);
            Decision::Deny(Problem { role: Some(has.clone()), ..problem })
        }
    }
}

/// Everything that is known of a share before anybody is looked up.
pub fn may_begin(sharer: &Sharer<'_>, roles: &RoleHierarchy, role: &str) -> Decision {
    may_share(sharer.is_guest)
        .and_then(|| may_see(sharer))
        .and_then(|| is_offered(roles, role))
        .and_then(|| may_give(&sharer.access, roles, role))
}

/// Whether a share that was accepted earlier may still be done for somebody: much may have changed since. That the role is not offered any
/// more is no reason against it.
pub fn may_still_give(
    sharer: &Sharer<'_>,
    recipient: &EntraUserId,
    roles: &RoleHierarchy,
    role: &str,
) -> Decision {
    is_somebody_else(sharer.user, recipient).and_then(|| may_give(&sharer.access, roles, role))
}

/// Those among whom the sharer chooses when an address has several owners: an address may be that of others too, but nobody shares with
/// themselves.
pub fn candidates(sharer: &EntraUserId, mut matches: Vec<PersonMatch>) -> Result<Vec<PersonMatch>, Problem> {
    let found_any = !matches.is_empty();
    matches.retain(|found| found.id != *sharer);
    if found_any && matches.is_empty() { Err(about_recipient(ProblemCode::Yourself)) } else { Ok(matches) }
}

/// Whether one of those who may be meant can come. The problem is that of the first.
pub fn somebody_can_come(matches: &[PersonMatch]) -> Decision {
    let reasons: Option<Vec<_>> = matches.iter().map(|found| found.blocked).collect();
    match reasons.unwrap_or_default().first() {
        Some(why) => Decision::Deny(about_recipient(*why)),
        None => Decision::Allow,
    }
}

fn is_somebody_else(sharer: &EntraUserId, recipient: &EntraUserId) -> Decision {
    Decision::unless(sharer != recipient, || about_recipient(ProblemCode::Yourself))
}

fn about_recipient(code: ProblemCode) -> Problem {
    Problem::of_field(FieldPath::ADDRESS, code)
}

#[cfg(test)]
mod tests;
