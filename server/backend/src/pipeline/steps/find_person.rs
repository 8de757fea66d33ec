//! Finds the person in the directory.
//!
//! It reads as the application, or as the inviter where the settings say so: without their token it waits until they sign in.
//!
//! Undone by: nothing, it only reads; but the last invitation that needs a guest whom one that was undone made deletes them, also where it has sent
//! none itself. Safe to repeat because it only reads.

use async_trait::async_trait;
use contract::{
    EmailAddress, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode, StepKind, UndoEffect,
};
use serde::{Deserialize, Serialize};
use storage::Tx;
use storage::invitations::StepRow;

use crate::directory::reader::Reader;
use crate::people::{DirectoryPerson, find_by_address, mark_blocked, person_match, ranked};
use crate::pipeline::context::StepContext;
use crate::pipeline::event::Undo;
use crate::pipeline::facts::null_as_default;
use crate::pipeline::pending_guest;
use crate::pipeline::step::{OnArrival, Permission, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, Retry, StepError};
use crate::pipeline::step_facts::facts_of;
use crate::rules::sharing::{self, Recipient};
use crate::settings::Settings;
use crate::stored::{CorruptRow, StoredError};

/// How long the answer of a look-up is good, in milliseconds: the form's own is a moment old when the runner comes to it.
const LOOKUP_TTL: i64 = 10_000;

/// Finds the person in the directory.
pub(crate) struct FindPerson;

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Facts {
    /// Whom the directory showed for the address when nobody had been chosen.
    #[serde(default, deserialize_with = "null_as_default")]
    candidates: Vec<PersonMatch>,
    /// The `client-request-id` of the deletion of a guest who was left to this invitation; stored before it is sent. Empty once it is
    /// known to have had no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undo_request: Option<String>,
}

impl AsMut<Option<String>> for Facts {
    fn as_mut(&mut self) -> &mut Option<String> {
        &mut self.undo_request
    }
}

/// Whom the directory showed for the address when nobody had been chosen.
pub(crate) fn candidates(steps: &[StepRow]) -> Result<Vec<PersonMatch>, CorruptRow> {
    Ok(facts_of::<Facts>(steps, StepKind::FindPerson)?.candidates)
}

#[async_trait]
impl Step for FindPerson {
    fn kind(&self) -> StepKind {
        StepKind::FindPerson
    }

    fn is_planned(&self, _input: &PlanInput<'_>) -> bool {
        true
    }

    fn permissions(&self) -> &'static [Permission] {
        &[Permission::Application("User.Read.All")]
    }

    fn alternative_permissions(&self) -> &'static [Permission] {
        &[Permission::Delegated("User.Read.All")]
    }

    fn permissions_with(&self, settings: &Settings) -> &'static [Permission] {
        if settings.permissions.looks_up_as_person() {
            self.alternative_permissions()
        } else {
            self.permissions()
        }
    }

    fn on_arrival(&self) -> OnArrival {
        OnArrival::Satisfied
    }

    fn acts_outside(&self, context: &StepContext<'_>) -> bool {
        let pipeline = &context.invitation.pipeline;
        let is_fresh = pipeline.looked_up_at.is_some_and(|at| context.app.now() - at < LOOKUP_TTL);
        // Nobody was found, or the very person who was chosen.
        let is_known = context.invitation.chosen.is_some() == pipeline.person.is_some();
        !(is_fresh && is_known)
    }

    /// A chosen person is read again, for the browser's word is not enough. Else nobody may have the address by now: nothing is bound by an
    /// address alone, so the inviter says who is meant.
    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        match context.invitation.chosen.clone() {
            Some(chosen) => read(context, chosen.as_str()).await,
            None => expect_nobody(context).await,
        }
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let known: Facts = context.facts().unwrap_or_default();
        known.undo_request.into_iter().filter(|request| !request.is_empty()).collect()
    }

    fn undo_effect(&self, _context: &StepContext<'_>) -> Option<UndoEffect> {
        None
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        match guest(context) {
            Some(guest) => pending_guest::is_left(context, &guest).await,
            None => Ok(false),
        }
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        let Some(guest) = guest(context) else { return Ok(Undo::Nothing) };
        let is_left = pending_guest::is_left(context, &guest).await;
        if !is_left.map_err(|error| StepError::of_stored(context.app, error))? {
            return Ok(Undo::Nothing);
        }
        pending_guest::delete::<Facts>(context, guest).await
    }

    async fn revert(
        &self,
        context: &mut StepContext<'_>,
        tx: &mut Tx,
        outside: Undo,
    ) -> Result<Undo, CommitError> {
        pending_guest::forget(context, tx, outside).await?;
        Ok(outside)
    }
}

/// Whom another invitation may have made: where this one sends none, no other step of it takes them back.
fn guest(context: &StepContext<'_>) -> Option<EntraUserId> {
    let sends = context.steps().iter().any(|step| step.kind == StepKind::SendInvitation);
    context.invitation.person_id().filter(|_| !sends)
}

/// Who reads for this invitation.
fn reader(context: &StepContext<'_>) -> Reader {
    let (tenant, inviter) = (&context.invitation.tenant, &context.invitation.inviter);
    Reader::of(context.app, context.settings, (tenant, inviter))
}

async fn read(context: &mut StepContext<'_>, chosen: &str) -> Result<(), StepError> {
    let reader = reader(context);
    let user = match reader.graph().user(chosen).await {
        Ok(user) => user,
        Err(error) if error.is_not_found() => return Err(gone(context)),
        Err(error) => return Err(StepError::of_reader(context.app, &reader, &error)),
    };
    let found = person_match(&user, Some(&context.invitation.address));
    let found = found.ok_or_else(|| context.corrupt("person"))?;
    let mut found = [found];
    let marked = mark_blocked(context.app, &context.invitation.tenant, &mut found).await;
    marked.map_err(|problem| StepError::backoff(None, problem))?;
    let [found] = found;
    let recipient = Recipient { user: &found.id, blocked: found.blocked, existing_role: None };
    if let Some(problem) = sharing::may_receive(&context.invitation.inviter, &recipient).denial() {
        return Err(StepError::permanent(problem));
    }
    context.invitation.pipeline.person = Some(DirectoryPerson::from(found));
    Ok(())
}

/// A guest made a moment ago is not visible everywhere at once.
fn gone(context: &StepContext<'_>) -> StepError {
    let end = context.invitation.created_at + context.settings.visibility_budget_ms();
    if context.app.now() < end {
        let problem = Problem::new(ProblemCode::NotVisibleYet);
        return StepError::Transient { retry: Retry::Until(end), problem };
    }
    StepError::permanent(Problem::of_field(FieldPath::PERSON, ProblemCode::PersonGone))
}

async fn expect_nobody(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let address = context.invitation.address.clone();
    let reader = reader(context);
    let found = find_by_address(&reader, &address).await;
    let users = found.map_err(|error| StepError::of_reader(context.app, &reader, &error))?;
    let candidates = sharing::candidates(&context.invitation.inviter, ranked(&users, Some(&address)));
    let candidates = candidates.map_err(StepError::permanent)?;
    context.learn(&Facts { candidates, ..Facts::default() })?;
    if users.is_empty() {
        return invitable(&address).map_err(StepError::permanent);
    }
    Err(StepError::await_user(Problem::of_field(FieldPath::ADDRESS, ProblemCode::ChoosePerson)))
}

/// Whether Microsoft invites such an address. The form has said so already, unless the directory gave no answer then.
fn invitable(address: &str) -> Result<(), Problem> {
    let Ok(address) = EmailAddress::parse(address) else { return Ok(()) };
    let invitable = address.check_invitable();
    invitable.map_err(|reason| Problem::of_field(FieldPath::ADDRESS, reason.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"candidates":[{"id":"joni","name":"Joni Sherman","address":"joni.sherman@northwind.example","company":null,"standing":"pending"}]}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(facts.candidates[0].id, "joni");
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        for early in ["{}", r#"{"candidates":null}"#] {
            assert!(serde_json::from_str::<Facts>(early).unwrap().candidates.is_empty(), "{early}");
        }
    }
}
