//! One invitation at work: what its steps may read, what they learn, and how that is stored.

mod store;

use std::sync::Arc;

use contract::{InvitationId, InvitationState, KindName, ProblemCode, SafeUrl, StepKind, StepState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use storage::invitations::{self, StepRow};
use storage::{Tx, items};

use super::Invitation;
use super::event::Event;
use super::step_error::StepError;
use super::{job, step_facts};
use crate::app_state::AppState;
use crate::jobs::Lease;
use crate::rules::roles::RoleHierarchy;
use crate::settings::Settings;
use crate::stored::{CorruptRow, StoredError, from_json, to_json};

const STEP: &str = "step";

/// Whether Microsoft takes invitations of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TenantInviteStatus {
    /// It blocks them: every further one makes it worse.
    Blocked,
    /// It has just taken one.
    Accepted,
}

/// Whether Microsoft takes guests of the invited address's domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DomainInviteStatus {
    /// It does not, for this reason.
    Blocked(ProblemCode),
    /// It has just taken one.
    Accepted,
}

/// An invitation with everything that its steps need. What a step changes here is stored with its outcome.
pub(crate) struct StepContext<'a> {
    pub(crate) app: &'a AppState,
    pub(crate) settings: &'a Settings,
    /// The right to begin something outside; `None` where only what is in our own database is completed, in somebody else's transaction.
    lease: Option<&'a Lease>,
    pub(crate) invitation: Invitation,
    /// In order.
    steps: Vec<StepRow>,
    /// The place in `steps` of the one at work.
    at: usize,
    /// The roles of the item's kind.
    pub(crate) roles: RoleHierarchy,
    /// Where the guest lands; absent if the item is gone.
    pub(crate) landing: Option<SafeUrl>,
    /// The item's kind; absent if the item is gone.
    pub(crate) kind: Option<KindName>,
    /// What Microsoft said about the invitations of the whole tenant.
    pub(crate) tenant_status: Option<TenantInviteStatus>,
    /// What Microsoft said about the domain of the address.
    pub(crate) domain_status: Option<DomainInviteStatus>,
    /// What happened since the last transaction.
    pub(crate) events: Vec<Event>,
    /// The ids of calls that entries tell of which were stored while a step of this run was under way.
    pub(crate) told: Vec<String>,
    /// Earlier invitations of the guest whose links lead nowhere any more, because this one was posted; to be stored.
    pub(crate) replaced: Vec<Invitation>,
    /// Earlier invitations of the guest to the same item, by the same inviter, for which this one stands from now on; to be stored.
    pub(crate) superseded: Vec<Invitation>,
    /// Other invitations to which something of this one's went over, with what happened to each; to be stored.
    pub(crate) handed_over: Vec<(Invitation, Event)>,
    /// Other invitations that were changed with this one.
    pub(crate) also_changed: Vec<InvitationId>,
    /// What [`Step::prepare`](super::step::Step::prepare) noted is for the [`Step::perform`](super::step::Step::perform) that follows.
    pub(crate) is_prepared: bool,
}

impl<'a> StepContext<'a> {
    /// Loads the job's invitation. `None` if there is none.
    pub(crate) async fn load(
        app: &'a AppState,
        settings: &'a Settings,
        lease: &'a Lease,
    ) -> Result<Option<Self>, StoredError> {
        let id = InvitationId::parse(lease.subject()).map_err(|_| CorruptRow("job"))?;
        let Some(row) = invitations::load(&app.storage, &id).await? else { return Ok(None) };
        let invitation = Invitation::try_from(row)?;
        let steps = invitations::steps(&app.storage, &id).await?;
        let item = items::load(&app.storage, invitation.item.as_str()).await?;
        let kind = item.as_ref().map(|item| item.kind.clone());
        let roles = kind.as_ref().map(|kind| settings.roles.hierarchy_of_kind(kind)).unwrap_or_default();
        let mut context = Self::without_lease(app, settings, (invitation, steps), roles);
        context.lease = Some(lease);
        context.landing = item.map(|item| item.landing);
        context.kind = kind;
        Ok(Some(context))
    }

    /// Of an invitation whose steps are completed in our own database alone, within a transaction of the caller's. Nothing outside can be begun.
    pub(crate) fn without_lease(
        app: &'a AppState,
        settings: &'a Settings,
        (invitation, steps): (Invitation, Vec<StepRow>),
        roles: RoleHierarchy,
    ) -> Self {
        Self {
            app,
            settings,
            lease: None,
            invitation,
            steps,
            at: 0,
            roles,
            landing: None,
            kind: None,
            tenant_status: None,
            domain_status: None,
            events: Vec::new(),
            told: Vec::new(),
            replaced: Vec::new(),
            superseded: Vec::new(),
            handed_over: Vec::new(),
            also_changed: Vec::new(),
            is_prepared: false,
        }
    }

    /// Says whether this run still has the job for sure: to be asked right before something outside begins.
    pub(crate) fn send_guard(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let (hold, clock) = (self.lease.map(Lease::hold), Arc::clone(&self.app.clock));
        move || hold.as_ref().is_some_and(|hold| hold.is_held(clock.now_ms()))
    }

    /// Goes to the first step that is not done.
    pub(crate) fn next_step(&mut self) -> Option<StepKind> {
        self.at = self.steps.iter().position(|step| step.state != StepState::Done)?;
        self.is_prepared = false;
        Some(self.steps[self.at].kind)
    }

    /// Goes to the step at this place; its kind, if it has begun or is done.
    pub(crate) fn begun_at(&mut self, at: usize) -> Option<StepKind> {
        let step = self.steps.get(at)?;
        self.at = at;
        (step.attempts > 0 || step.facts.is_some() || step.state == StepState::Done).then_some(step.kind)
    }

    /// Goes to the last step that is not undone, of those whose turn it is.
    pub(crate) fn last_step(&mut self, is_its_turn: impl Fn(StepKind) -> bool) -> Option<StepKind> {
        let stands = |step: &StepRow| step.state != StepState::Undone && is_its_turn(step.kind);
        self.at = self.steps.iter().rposition(stands)?;
        Some(self.steps[self.at].kind)
    }

    /// Whether the step at work is the last of the plan.
    pub(crate) fn is_last(&self) -> bool {
        self.at + 1 == self.steps.len()
    }

    /// Whether the step at work is the first of the plan.
    pub(crate) const fn is_first(&self) -> bool {
        self.at == 0
    }

    /// Which step is at work.
    pub(crate) fn step_kind(&self) -> StepKind {
        self.steps[self.at].kind
    }

    /// What the step at work has learned.
    pub(crate) fn facts<T: DeserializeOwned + Default>(&self) -> Result<T, CorruptRow> {
        step_facts::facts_in(&self.steps[self.at])
    }

    /// What the step at work is to do; the default where the plan does not say.
    pub(crate) fn intent<T: DeserializeOwned + Default>(&self) -> Result<T, CorruptRow> {
        let intent = self.steps[self.at].intent.as_deref();
        intent.map_or_else(|| Ok(T::default()), |intent| from_json(STEP, intent))
    }

    /// All steps, in order.
    pub(crate) fn steps(&self) -> &[StepRow] {
        &self.steps
    }

    /// Keeps what the step at work has learned.
    pub(crate) fn learn(&mut self, facts: &impl Serialize) -> Result<(), StepError> {
        let facts = to_json(STEP, facts).map_err(|_| self.corrupt(STEP))?;
        self.steps[self.at].facts = Some(facts);
        Ok(())
    }

    /// What is stored makes no sense: logged, and not tried again.
    pub(crate) fn corrupt(&self, row: &'static str) -> StepError {
        StepError::corrupt(self.app, row)
    }

    /// Begins a transaction under the lease. `None` if somebody else has the job: what this run did is found by the next.
    pub(crate) async fn begin(&mut self) -> Result<Option<Tx>, StoredError> {
        self.begin_beside(&[]).await
    }

    /// As [`begin`](Self::begin), with the jobs of these other invitations, which are changed with this one: all are locked before any invitation, in the
    /// order in which everybody locks several.
    pub(crate) async fn begin_beside(&mut self, others: &[InvitationId]) -> Result<Option<Tx>, StoredError> {
        let Some(lease) = self.lease else { return Ok(None) };
        let mut tx = self.app.storage.begin().await?;
        let (before, after): (Vec<_>, Vec<_>) = others.iter().partition(|id| **id < self.invitation.id);
        job::lock_all(self.app, &mut tx, &before).await?;
        if !lease.renew_in(self.app, &mut tx).await? {
            return Ok(None);
        }
        job::lock_all(self.app, &mut tx, &after).await?;
        // A person may have asked to try again while the step was under way.
        if let Some(now) = invitations::load_in(&mut tx, &self.invitation.id).await? {
            let now = Invitation::try_from(now)?;
            self.invitation.pipeline.manual_retries = now.pipeline.manual_retries;
            self.invitation.pipeline.mail_skipped = now.pipeline.mail_skipped;
            // Or to move the last day.
            self.invitation.options.until = now.options.until;
            // Or to undo it, for whom and how far.
            if now.state == InvitationState::Undoing {
                self.invitation.state = now.state;
                self.invitation.pipeline.undone_by = now.pipeline.undone_by;
                self.invitation.pipeline.access_ended = now.pipeline.access_ended;
            }
        }
        Ok(Some(tx))
    }

    /// Stores what was learned right now, with what happened, in a transaction of its own, before a step goes on.
    pub(crate) async fn checkpoint(&mut self) -> Result<(), StepError> {
        match self.store_checkpoint().await {
            Ok(true) => Ok(()),
            // Somebody else has the job now: what this run decides will not be stored.
            Ok(false) => {
                Err(StepError::backoff(None, contract::Problem::new(contract::ProblemCode::Internal)))
            }
            Err(error) => Err(StepError::backoff(None, self.app.internal(error))),
        }
    }

    async fn store_checkpoint(&mut self) -> Result<bool, StoredError> {
        let was = self.invitation.state;
        let Some(tx) = self.begin().await? else { return Ok(false) };
        if was != self.invitation.state {
            // Nothing is begun any more: it is to be undone.
            return Ok(false);
        }
        self.commit_noted(tx).await?;
        Ok(true)
    }

    /// Stores the step at work as it is.
    pub(crate) async fn save_step(&self, tx: &mut Tx) -> Result<(), StoredError> {
        Ok(invitations::update_step(tx, &self.steps[self.at]).await?)
    }

    /// Puts the step at work into a state, and counts the attempt.
    pub(crate) async fn end_step(&mut self, tx: &mut Tx, state: StepState) -> Result<(), StoredError> {
        let step = &mut self.steps[self.at];
        (step.state, step.attempts) = (state, step.attempts + 1);
        self.save_step(tx).await
    }

    /// Puts the step at work into the state of what is done, although no run did it.
    pub(crate) async fn complete_step(&mut self, tx: &mut Tx) -> Result<(), StoredError> {
        self.steps[self.at].state = StepState::Done;
        self.save_step(tx).await
    }
}
