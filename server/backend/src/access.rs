//! Who may see and share what.

use contract::{Caller, Problem, ProblemCode, RoleName};
use storage::{Storage, StorageError, access, items};

use crate::app_state::AppState;

/// An item that the caller may see, with the caller's own access if it was given by sharing.
pub(crate) struct Seen {
    pub(crate) item: items::ItemRow,
    pub(crate) own: Option<access::AccessRow>,
}

impl Seen {
    /// Whether the one who sees may give this role; `roles` are those of the item's kind, weakest first. Members give every role on what is
    /// open to all of them; who has an item by sharing gives none above their own.
    pub(crate) fn may_give(&self, roles: &[RoleName], role: &RoleName) -> bool {
        let reaches = |own: &access::AccessRow| {
            rank(roles, &own.role).is_some_and(|own| Some(own) >= rank(roles, role.as_str()))
        };
        self.item.open_to_members || self.own.as_ref().is_some_and(reaches)
    }
}

/// The place of a role among those of a kind; a role that settings do not name (any more) has none.
pub(crate) fn rank(roles: &[RoleName], role: &str) -> Option<usize> {
    roles.iter().position(|known| known.as_str() == role)
}

/// Refuses everybody but members: guests share nothing and look nobody up.
pub(crate) fn member(caller: &Caller) -> Result<(), Problem> {
    if caller.is_guest { Err(Problem::new(ProblemCode::NotAllowed)) } else { Ok(()) }
}

/// The item, if the caller may see it. What is unknown and what is hidden look alike.
pub(crate) async fn see(app: &AppState, caller: &Caller, item: &str) -> Result<Seen, Problem> {
    let hidden = || Problem::new(ProblemCode::NotFound);
    let broken = |error| app.internal(error);
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let seen = look(&app.storage, tenant, user, item).await.map_err(broken)?.ok_or_else(hidden)?;
    let open = seen.item.open_to_members && !caller.is_guest;
    if open || seen.own.is_some() { Ok(seen) } else { Err(hidden()) }
}

/// The item, with somebody's own access if it was given by sharing; whether they may see it is not asked.
pub(crate) async fn look(
    storage: &Storage,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<Seen>, StorageError> {
    let Some(row) = items::load(storage, item).await? else { return Ok(None) };
    let own = access::of_person(storage, tenant, user, item).await?;
    Ok(Some(Seen { item: row, own }))
}
