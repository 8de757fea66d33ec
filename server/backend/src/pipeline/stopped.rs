//! The invitations that have stopped, page by page: for whatever comes back for those that wait for one thing.

use contract::{EntraUserId, InvitationId, InvitationState, TenantId};
use storage::invitations::{self, InvitationPage, InvitationRow};
use storage::{Storage, StorageError};

/// How many invitations are read at once.
const PAGE: i64 = 50;

/// Those of a tenant, the newest first.
pub(super) struct Stopped<'a> {
    storage: &'a Storage,
    tenant: &'a TenantId,
    /// Of this inviter alone.
    inviter: Option<&'a EntraUserId>,
    /// The last one that was read.
    before: Option<InvitationId>,
}

impl<'a> Stopped<'a> {
    /// Those of everybody.
    pub(super) const fn of_tenant(storage: &'a Storage, tenant: &'a TenantId) -> Self {
        Self { storage, tenant, inviter: None, before: None }
    }

    /// Those of one inviter.
    pub(super) const fn of_inviter(
        storage: &'a Storage,
        (tenant, inviter): (&'a TenantId, &'a EntraUserId),
    ) -> Self {
        Self { storage, tenant, inviter: Some(inviter), before: None }
    }

    /// The next ones, as they are stored; none at the end. What has gone on since the page before is no matter.
    pub(super) async fn next_page(&mut self) -> Result<Option<Vec<InvitationRow>>, StorageError> {
        let state = Some(InvitationState::Stopped);
        let page = InvitationPage { state, before: self.before.as_ref(), limit: PAGE };
        let lines = match self.inviter {
            Some(inviter) => invitations::list(self.storage, self.tenant, inviter, page).await?,
            None => invitations::list_everyones(self.storage, self.tenant, page).await?,
        };
        let Some(last) = lines.last() else { return Ok(None) };
        self.before = Some(last.row.id.clone());
        Ok(Some(lines.into_iter().map(|line| line.row).collect()))
    }
}
