//! Who may see and share what: the rules, asked with what is stored.

pub(crate) mod grant;
pub(crate) mod last_day;

use contract::{Caller, EntraUserId, Problem, ProblemCode};
use storage::{access, items};

use crate::app_state::AppState;
use crate::rules::holding::Changer;
use crate::rules::sharing::{self, ItemAccess, Sharer};

/// An item as the caller sees it, with the caller's own access if it was given by sharing and has not ended, and how many people have access.
pub(crate) struct VisibleItem {
    pub(crate) item: items::ItemRow,
    pub(crate) own: Option<access::AccessRow>,
    /// The address of whoever gave it.
    pub(crate) given_by_address: Option<String>,
    pub(crate) people: i64,
}

impl VisibleItem {
    /// What the one who sees may do on the item.
    pub(crate) fn item_access(&self) -> ItemAccess<'_> {
        let own_role = self.own.as_ref().map(|own| &own.role);
        ItemAccess { open_to_members: self.item.open_to_members, own_role }
    }

    /// The caller, as the rules see them who change what others have.
    pub(crate) fn changer<'a>(&'a self, caller: &'a Caller) -> Changer<'a> {
        Changer { sharer: self.sharer(caller), is_administrator: caller.is_administrator() }
    }

    /// The caller, as the rules see them.
    pub(crate) fn sharer<'a>(&'a self, caller: &'a Caller) -> Sharer<'a> {
        Sharer { user: &caller.user, is_guest: caller.is_guest, access: self.item_access() }
    }
}

/// Refuses everybody but members: guests share nothing and look nobody up.
pub(crate) fn require_member(caller: &Caller) -> Result<(), Problem> {
    sharing::may_share(caller.is_guest).into_result()
}

/// Refuses everybody but administrators.
pub(crate) fn require_administrator(caller: &Caller) -> Result<(), Problem> {
    if caller.is_administrator() { Ok(()) } else { Err(Problem::new(ProblemCode::NotAllowed)) }
}

/// Whose invitations the caller may look at and undo: a member their own, an administrator everyone's, which is `None`.
pub(crate) fn inviter_seen_by(caller: &Caller) -> Option<&EntraUserId> {
    (!caller.is_administrator()).then_some(&caller.user)
}

/// The item, if the caller may see it. What is unknown and what is hidden look alike. One statement.
pub(crate) async fn require_visible(
    app: &AppState,
    caller: &Caller,
    item: &str,
) -> Result<VisibleItem, Problem> {
    let seen = load(app, caller, item).await?;
    sharing::may_see(&seen.sharer(caller)).into_result()?;
    Ok(seen)
}

/// The item, whether the caller may see it or not: for administrators, who look after what others share.
pub(crate) async fn load(app: &AppState, caller: &Caller, item: &str) -> Result<VisibleItem, Problem> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let found = items::load_with_access(&app.storage, tenant, user, item).await;
    let found = found.map_err(|error| app.internal(error))?.ok_or(Problem::new(ProblemCode::NotFound))?;
    let items::ItemWithAccess { item, own, given_by_address, people } = found;
    // What has ended counts no more, whether the job has taken it away or not.
    let own = own.filter(|own| own.lives(app.now()));
    let given_by_address = given_by_address.filter(|_| own.is_some());
    Ok(VisibleItem { item, own, given_by_address, people })
}
