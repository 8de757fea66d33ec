//! Who asks, about whose access: what all changes begin and end with.

use std::sync::Arc;

use contract::{AccessChangeId, Caller, EntraUserId, InvitationId, ItemId, Problem, ProblemCode, RoleName};
use storage::Tx;
use storage::access::{AccessChangeRow, AccessRow, SharerRow};

use crate::access::{self, VisibleItem};
use crate::app_state::AppState;
use crate::pipeline::Administrator;
use crate::rules::Decision;
use crate::rules::holding::{Changer, Held};
use crate::rules::roles::RoleHierarchy;
use crate::rules::sharing::{ItemAccess, Sharer, may_see};
use crate::settings::Snapshot;
use crate::share_quota::{self, Shares};
use crate::stored::{CorruptRow, StoredError};

/// Whose access to what.
pub(super) type Whose<'a> = (&'a ItemId, &'a EntraUserId);

/// A caller who may have something to do with others' access to an item.
pub(super) struct ChangeRequest<'a> {
    pub(super) app: &'a AppState,
    pub(super) caller: &'a Caller,
    pub(super) seen: VisibleItem,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) roles: RoleHierarchy,
    /// The caller, as the back end names who changes what is another's.
    pub(super) who: Administrator,
}

impl<'a> ChangeRequest<'a> {
    /// Refuses guests, and whoever does not see the item; administrators look after what others share, whether they see it or not.
    pub(super) async fn about(app: &'a AppState, caller: &'a Caller, item: &ItemId) -> Result<Self, Problem> {
        access::require_member(caller)?;
        let seen = if caller.is_administrator() {
            access::load(app, caller, item.as_str()).await?
        } else {
            access::require_visible(app, caller, item.as_str()).await?
        };
        let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
        let roles = snapshot.settings.roles.hierarchy_of_kind(&seen.item.kind);
        Ok(Self { app, caller, seen, snapshot, roles, who: Administrator::from(caller) })
    }

    /// What the caller has by now, as this transaction sees it: it may have ended since they asked. `None` if they do not see the item any more.
    pub(super) async fn standing(&self, tx: &mut Tx) -> Result<Option<SharerRow>, StoredError> {
        let (tenant, user) = (self.caller.tenant.as_str(), self.caller.user.as_str());
        let item = self.seen.item.id.as_str();
        let found = storage::access::sharer_in(tx, tenant, user, item, self.app.now()).await?;
        let sees = |found: &SharerRow| may_see(&self.changer(found).sharer).is_allowed();
        Ok(found.filter(|found| self.caller.is_administrator() || sees(found)))
    }

    /// The caller with what they have, as the rules see them.
    pub(super) fn changer<'b>(&'b self, standing: &'b SharerRow) -> Changer<'b> {
        let access =
            ItemAccess { open_to_members: standing.open_to_members, own_role: standing.role.as_ref() };
        let sharer = Sharer { user: &self.caller.user, is_guest: self.caller.is_guest, access };
        Changer { sharer, is_administrator: self.caller.is_administrator() }
    }

    /// Takes a share from the caller's quota: somebody is given something anew.
    pub(super) async fn take_share(&self, tx: &mut Tx) -> Result<Decision, StoredError> {
        let (settings, shares) = (&self.snapshot.settings, Shares { recipients: 1, new_guests: 0 });
        Ok(share_quota::take_shares(tx, self.app, settings, self.caller, shares).await?)
    }

    /// What is kept of a change that the caller makes.
    pub(super) fn row(
        &self,
        before: &AccessRow,
        new: Option<(&RoleName, &InvitationId)>,
    ) -> Result<AccessChangeRow, StoredError> {
        let app = self.app;
        Ok(AccessChangeRow {
            id: AccessChangeId::parse(&app.ids.new_id()).map_err(|_| CorruptRow("change"))?,
            tenant: before.tenant.clone(),
            user: before.user.clone(),
            item: before.item.clone(),
            made_by: self.caller.user.clone(),
            made_at: app.now(),
            role: before.role.clone(),
            given_by_user: before.given_by_user.clone(),
            given_by_name: before.given_by_name.clone(),
            invitation: before.invitation.clone(),
            since: before.since,
            until: before.until,
            new_role: new.map(|(role, _)| role.clone()),
            new_invitation: new.map(|(_, invitation)| invitation.clone()),
            undone_at: None,
            new_until: None,
            cut: None,
        })
    }

    /// Whoever asks once more about access that is gone: nothing happens if it was changed before, and else nobody has anything.
    pub(super) async fn if_gone(&self, (item, user): Whose<'_>) -> Result<(), Problem> {
        let tenant = self.caller.tenant.as_str();
        let storage = &self.app.storage;
        let known = storage::access::latest_change(storage, tenant, user.as_str(), item.as_str()).await;
        match known.map_err(|error| self.app.internal(error))? {
            Some(_) => Ok(()),
            None => Err(Problem::new(ProblemCode::NotFound)),
        }
    }

    /// Tells open pages, and wakes the runner.
    pub(super) fn publish(&self, changed: &[InvitationId]) {
        for id in changed {
            self.app.publish_change(id.as_str());
        }
        self.app.job_wakeup.notify_one();
    }
}

/// The access, as the rules see it.
pub(super) const fn held(row: &AccessRow) -> Held<'_> {
    Held { user: &row.user, role: &row.role, given_by: &row.given_by_user }
}

/// How a transaction ended that the rules may refuse.
pub(super) enum Outcome {
    /// It is done; these invitations have changed.
    Done(Vec<InvitationId>),
    /// There is nothing to change.
    Nothing,
    /// The person has no access.
    Gone,
    /// A rule says no.
    Denied(Problem),
}
