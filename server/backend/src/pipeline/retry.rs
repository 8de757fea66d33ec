//! A person decides: try again, or change what was typed.

use contract::{Caller, DraftId, InvitationId, Problem, ProblemCode, ShareForm, StepState};
use storage::invitations::{self, StepRow};
use storage::{Tx, tenant_blocks};

use super::event::Event;
use super::steps::candidates;
use super::{Invitation, job, transition};
use crate::app_state::AppState;
use crate::stored::StoredError;
use crate::{access, drafts};

/// Runs the invitation again from the step it stands at. Nothing happens to one that is at work or has ended well, nor when a person has
/// already tried again since the form said `tries`.
pub(crate) async fn try_again(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    tries: u32,
) -> Result<(), Problem> {
    access::require_member(caller)?;
    let retried = retry(app, caller, id, tries).await.map_err(|error| app.internal(error))?;
    retried.ok_or(Problem::new(ProblemCode::NotFound))?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

/// `None` if it is not the caller's.
async fn retry(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    tries: u32,
) -> Result<Option<()>, StoredError> {
    if load_own(app, caller, id).await?.is_none() {
        return Ok(None);
    }
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(None) };
    let mut invitation = Invitation::try_from(row)?;
    if !invitation.may_be_retried() || invitation.pipeline.manual_retries != tries {
        return Ok(Some(()));
    }
    if is_blocked(&invitation) {
        // Whoever has read that Microsoft blocks the organization and tries all the same finds out for everybody, with one post.
        tenant_blocks::allow_probe(&mut tx, invitation.tenant.as_str(), id.as_str()).await?;
    }
    reset_for_retry(&mut tx, &mut invitation).await?;
    let event = Event::RetryRequested { name: caller.name.clone() };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    tx.commit().await?;
    Ok(Some(()))
}

async fn reset_for_retry(tx: &mut Tx, invitation: &mut Invitation) -> Result<(), StoredError> {
    let steps = invitations::steps_in(tx, &invitation.id).await?;
    if let Some(step) = steps.into_iter().find(|step| step.state != StepState::Done) {
        invitations::update_step(tx, &StepRow { state: StepState::Open, ..step }).await?;
    }
    let pipeline = &mut invitation.pipeline;
    pipeline.manual_retries = pipeline.manual_retries.saturating_add(1);
    (pipeline.failing, pipeline.looked_up_at) = (None, None);
    Ok(())
}

fn is_blocked(invitation: &Invitation) -> bool {
    let problem = invitation.problem.as_ref();
    problem.is_some_and(|problem| problem.code == ProblemCode::SuspiciousActivity)
}

/// A draft of an invitation that did not work, under a new key: it will be another invitation.
pub(crate) async fn reopen_as_draft(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<DraftId, Problem> {
    access::require_member(caller)?;
    let invitation = load_own(app, caller, id).await.map_err(|error| app.internal(error))?;
    let invitation =
        invitation.filter(Invitation::may_be_retried).ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    let steps = invitations::steps(&app.storage, id).await.map_err(|error| app.internal(error))?;
    let matches = candidates(&steps).map_err(|error| app.internal(error))?;
    let form = ShareForm {
        item: invitation.item.into(),
        address: invitation.address,
        person: invitation.chosen.map(Into::into).unwrap_or_default(),
        role: invitation.role.into(),
        name: invitation.name.unwrap_or_default(),
        message: invitation.message.unwrap_or_default(),
        language: invitation.language.tag().to_owned(),
        key: app.ids.new_id(),
        sender: String::new(),
    };
    drafts::save(app, caller, &form, invitation.problem.as_ref(), &matches).await
}

/// The caller's own invitation; another's looks like none.
async fn load_own(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load(&app.storage, id).await?;
    let own = row.filter(|row| row.tenant == caller.tenant && row.inviter == caller.user);
    Ok(own.map(Invitation::try_from).transpose()?)
}
