//! Who may see and share what.

pub(crate) mod grant;

use contract::{Caller, Problem, ProblemCode, RoleName};
use storage::{access, items};

use crate::app_state::AppState;

/// An item that the caller may see, with the caller's own access if it was given by sharing.
pub(crate) struct VisibleItem {
    pub(crate) item: items::ItemRow,
    pub(crate) own: Option<access::AccessRow>,
}

impl VisibleItem {
    /// Whether the one who sees may give this role; `roles` are those of the item's kind, weakest first.
    pub(crate) fn may_give(&self, roles: &[RoleName], role: &RoleName) -> bool {
        may_give(self.item.open_to_members, self.own.as_ref().map(|own| own.role.as_str()), roles, role)
    }
}

/// Whether somebody may give a role of an item. Members give every role on what is open to all of them; who has an item by sharing, in the
/// role `own`, gives none above their own. A role that settings do not name (any more) has no place among the others, so nobody knows that
/// it is not above.
pub(crate) fn may_give(
    open_to_members: bool,
    own: Option<&str>,
    roles: &[RoleName],
    role: &RoleName,
) -> bool {
    if open_to_members {
        return true;
    }
    match (own.and_then(|own| rank(roles, own)), rank(roles, role.as_str())) {
        (Some(own), Some(role)) => own >= role,
        (None, _) | (_, None) => false,
    }
}

/// The place of a role among those of a kind; a role that settings do not name (any more) has none.
pub(crate) fn rank(roles: &[RoleName], role: &str) -> Option<usize> {
    roles.iter().position(|known| known.as_str() == role)
}

/// Refuses everybody but members: guests share nothing and look nobody up.
pub(crate) fn require_member(caller: &Caller) -> Result<(), Problem> {
    if caller.is_guest { Err(Problem::new(ProblemCode::NotAllowed)) } else { Ok(()) }
}

/// The item, if the caller may see it. What is unknown and what is hidden look alike.
pub(crate) async fn require_visible(
    app: &AppState,
    caller: &Caller,
    item: &str,
) -> Result<VisibleItem, Problem> {
    let hidden = || Problem::new(ProblemCode::NotFound);
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let seen = access::item_of_person(&app.storage, tenant, user, item).await;
    let (item, own) = seen.map_err(|error| app.internal(error))?.ok_or_else(hidden)?;
    let open = item.open_to_members && !caller.is_guest;
    if open || own.is_some() { Ok(VisibleItem { item, own }) } else { Err(hidden()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_what_is_or_may_be_above_their_own_role() {
        let roles: Vec<_> =
            ["reader", "contributor", "owner"].iter().map(|role| RoleName::parse(role).unwrap()).collect();
        let may = |open, own, role| may_give(open, own, &roles, &RoleName::parse(role).unwrap());
        assert!(may(true, None, "owner"));
        assert!(may(false, Some("contributor"), "reader") && may(false, Some("contributor"), "contributor"));
        assert!(!may(false, Some("contributor"), "owner"));
        assert!(!may(false, None, "reader"));
        assert!(!may(false, Some("former"), "reader"), "the own role is named no more");
        assert!(!may(false, Some("owner"), "former"), "nobody knows how far that reaches");
    }
}
