//! The end of somebody's access to an item, or of the role that they had: every invitation that stands behind it is undone as far as it gave access.
//! Groups are left, roles of applications and packages are taken back, under the rule of undo; the guest and what is written of them stay.

use contract::{EntraUserId, InvitationId, InvitationState};
use storage::Tx;
use storage::access::{self, AccessRow};
use storage::audit::NewEntry;
use storage::invitations::{self, Holding};

use super::event::{AccessBefore, AccessEnd, Event};
use super::facts::Administrator;
use super::{Invitation, job, transition};
use crate::app_state::AppState;
use crate::audit;
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

/// What becomes of the jobs of the invitations that are locked.
#[derive(Debug, Clone, Copy)]
enum Jobs {
    /// Each is worked on when the transaction has ended.
    AtOnce,
    /// Nothing.
    AsTheyAre,
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
        Self::begin_with(app, of, Jobs::AtOnce).await
    }

    /// As [`begin`](Self::begin), where none of them is to be worked on: their jobs keep their times.
    pub(crate) async fn look(
        app: &AppState,
        of: Holding<'_>,
    ) -> Result<(Tx, Self, Option<AccessRow>), StoredError> {
        Self::begin_with(app, of, Jobs::AsTheyAre).await
    }

    async fn begin_with(
        app: &AppState,
        of: Holding<'_>,
        jobs: Jobs,
    ) -> Result<(Tx, Self, Option<AccessRow>), StoredError> {
        let (tenant, user, item) = (of.tenant.as_str(), of.person.as_str(), of.item.as_str());
        loop {
            let mut tx = app.storage.begin().await?;
            let behind = Self::lock(app, &mut tx, of, jobs).await?;
            let given = access::of_person_in(&mut tx, tenant, user, item).await?;
            let now = invitations::of_access(&mut tx, of).await?;
            if now.iter().all(|id| behind.invitations.iter().any(|known| known.id == *id)) {
                return Ok((tx, behind, given));
            }
        }
    }

    async fn lock(app: &AppState, tx: &mut Tx, of: Holding<'_>, jobs: Jobs) -> Result<Self, StoredError> {
        let ids = invitations::of_access(tx, of).await?;
        let all: Vec<_> = ids.iter().collect();
        match jobs {
            Jobs::AtOnce => job::lock_all(app, tx, &all).await?,
            Jobs::AsTheyAre => job::hold_all(tx, &all).await?,
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

    /// The invitation that gave the access, if one did.
    pub(crate) fn giver(&self, given: &AccessRow) -> Option<&Invitation> {
        self.invitations.iter().find(|invitation| given.invitation.as_ref() == Some(&invitation.id))
    }

    /// All of them.
    pub(crate) fn into_all(self) -> Vec<Invitation> {
        self.invitations
    }

    /// Whether there are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.invitations.is_empty()
    }

    /// The next last day of any of them, in unix milliseconds.
    pub(crate) fn next_day(&self, now: i64) -> Option<i64> {
        let days = self.invitations.iter().filter_map(|of| of.options.until);
        days.filter(|until| *until > now).min()
    }

    /// Those that end on the day that is over although the access, which another one gives, goes on.
    pub(crate) fn shorter(mut self, gave: Option<&InvitationId>, now: i64) -> Self {
        self.invitations.retain(|of| {
            let is_over = of.options.until.is_some_and(|until| until <= now);
            is_over && gave != Some(&of.id) && of.state != InvitationState::Failed
        });
        self
    }

    /// Those that end on the day that is over, and those that go on: whoever shared for longer, or for good, has said nothing of that day. `gave` is the
    /// invitation that gave the access. One that failed gives nothing, and so ends with it.
    pub(crate) fn part(self, gave: Option<&InvitationId>, now: i64) -> (Self, Vec<Invitation>) {
        let is_over = |of: &Invitation| {
            gave == Some(&of.id)
                || of.state == InvitationState::Failed
                || of.options.until.is_some_and(|until| until <= now)
        };
        let (mut over, mut lasting): (Vec<_>, Vec<_>) = self.invitations.into_iter().partition(is_over);
        loop {
            // What another one stands for goes with that one.
            let ids: Vec<InvitationId> = over.iter().map(|of| of.id.clone()).collect();
            let goes =
                |of: &Invitation| of.pipeline.superseded_by.as_ref().is_some_and(|by| ids.contains(by));
            let (more, rest): (Vec<_>, Vec<_>) = lasting.into_iter().partition(goes);
            lasting = rest;
            if more.is_empty() {
                return (Self { whose: self.whose, invitations: over }, lasting);
            }
            over.extend(more);
        }
    }

    /// Has the runner take back what follows from the access. `gave` is the invitation that gave it; it tells its inviter, and so do those that were still
    /// to give some. Their audit entries are written, behind the `earlier` ones: nothing else may be locked after it. The ids, to be published after the
    /// commit.
    pub(crate) async fn end(
        self,
        app: &AppState,
        tx: &mut Tx,
        by: EndingBy<'_>,
        gave: Option<&InvitationId>,
        earlier: Vec<NewEntry>,
    ) -> Result<Vec<InvitationId>, StoredError> {
        // What another role takes the place of is not gone.
        let is_gone = !matches!(by, EndingBy::Change(..));
        let taken_back = is_gone.then(|| Event::AccessTakenBack { person: self.whose.clone() });
        self.apply(app, tx, (by, gave, taken_back), &[], earlier).await
    }

    /// As [`end`](Self::end) on its day, where another invitation gives the access from then on, which is stored already: nobody is told that it is gone.
    pub(crate) async fn hand_over(
        self,
        app: &AppState,
        tx: &mut Tx,
        (given, gave): (&AccessRow, &InvitationId),
        to: Invitation,
    ) -> Result<Vec<InvitationId>, StoredError> {
        let (person, id) = (self.whose.clone(), to.id.clone());
        let taken_over = Event::AccessTakenOver {
            person: person.clone(),
            before: AccessBefore { role: given.role.clone(), given_by: given.given_by_user.clone() },
            from: gave.clone(),
            by: given.given_by_user.clone(),
            name: given.given_by_name.clone(),
        };
        let handed_over = Some(Event::AccessHandedOver { person, to: id.clone() });
        let others = [(to, taken_over)];
        let of_gave = (EndingBy::Day, Some(gave), handed_over);
        let mut changed = self.apply(app, tx, of_gave, &others, Vec::new()).await?;
        changed.push(id);
        Ok(changed)
    }

    async fn apply(
        self,
        app: &AppState,
        tx: &mut Tx,
        (by, gave, of_gave): (EndingBy<'_>, Option<&InvitationId>, Option<Event>),
        others: &[(Invitation, Event)],
        mut entries: Vec<NewEntry>,
    ) -> Result<Vec<InvitationId>, StoredError> {
        let Self { whose, mut invitations } = self;
        let stays = !others.is_empty();
        let events: Vec<Vec<Event>> = invitations
            .iter_mut()
            .map(|invitation| {
                let (why, is_it) = (note(invitation, by), gave == Some(&invitation.id));
                let is_quiet = stays || !is_it && invitation.state.is_settled();
                let mut events = vec![Event::AccessEnded { person: whose.clone(), why, is_quiet }];
                events.extend(of_gave.clone().filter(|_| is_it));
                events
            })
            .collect();
        let mut changes: Vec<(&mut Invitation, &[Event])> =
            invitations.iter_mut().zip(events.iter().map(Vec::as_slice)).collect();
        entries.extend(transition::apply_unaudited(app, tx, &mut changes, others).await?);
        audit::append_all(tx, &entries).await?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::pipeline::invitation::tests::sample;
    use crate::share::options::ShareOptions;

    fn id(text: &str) -> InvitationId {
        InvitationId::parse(text).unwrap()
    }

    fn until(name: &str, until: Option<i64>) -> Invitation {
        let options = ShareOptions { until, ..ShareOptions::default() };
        Invitation { id: id(name), options, state: InvitationState::Shared, ..sample() }
    }

    fn names(of: &[Invitation]) -> Vec<&str> {
        of.iter().map(|invitation| invitation.id.as_str()).collect()
    }

    #[test]
    fn what_was_shared_for_shorter_ends_alone() {
        let behind = || {
            let failed = Invitation { state: InvitationState::Failed, ..until("failed", Some(90)) };
            let invitations =
                vec![until("gave", Some(90)), failed, until("over", Some(100)), until("later", Some(101))];
            let invitations = invitations.into_iter().chain([until("last", Some(300)), until("good", None)]);
            Behind { whose: EntraUserId::parse("grady").unwrap(), invitations: invitations.collect() }
        };
        assert_eq!((behind().next_day(100), behind().next_day(300)), (Some(101), None));
        assert_eq!(names(&behind().shorter(Some(&id("gave")), 100).invitations), ["over"]);
        assert!(behind().shorter(Some(&id("gave")), 99).is_empty());
    }

    #[test]
    fn on_a_last_day_ends_what_was_shared_until_then() {
        let mut stood_for = until("stood-for", None);
        stood_for.pipeline.superseded_by = Some(id("over"));
        let mut before_that = until("before-that", None);
        before_that.pipeline.superseded_by = Some(id("stood-for"));
        let failed = Invitation { state: InvitationState::Failed, ..until("failed", None) };
        let invitations = vec![
            before_that,
            until("gave", Some(200)),
            stood_for,
            until("over", Some(100)),
            until("later", Some(101)),
            failed,
            until("for-good", None),
        ];
        let behind = Behind { whose: EntraUserId::parse("grady").unwrap(), invitations };
        let (over, lasting) = behind.part(Some(&id("gave")), 100);
        let over = names(&over.invitations);
        assert_eq!(over, ["gave", "over", "failed", "stood-for", "before-that"]);
        assert_eq!(names(&lasting), ["later", "for-good"]);
    }
}
