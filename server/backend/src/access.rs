//! Who may see and share what.

use contract::{Caller, Problem, ProblemCode};
use storage::{access, items};

use crate::invite::Ground;

/// An item that the caller may see, with the caller's own access if it was given by sharing.
pub(crate) struct Seen {
    pub(crate) item: items::ItemRow,
    pub(crate) own: Option<access::AccessRow>,
}

/// Refuses everybody but members: guests share nothing and look nobody up.
pub(crate) fn member(caller: &Caller) -> Result<(), Problem> {
    if caller.is_guest { Err(Problem::new(ProblemCode::NotAllowed)) } else { Ok(()) }
}

/// The item, if the caller may see it. What is unknown and what is hidden look alike.
pub(crate) async fn see(ground: &Ground, caller: &Caller, item: &str) -> Result<Seen, Problem> {
    let hidden = || Problem::new(ProblemCode::NotFound);
    let broken = |error| ground.internal(error);
    let row = items::load(&ground.storage, item).await.map_err(broken)?.ok_or_else(hidden)?;
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let own = access::of_person(&ground.storage, tenant, user, item).await.map_err(broken)?;
    let open = row.open_to_members && !caller.is_guest;
    if open || own.is_some() { Ok(Seen { item: row, own }) } else { Err(hidden()) }
}
