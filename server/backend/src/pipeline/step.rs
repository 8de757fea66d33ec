//! What a step of the pipeline is.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;
use contract::{KindName, Language, MailWay, RoleName, RoleScope, StepKind, UndoEffect};
use graph::AttributeName;
use serde_json::Value;
use storage::Tx;

use super::context::StepContext;
use super::event::Undo;
use super::step_error::{CommitError, StepError};
use crate::settings::Settings;
use crate::settings::sections::RoleWay;
use crate::share::options::ShareOptions;
use crate::stored::StoredError;

/// What a call to Microsoft Graph needs ("Microsoft Graph permissions reference").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Of the signed-in inviter, delegated to the application.
    Delegated(&'static str),
    /// Of the application itself.
    Application(&'static str),
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delegated(name) => write!(f, "delegated {name}"),
            Self::Application(name) => write!(f, "application {name}"),
        }
    }
}

/// A role of the application's that stands in the place of permissions, where a setting says so: it counts in a part of the directory only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopedRole {
    /// The permissions in whose place it stands.
    pub instead_of: &'static [Permission],
    /// The actions of a custom role ("Create a custom role in Microsoft Entra ID"), or the name of a role that is there.
    pub allows: &'static [&'static str],
    /// In which part of the directory.
    pub scope: RoleScope,
}

/// What the plan depends on.
#[derive(Debug, Clone, Copy)]
pub struct PlanInput<'a> {
    /// The settings in force.
    pub settings: &'a Settings,
    /// The kind of the item.
    pub kind: &'a KindName,
    /// What the person may do on it.
    pub role: &'a RoleName,
    /// The language of whoever is written to.
    pub language: Language,
    /// The inviter's own address, where they have a mailbox.
    pub reply_to: Option<&'a str>,
    /// What was typed of the attributes that the form asks for.
    pub typed: &'a BTreeMap<AttributeName, String>,
    /// What the form said besides.
    pub options: &'a ShareOptions,
    /// An invitation is posted: nobody has the address, or a guest who has not accepted yet is invited again. Else the inviter has said which known
    /// person is meant.
    pub invites: bool,
    /// Nobody is chosen: whoever has the address is not in the directory yet.
    pub is_new: bool,
    /// They may be a guest. Before it is sent: one whose sponsor no invitation names, and the application may add one, as far as that is known.
    pub takes_sponsor: bool,
}

impl PlanInput<'_> {
    /// How the person gets in. Whoever is known gets in as ever, a guest who is invited again too.
    pub(crate) fn way_in(&self) -> RoleWay {
        if self.is_new { self.settings.way_in(self.kind, self.role) } else { RoleWay::default() }
    }

    /// Who writes: in the way that was chosen, where the settings allow it. Whoever is new and comes in by a mail of ours gets one, whatever was
    /// chosen: how people come in is not theirs to say who share.
    pub(crate) fn mail_way(&self) -> MailWay {
        let inviting = &self.settings.inviting;
        let chosen = self.options.mail_way(inviting);
        if self.way_in().way.needs_mail() && !chosen.is_ours() { inviting.mail_way } else { chosen }
    }

    /// Who gets a copy of the mail.
    pub(crate) fn copy(&self) -> Option<String> {
        self.options.copy(&self.settings.inviting)
    }
}

/// What a guest's arrival means for a step that is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnArrival {
    /// Whoever has arrived needs it no more.
    Satisfied,
    /// Its [`commit`](Step::commit) is all of it, and is done at the door, in our own database, before the guest goes on.
    Commit,
    /// The runner must still do it.
    MustRun,
}

/// One effect of the pipeline. Whatever it does must be safe to repeat: the process may die at any point, and then the step is begun again.
#[async_trait]
pub(crate) trait Step: Sync {
    /// Which step.
    fn kind(&self) -> StepKind;

    /// Whether an invitation needs it. Pure, so that the plan can be shown before Send.
    fn is_planned(&self, input: &PlanInput<'_>) -> bool;

    /// Whether only settings that are not the default ones plan it: then nothing has to be granted for it until they do.
    fn is_optional(&self) -> bool {
        false
    }

    /// What it is to do, where the settings say that: JSON of the step's own shape, stored with the plan and read by
    /// [`intent`](StepContext::intent), so that a later change of the settings alters nothing that was accepted before. Pure.
    fn intent(&self, _input: &PlanInput<'_>) -> Option<Value> {
        None
    }

    /// The names of what it changes, as the settings have them: for the plan that is shown before Send. Pure.
    fn subjects(&self, _input: &PlanInput<'_>) -> Vec<String> {
        Vec::new()
    }

    /// What [`perform`](Self::perform) needs.
    fn permissions(&self) -> &'static [Permission] {
        &[]
    }

    /// What it needs in the place of that, where a setting says so.
    fn alternative_permissions(&self) -> &'static [Permission] {
        &[]
    }

    /// What of both these settings ask for.
    fn permissions_with(&self, _settings: &Settings) -> &'static [Permission] {
        self.permissions()
    }

    /// What it uses besides where a setting says so, and does without: something else stands in the place of what it cannot read.
    fn optional_permissions(&self) -> &'static [Permission] {
        &[]
    }

    /// What of that these settings ask for.
    fn optional_permissions_with(&self, _settings: &Settings) -> &'static [Permission] {
        &[]
    }

    /// What [`undo`](Self::undo) needs beyond that.
    fn undo_permissions(&self) -> &'static [Permission] {
        &[]
    }

    /// The role that stands in the place of its permissions, where a setting says that the application's rights have a scope.
    fn scoped_role(&self) -> Option<ScopedRole> {
        None
    }

    /// What a guest's arrival means for it.
    fn on_arrival(&self) -> OnArrival {
        OnArrival::MustRun
    }

    /// Whether [`perform`](Self::perform) has anything to do outside of our database this time. What has not is done in the transaction of the
    /// step before.
    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        false
    }

    /// Notes what must be known should the process die in [`perform`](Self::perform), in the transaction before it. `false` if nothing has to
    /// be noted this time, and nothing was written. The step's own answer, as that it waits for its turn, is stored with what it has learned.
    async fn prepare(&self, _context: &mut StepContext<'_>, _tx: &mut Tx) -> Result<bool, CommitError> {
        Ok(false)
    }

    /// Whether [`prepare`](Self::prepare) may have something to note.
    fn needs_preparation(&self, _context: &StepContext<'_>) -> bool {
        false
    }

    /// What the step does outside of our database. May be repeated at any time.
    async fn perform(&self, _context: &mut StepContext<'_>) -> Result<(), StepError> {
        Ok(())
    }

    /// What the step does in our database, in the transaction that stores that it is done. Refuses, if at all, before its first write.
    async fn commit(&self, _context: &mut StepContext<'_>, _tx: &mut Tx) -> Result<(), CommitError> {
        Ok(())
    }

    /// Whether the inviter goes on without it, whatever has become of it.
    fn is_waived(&self, _context: &StepContext<'_>) -> bool {
        false
    }

    /// Whether nothing is said of it in the timeline, done as it is: it has said itself what it left out.
    fn is_quiet(&self, _context: &StepContext<'_>) -> bool {
        false
    }

    /// The ids of calls that had an effect, or may have had one, and that no audit entry tells of yet.
    fn unreported_requests(&self, _context: &StepContext<'_>) -> Vec<String> {
        Vec::new()
    }

    /// Whether its effect is a part of the access that the person gets: then it is taken back, too, where only that ends, and everything else stays.
    fn gives_access(&self) -> bool {
        false
    }

    /// Whether it stands behind the steps that give access only because these do not wait for it: then they do not wait for it to be undone either.
    fn is_undone_after_access(&self) -> bool {
        false
    }

    /// What undoing the step would come to, as far as our own database says; none where it has had no effect. No default: each step says.
    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect>;

    /// Whether an invitation of the same person that was undone left something standing that the step of this one needs: undoing takes that back,
    /// too, unless a further one needs it. As far as our own database says.
    async fn is_left(&self, _context: &StepContext<'_>) -> Result<bool, StoredError> {
        Ok(false)
    }

    /// Whether another invitation of the same person needs what this one gave in our own database, and takes it over when this one is undone.
    async fn is_handed_over(&self, _context: &StepContext<'_>) -> Result<bool, StoredError> {
        Ok(false)
    }

    /// Takes back outside of our database what the step did, as far as that is possible: only what this invitation wrote, what still stands so, and
    /// what nothing else needs; and, under the same conditions, what an undone invitation [left](Self::is_left) to it, whether it was begun itself or
    /// not. May be repeated. No default: each step says what becomes of it.
    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError>;

    /// Takes back what the step did in our database, in the transaction that stores that it is undone. Says what came of both.
    async fn revert(
        &self,
        _context: &mut StepContext<'_>,
        _tx: &mut Tx,
        outside: Undo,
    ) -> Result<Undo, CommitError> {
        Ok(outside)
    }
}
