//! The end of somebody's access to an item, or of the role that they had: every invitation that stands behind it is undone as far as it gave access.
//! Groups are left, roles of applications and packages are taken back, under the rule of undo; the guest and what is written of them stay.

use contract::{EntraUserId, InvitationId};
use storage::Tx;
use storage::access::{self, AccessRow};
use storage::invitations::{self, Holding};

use super::event::{AccessEnd, Event};
use super::facts::Administrator;
use super::{Invitation, job, transition};
use crate::app_state::AppState;
use crate::stored::StoredError;

/// Why it ends, where invitations are still to be looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum EndingBy<'a> {
    /// Somebody ends it.
    Person(&'a Administrator),
    /// Somebody gives another role.
    Change(&'a Administrator, &'a contract::RoleName),
    /// Its last day is over.
    Day,
}

/// The invitations that stand behind somebody's access, and their jobs, all locked: before the access itself, as everybody does it.
pub(crate) struct Behind {
    whose: EntraUserId,
    invitations: Vec<Invitation>,
}

impl Behind {
    /// Begins a transaction that has them all locked, and then the access. An invitation that came in between would give it again.
    pub(crate) async fn begin(
        app: &AppState,
        of: Holding<'_>,
    ) -> Result<(Tx, Self, Option<AccessRow>), StoredError> {
        let (tenant, user, item) = (of.tenant.as_str(), of.person.as_str(), of.item.as_str());
        loop {
            let mut tx = app.storage.begin().await?;
            let behind = Self::lock(app, &mut tx, of).await?;
            let given = access::of_person_in(&mut tx, tenant, user, item).await?;
            let now = invitations::of_access(&mut tx, of).await?;
            if now.iter().all(|id| behind.invitations.iter().any(|known| known.id == *id)) {
                return Ok((tx, behind, given));
            }
        }
    }

    async fn lock(app: &AppState, tx: &mut Tx, of: Holding<'_>) -> Result<Self, StoredError> {
        let ids = invitations::of_access(tx, of).await?;
        for id in &ids {
            job::enqueue_or_expedite(app, tx, id).await?;
        }
        let mut found = Vec::new();
        for id in &ids {
            let Some(row) = invitations::load_in(tx, id).await? else { continue };
            let invitation = Invitation::try_from(row)?;
            // What somebody asked to undo meanwhile is undone.
            if !super::undo::is_undone(&invitation) {
                found.push(invitation);
            }
        }
        Ok(Self { whose: of.person.clone(), invitations: found })
    }

    /// The one of this inviter's whose guest has not come yet, if there is one: whoever gives them another role goes on waiting for them.
    pub(crate) fn awaiting_guest(&self, inviter: &EntraUserId) -> Option<&Invitation> {
        let mut own = self.invitations.iter().filter(|invitation| invitation.inviter == *inviter);
        own.find(|invitation| invitation.may_be_resent())
    }

    /// Has the runner take back what follows from the access. `gave` is the invitation that gave it; it tells its inviter, and so do those that were still
    /// to give some. Their audit entries are written: nothing else may be locked after it. The ids, to be published after the commit.
    pub(crate) async fn end(
        self,
        app: &AppState,
        tx: &mut Tx,
        by: EndingBy<'_>,
        gave: Option<&InvitationId>,
    ) -> Result<Vec<InvitationId>, StoredError> {
        let Self { whose, mut invitations } = self;
        let events: Vec<Vec<Event>> = invitations
            .iter_mut()
            .map(|invitation| {
                let (why, is_it) = (note(invitation, by), gave == Some(&invitation.id));
                let is_quiet = !is_it && invitation.state.is_settled();
                let mut events = vec![Event::AccessEnded { person: whose.clone(), why, is_quiet }];
                // What another role takes the place of is not gone.
                let is_gone = is_it && !matches!(by, EndingBy::Change(..));
                events.extend(is_gone.then(|| Event::AccessTakenBack { person: whose.clone() }));
                events
            })
            .collect();
        let mut changes: Vec<(&mut Invitation, &[Event])> =
            invitations.iter_mut().zip(events.iter().map(Vec::as_slice)).collect();
        transition::apply_all(app, tx, &mut changes, &[]).await?;
        Ok(invitations.into_iter().map(|invitation| invitation.id).collect())
    }
}

/// Notes how far it is undone, and for whom.
fn note(invitation: &mut Invitation, by: EndingBy<'_>) -> AccessEnd {
    let other = |who: &Administrator| Some(who.clone()).filter(|who| who.user != invitation.inviter);
    let (who, why) = match by {
        EndingBy::Person(who) => (other(who), AccessEnd::Asked { by: other(who) }),
        EndingBy::Change(who, role) => {
            (other(who), AccessEnd::Changed { role: role.clone(), by: other(who) })
        }
        EndingBy::Day => (None, AccessEnd::RanOut),
    };
    invitation.pipeline.failing = None;
    invitation.pipeline.undone_by = who;
    invitation.pipeline.access_ended = true;
    why
}
