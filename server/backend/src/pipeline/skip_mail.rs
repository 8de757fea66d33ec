//! The inviter goes on without the mail of ours that did not go out, or of which nobody knows whether it did.

use contract::{Caller, InvitationId, InvitationState, Problem, ProblemCode, StepKind, StepState};
use storage::invitations::{self, StepRow};

use super::event::Event;
use super::{Invitation, job, retry, transition};
use crate::access;
use crate::app_state::AppState;
use crate::stored::StoredError;

/// The port's method: nothing happens where an invitation waits for something else.
pub(crate) async fn skip_mail(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
    access::require_member(caller)?;
    let own = retry::load_own(app, caller, id).await.map_err(|error| app.internal(error))?;
    own.ok_or(Problem::new(ProblemCode::NotFound))?;
    skip(app, caller, id).await.map_err(|error| app.internal(error))?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

async fn skip(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(()) };
    let mut invitation = Invitation::try_from(row)?;
    let steps = invitations::steps_in(&mut tx, id).await?;
    let Some(step) = skippable(&invitation, &steps) else { return Ok(()) };
    let step = StepRow { state: StepState::Open, ..step.clone() };
    invitations::update_step(&mut tx, &step).await?;
    // On the invitation, where a try that is under way finds it.
    invitation.pipeline.mail_skipped = true;
    invitation.pipeline.failing = None;
    let event = Event::MailSkipped { name: caller.name.clone() };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    Ok(tx.commit().await?)
}

/// The mail that an invitation waits for, unless nobody can sign up without it.
fn skippable<'a>(invitation: &Invitation, steps: &'a [StepRow]) -> Option<&'a StepRow> {
    let waits = matches!(invitation.state, InvitationState::Stopped | InvitationState::Waiting);
    let is_needed = steps.iter().any(|step| step.kind == StepKind::AwaitSignUp);
    let next = steps.iter().find(|step| step.state != StepState::Done);
    next.filter(|step| waits && !is_needed && step.kind == StepKind::SendMail)
}

/// Whether the inviter may go on without a mail of ours.
pub(crate) fn is_offered(invitation: &Invitation, steps: &[StepRow]) -> bool {
    skippable(invitation, steps).is_some()
}
