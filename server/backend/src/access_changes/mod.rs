//! The access that others have: another role, another last day, the end of it, and undo of each.
//!
//! Each is one transaction. It changes our own directory at once. From another role and the end something follows outside, which the runner does: every invitation that stands behind
//! the access is undone as far as it gave access (`pipeline::end_access`), and what the person has from then on is a share of its own that nobody is
//! written about (`pipeline::quiet_share`).

mod ask;
mod change_last_day;
mod change_role;
mod day_draft;
mod end;
mod last_day;
mod told;
mod undo;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    AccessChange, AccessChangeId, Caller, DraftId, EntraUserId, ItemId, LastDayAnswer, LastDayForm, Problem,
    RoleName, ports,
};

use crate::app_state::AppState;
use crate::form_sender;
pub(crate) use last_day::EndAccess;

/// The port, on storage.
pub(crate) struct AccessChangeService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::AccessChanges for AccessChangeService {
    async fn change_role(
        &self,
        caller: &Caller,
        item: &ItemId,
        user: &EntraUserId,
        role: &RoleName,
    ) -> Result<(), Problem> {
        change_role::change_role(&self.0, caller, (item, user), role).await
    }

    async fn change_last_day(&self, caller: &Caller, form: LastDayForm) -> Result<LastDayAnswer, Problem> {
        form_sender::require_own(&self.0.sealer, caller, &form.sender, self.0.now())?;
        change_last_day::change_last_day(&self.0, caller, form).await
    }

    async fn save_for_sender(&self, form: LastDayForm) -> Result<Option<DraftId>, Problem> {
        day_draft::save_for_sender(&self.0, form).await
    }

    async fn end(&self, caller: &Caller, item: &ItemId, user: &EntraUserId) -> Result<(), Problem> {
        end::end(&self.0, caller, (item, user)).await
    }

    async fn change(&self, caller: &Caller, id: &AccessChangeId) -> Result<AccessChange, Problem> {
        undo::preview(&self.0, caller, id).await
    }

    async fn undo_change(&self, caller: &Caller, id: &AccessChangeId) -> Result<ItemId, Problem> {
        undo::undo(&self.0, caller, id).await
    }
}
