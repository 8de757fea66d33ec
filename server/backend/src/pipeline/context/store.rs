//! How everything that happened to an invitation at work, and to others by it, is stored.

use storage::{Tx, blocked_domains, tenant_blocks};

use super::{DomainInviteStatus, StepContext, TenantInviteStatus};
use crate::people::BLOCKED_DOMAIN_TTL;
use crate::pipeline::event::{AccessBefore, Event};
use crate::pipeline::supersede::supersede;
use crate::pipeline::{Invitation, probe, transition};
use crate::stored::StoredError;

impl StepContext<'_> {
    /// Stores what the step at work has learned by now, with what happened: a process that dies after it would tell nobody of that any more. What
    /// could not be stored is still to be.
    pub(crate) async fn commit_noted(&mut self, mut tx: Tx) -> Result<(), StoredError> {
        let events = self.events.clone();
        let stored = self.store_noted(&mut tx).await;
        let committed = match stored {
            Ok(()) => tx.commit().await.map_err(StoredError::from),
            Err(error) => Err(error),
        };
        if committed.is_ok() {
            self.told.extend(events.iter().flat_map(Event::requests).cloned());
        } else {
            self.events = events;
        }
        committed
    }

    async fn store_noted(&mut self, tx: &mut Tx) -> Result<(), StoredError> {
        self.save_step(tx).await?;
        if self.events.is_empty() {
            return transition::store(self.app, tx, &mut self.invitation).await;
        }
        self.store(tx).await
    }

    /// Stores everything that happened since the last transaction; the audit entries last.
    pub(crate) async fn store(&mut self, tx: &mut Tx) -> Result<(), StoredError> {
        let (tenant, id) = (self.invitation.tenant.as_str(), self.invitation.id.as_str());
        match self.tenant_status.take() {
            Some(TenantInviteStatus::Blocked) => tenant_blocks::block(tx, tenant, self.app.now()).await?,
            Some(TenantInviteStatus::Accepted) => probe::end_block(tx, self.app, tenant, id).await?,
            None => {}
        }
        let domain = self.invitation.canonical.rsplit_once('@').map_or("", |(_, domain)| domain);
        match self.domain_status.take() {
            Some(DomainInviteStatus::Blocked(code)) => {
                let (now, outdated) = (self.app.now(), self.app.now() - BLOCKED_DOMAIN_TTL);
                blocked_domains::note(tx, (tenant, domain), code.as_str(), now, outdated).await?;
            }
            Some(DomainInviteStatus::Accepted) => blocked_domains::forget(tx, tenant, domain).await?,
            None => {}
        }
        let mut events = std::mem::take(&mut self.events);
        let mut replaced = std::mem::take(&mut self.replaced);
        let own = &self.invitation;
        let of_others = [Event::LinkReplaced {
            by: own.inviter.clone(),
            name: own.inviter_name.clone(),
            invitation: own.id.clone(),
        }];
        self.also_changed.extend(replaced.iter().map(|earlier| earlier.id.clone()));
        let mut superseded = std::mem::take(&mut self.superseded);
        for earlier in &mut superseded {
            earlier.pipeline.superseded_by = Some(self.invitation.id.clone());
            // One whose link went in this very transaction is stored once more with that.
            for also in replaced.iter_mut().filter(|also| also.id == earlier.id) {
                also.pipeline.superseded_by.clone_from(&earlier.pipeline.superseded_by);
            }
            if let Some(guest) = supersede(tx, earlier, &self.invitation, self.app.now()).await? {
                let before = AccessBefore { role: earlier.role.clone(), given_by: earlier.inviter.clone() };
                events.push(Event::AccessGiven { person: guest, before: Some(before) });
            }
            self.also_changed.push(earlier.id.clone());
            self.invitation.pipeline.supersedes.push(earlier.id.clone());
        }
        let mut changes: Vec<(&mut Invitation, &[Event])> = vec![(&mut self.invitation, &events)];
        changes.extend(replaced.iter_mut().map(|earlier| (earlier, of_others.as_slice())));
        let handed_over = std::mem::take(&mut self.handed_over);
        self.also_changed.extend(handed_over.iter().map(|(to, _)| to.id.clone()));
        transition::apply_all(self.app, tx, &mut changes, &handed_over).await
    }
}
