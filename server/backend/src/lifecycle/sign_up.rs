//! Signing up through the link in a mail of ours: whoever has the link signs in, and says that it is for them. That gives nobody access: the step that
//! waits for them looks at the directory, and else the inviter is asked.

use contract::{
    Caller, InvitationId, InvitationState, Problem, ProblemCode, SignUpState, StepKind, StepState,
};
use storage::Tx;
use storage::invitations::{self, StepRow};

use super::arrival_link;
use crate::app_state::AppState;
use crate::pipeline::await_sign_up::Facts;
use crate::pipeline::event::Event;
use crate::pipeline::step_facts::facts_of;
use crate::pipeline::{Invitation, job, send_mail, sign_up_answer, transition};
use crate::stored::{CorruptRow, StoredError, to_json};

/// For how long somebody who has come looks on while something is waited for, in milliseconds: a new guest is not shown everywhere at once.
const LOOKING_ON: i64 = 60_000;

/// How far the caller has come. `not-found` where nobody signs up by the link.
pub(super) async fn state(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    secret: &str,
) -> Result<SignUpState, Problem> {
    let (invitation, steps) = arrival_link::open(app, id, secret).await?;
    if !arrival_link::leads_to_sign_up(&steps) || invitation.tenant != caller.tenant {
        return Err(Problem::new(ProblemCode::NotFound));
    }
    state_of(&invitation, &steps, caller, app.now()).map_err(|error| app.internal(error))
}

/// At `now`, in unix milliseconds.
fn state_of(
    invitation: &Invitation,
    steps: &[StepRow],
    caller: &Caller,
    now: i64,
) -> Result<SignUpState, CorruptRow> {
    if !caller.is_guest {
        return Ok(SignUpState::OfMember);
    }
    let facts: Facts = facts_of(steps, StepKind::AwaitSignUp)?;
    let has_access = |step: &StepRow| step.kind == StepKind::RecordAccess && step.state == StepState::Done;
    let person = invitation.pipeline.person.as_ref();
    let is_denied = person.map_or_else(|| facts.is_denied(&caller.user), |person| person.id != caller.user);
    Ok(if is_denied {
        SignUpState::Denied
    } else if person.is_some() && steps.iter().any(has_access) {
        SignUpState::Done
    } else if person.is_none() && !facts.has_come(&caller.user) {
        if takes_newcomers(invitation, steps) { SignUpState::Open } else { SignUpState::Delayed }
    } else if person.is_none() && sign_up_answer::asks(invitation) {
        SignUpState::Asked
    } else {
        let has_just_come = facts.came_at().is_some_and(|at| now - at < LOOKING_ON);
        match invitation.state {
            InvitationState::Working => SignUpState::Checking,
            InvitationState::Waiting if has_just_come => SignUpState::Checking,
            _ => SignUpState::Delayed,
        }
    })
}

/// Whether somebody may say now that the link is for them: nobody else is looked at, or nothing comes of it without help. Where nobody knows whether the
/// mail went out, or another one cannot, whoever comes by its link has got one.
fn takes_newcomers(invitation: &Invitation, steps: &[StepRow]) -> bool {
    let next = steps.iter().find(|step| step.state != StepState::Done);
    match next.map(|step| step.kind) {
        Some(StepKind::AwaitSignUp) => {
            matches!(invitation.state, InvitationState::Sent | InvitationState::Stopped)
        }
        Some(StepKind::SendMail) => invitation.state == InvitationState::Stopped,
        _ => false,
    }
}

/// The caller says that the link is for them.
pub(super) async fn sign_up(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    secret: &str,
) -> Result<(), Problem> {
    if state(app, caller, id, secret).await? != SignUpState::Open {
        return Ok(());
    }
    store(app, caller, id).await.map_err(|error| app.internal(error))?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

/// Whoever comes while another one is looked at is not noted.
async fn store(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(()) };
    let mut invitation = Invitation::try_from(row)?;
    let steps = invitations::steps_in(&mut tx, id).await?;
    if state_of(&invitation, &steps, caller, app.now())? != SignUpState::Open {
        return Ok(());
    }
    settle_mail(&mut tx, &steps).await?;
    let facts: Facts = facts_of(&steps, StepKind::AwaitSignUp)?;
    let facts = to_json("step", &facts.with_somebody(caller.user.clone(), app.now()))?;
    let waiting = steps.into_iter().find(|step| step.kind == StepKind::AwaitSignUp);
    let Some(step) = waiting else { return Ok(()) };
    invitations::update_step(&mut tx, &StepRow { state: StepState::Open, facts: Some(facts), ..step })
        .await?;
    invitation.pipeline.failing = None;
    let event = Event::SignedUp { user: caller.user.clone(), name: caller.name.clone() };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    Ok(tx.commit().await?)
}

/// Whoever comes by the link of a mail has got one: none is waited for.
async fn settle_mail(tx: &mut Tx, steps: &[StepRow]) -> Result<(), StoredError> {
    let next = steps.iter().find(|step| step.state != StepState::Done);
    if let Some(next) = next.filter(|step| step.kind == StepKind::SendMail) {
        let facts: send_mail::Facts = facts_of(steps, StepKind::SendMail)?;
        let facts = to_json("step", &facts.settled())?;
        let done = StepRow { state: StepState::Done, facts: Some(facts), ..next.clone() };
        invitations::update_step(tx, &done).await?;
    }
    Ok(())
}
