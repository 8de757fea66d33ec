//! Gives access in our own directory, under tenant id and object id, never under an address.
//!
//! Undone by: taking the access away, if it still is what this invitation gave; where another live invitation has asked for it, too, it is that one's from
//! then on, in the role that it asked for. Safe to repeat because what this invitation gave is not given again, in the transaction that stores the
//! outcome.

pub(crate) mod successor;

use async_trait::async_trait;
use contract::{EntraUserId, RoleName, StepKind, UndoEffect};
use serde::{Deserialize, Serialize};
use storage::access::AccessRow;
use storage::invitations::StepRow;
use storage::{Tx, access};

use crate::access::grant::{self, Grant};
use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{AccessBefore, Event, Undo};
use crate::pipeline::step::{OnArrival, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::pipeline::step_facts::facts_of;
use crate::stored::{CorruptRow, StoredError};

/// Gives access in our own directory.
pub(crate) struct RecordAccess;

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Facts {
    /// The role that the person had already and keeps.
    #[serde(default)]
    existing_role: Option<RoleName>,
}

/// The role that the person had already and keeps.
pub(crate) fn existing_role(steps: &[StepRow]) -> Result<Option<RoleName>, CorruptRow> {
    Ok(facts_of::<Facts>(steps, StepKind::RecordAccess)?.existing_role)
}

fn outcome(given: Grant, person: EntraUserId) -> (Option<RoleName>, Option<Event>) {
    match given {
        Grant::Given { before } => {
            let before = before.map(|(role, given_by)| AccessBefore { role, given_by });
            (None, Some(Event::AccessGiven { person, before }))
        }
        Grant::Kept { role } => (Some(role.clone()), Some(Event::AccessKept { person, role })),
        Grant::Unchanged => (None, None),
    }
}

#[async_trait]
impl Step for RecordAccess {
    fn kind(&self) -> StepKind {
        StepKind::RecordAccess
    }

    fn is_planned(&self, _input: &PlanInput<'_>) -> bool {
        true
    }

    fn on_arrival(&self) -> OnArrival {
        OnArrival::Commit
    }

    async fn commit(&self, context: &mut StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
        let Some(person) = context.invitation.pipeline.person.clone() else {
            return Err(CommitError::Step(context.corrupt("person")));
        };
        let request = context.invitation.access_request();
        // Whoever changed somebody's role, or undid that it had ended, has recorded it with that: the rules were asked then.
        if grant::has_given(tx, &request, &person.id).await? {
            person.store(tx, &context.invitation.tenant, context.app.now()).await?;
            return Ok(());
        }
        if let Some(problem) = grant::deny_reason(context.app, tx, &request, &person, &context.roles).await? {
            return Err(CommitError::Step(StepError::permanent(problem)));
        }
        let given = grant::grant_access(context.app, tx, &request, &person, &context.roles).await?;
        let (existing_role, event) = outcome(given, person.id);
        context.learn(&Facts { existing_role }).map_err(CommitError::Step)?;
        context.events.extend(event);
        Ok(())
    }

    fn gives_access(&self) -> bool {
        true
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        let is_given = context.facts::<Facts>().ok()?.existing_role.is_none();
        // What it found was given by what it stands for, and is its own since.
        let is_own = is_given || !context.invitation.pipeline.supersedes.is_empty();
        is_own.then_some(UndoEffect::TakenBack)
    }

    async fn is_handed_over(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        let invitation = &context.invitation;
        let Some(person) = &invitation.pipeline.person else { return Ok(false) };
        let (tenant, item) = (invitation.tenant.as_str(), invitation.item.as_str());
        let given = access::of_person(&context.app.storage, tenant, person.id.as_str(), item).await?;
        if !given.is_some_and(|given| is_by(&given, invitation)) {
            return Ok(false);
        }
        successor::is_there(context, &person.id).await
    }

    async fn undo(&self, _context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        Ok(Undo::Nothing)
    }

    async fn revert(
        &self,
        context: &mut StepContext<'_>,
        tx: &mut Tx,
        _outside: Undo,
    ) -> Result<Undo, CommitError> {
        let invitation = &context.invitation;
        let Some(person) = invitation.pipeline.person.as_ref().map(|person| person.id.clone()) else {
            return Ok(Undo::Nothing);
        };
        let (tenant, item) = (invitation.tenant.as_str(), invitation.item.as_str());
        successor::lock(context, tx, &person).await?;
        // Locked before others are looked for: whoever finds this access meanwhile and keeps it is among them, or finds it changed.
        let given = access::of_person_in(tx, tenant, person.as_str(), item).await?;
        let Some(given) = given.filter(|given| is_by(given, invitation)) else { return Ok(Undo::Nothing) };
        if let Some(successor) = successor::find(context, tx, &person).await? {
            successor::hand_over(context, tx, given, successor).await?;
            return Ok(Undo::Remains);
        }
        access::revoke(tx, tenant, person.as_str(), item, invitation.id.as_str()).await?;
        context.events.push(Event::AccessTakenBack { person });
        Ok(Undo::Done)
    }
}

/// Whether the access is what the invitation gave.
fn is_by(given: &AccessRow, invitation: &Invitation) -> bool {
    given.invitation.as_ref() == Some(&invitation.id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        for stored in [r#"{"existing_role":"contributor"}"#, r#"{"existing_role":null}"#] {
            let facts: Facts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        assert_eq!(serde_json::from_str::<Facts>("{}").unwrap().existing_role, None);
    }
}
