//! The inviter says whether whoever has signed in through the link in our mail is the person they mean.

use contract::{
    Caller, EntraUserId, InvitationId, InvitationState, Problem, ProblemCode, StepKind, StepState,
};
use storage::invitations::{self, StepRow};

use super::event::Event;
use super::steps::await_sign_up::{Facts, Shown};
use super::{Invitation, job, retry, transition};
use crate::access;
use crate::app_state::AppState;
use crate::stored::{CorruptRow, StoredError, from_json, to_json};

/// The port's method: nothing happens unless the invitation asks about this very person.
pub(crate) async fn answer(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    person: &EntraUserId,
    is_them: bool,
) -> Result<(), Problem> {
    access::require_member(caller)?;
    let own = retry::load_own(app, caller, id).await.map_err(|error| app.internal(error))?;
    own.ok_or(Problem::new(ProblemCode::NotFound))?;
    store(app, caller, id, (person, is_them)).await.map_err(|error| app.internal(error))?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

async fn store(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    (person, is_them): (&EntraUserId, bool),
) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(()) };
    let mut invitation = Invitation::try_from(row)?;
    let steps = invitations::steps_in(&mut tx, id).await?;
    let Some((step, facts)) = open_question(&invitation, &steps)? else { return Ok(()) };
    if facts.asked().is_none_or(|asked| asked.id != *person) {
        return Ok(());
    }
    let facts = to_json("step", &facts.answered(person.clone(), is_them))?;
    invitations::update_step(
        &mut tx,
        &StepRow { state: StepState::Open, facts: Some(facts), ..step.clone() },
    )
    .await?;
    // What is said after that is news, though it be the same.
    let pipeline = &mut invitation.pipeline;
    pipeline.manual_retries = pipeline.manual_retries.saturating_add(1);
    pipeline.failing = None;
    let event = Event::SignUpAnswered { name: caller.name.clone(), person: person.clone(), is_them };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    Ok(tx.commit().await?)
}

/// The step that asks, with what it knows, if the invitation waits for the answer.
fn open_question<'a>(
    invitation: &Invitation,
    steps: &'a [StepRow],
) -> Result<Option<(&'a StepRow, Facts)>, CorruptRow> {
    let next = steps.iter().find(|step| step.state != StepState::Done);
    let Some(step) = next.filter(|step| step.kind == StepKind::AwaitSignUp && asks(invitation)) else {
        return Ok(None);
    };
    let facts: Facts =
        step.facts.as_deref().map(|facts| from_json("step", facts)).transpose()?.unwrap_or_default();
    Ok(Some((step, facts)))
}

/// Whether the inviter is asked who somebody is.
pub(crate) fn asks(invitation: &Invitation) -> bool {
    let code = invitation.problem.as_ref().map(|problem| problem.code);
    invitation.state == InvitationState::Stopped && code == Some(ProblemCode::SignUpUnconfirmed)
}

/// About whom the inviter is asked.
pub(crate) fn asked_about(invitation: &Invitation, steps: &[StepRow]) -> Result<Option<Shown>, CorruptRow> {
    Ok(open_question(invitation, steps)?.and_then(|(_, facts)| facts.asked().cloned()))
}
