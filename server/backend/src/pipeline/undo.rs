//! Undoing an invitation: its steps are taken back, last first. Its inviter may ask for it, also while it is under way, and so may an
//! administrator, whose name then stands beside it. It takes no token of the inviter's: the application takes back. Where only the access ends
//! (`end_access`), the same takes back only what follows from it.

use contract::{
    Caller, InvitationId, InvitationState, Problem, ProblemCode, StepKind, StepState, ToldBy, UndoEffect,
    UndoLine, UndoPreview,
};
use storage::audit::NewEntry;
use storage::invitations::StepRow;
use storage::{Tx, invitations};

use super::context::StepContext;
use super::event::{Event, Undo};
use super::facts::Administrator;
use super::step::Step;
use super::step_error::{Retry, StepError, answer};
use super::steps::{send_invitation, step_of, told_by};
use super::{Invitation, backoff, job, retry, transition};
use crate::access;
use crate::app_state::AppState;
use crate::audit;
use crate::clock::from_ms;
use crate::jobs::Lease;
use crate::rules::roles::RoleHierarchy;
use crate::stored::StoredError;

/// Whether it is undone, or being undone.
pub(super) const fn is_undone(invitation: &Invitation) -> bool {
    matches!(invitation.state, InvitationState::Undoing | InvitationState::Undone)
}

/// Whether there is anything to undo: not where it is done already, or another invitation stands for this one.
pub(crate) fn may_be_undone(invitation: &Invitation) -> bool {
    !is_undone(invitation) && invitation.pipeline.superseded_by.is_none()
}

/// The port's method: what it would come to.
pub(crate) async fn preview(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<UndoPreview, Problem> {
    access::require_member(caller)?;
    let preview = load_preview(app, caller, id).await.map_err(|error| app.internal(error))?;
    preview.ok_or(Problem::new(ProblemCode::NotFound))
}

async fn load_preview(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Option<UndoPreview>, StoredError> {
    let seen = retry::load_visible(app, caller, id).await?.filter(may_be_undone);
    let Some(invitation) = seen else { return Ok(None) };
    let snapshot = app.settings.current().await?;
    let steps = invitations::steps(&app.storage, id).await?;
    // Microsoft's mail goes with the post.
    let pipeline = &invitation.pipeline;
    let is_invited = pipeline.invited && !pipeline.joined || send_invitation::may_have_gone(&steps)?;
    let has_gone = told_by(&steps)? == ToldBy::Microsoft && is_invited;
    let mail = UndoLine { step: StepKind::SendMail, effect: UndoEffect::Remains };
    let count = steps.len();
    let roles = RoleHierarchy::default();
    let mut context = StepContext::without_lease(app, &snapshot.settings, (invitation, steps), roles);
    let mut lines = Vec::new();
    for at in (0..count).rev() {
        let begun = context.begun_at(at);
        let step = step_of(context.step_kind());
        let own = begun.and_then(|_| step.undo_effect(&context));
        let stays = own == Some(UndoEffect::TakenBack) && step.is_handed_over(&context).await?;
        let own = if stays { Some(UndoEffect::Remains) } else { own };
        lines.extend((begun == Some(StepKind::SendInvitation) && has_gone).then_some(mail));
        let is_said = matches!(own, Some(UndoEffect::TakenBack | UndoEffect::IfUnneeded));
        let is_left = !is_said && step.is_left(&context).await?;
        let effect = if is_left { Some(UndoEffect::IfUnneeded) } else { own };
        lines.extend(effect.map(|effect| UndoLine { step: step.kind(), effect }));
    }
    let invitation = context.invitation;
    Ok(Some(UndoPreview {
        person: invitation.person_name(),
        inviter: (invitation.inviter != caller.user).then(|| invitation.inviter_name.clone()),
        id: invitation.id,
        item_title: invitation.item_title,
        lines,
    }))
}

/// The port's method.
pub(crate) async fn undo(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
    access::require_member(caller)?;
    let seen = retry::load_visible(app, caller, id).await.map_err(|error| app.internal(error))?;
    let seen = seen.ok_or(Problem::new(ProblemCode::NotFound))?;
    let by = (seen.inviter != caller.user).then(|| Administrator::from(caller));
    request(app, id, by).await.map(drop).map_err(|error| app.internal(error))
}

/// Has the runner undo the invitation, for its inviter or for an administrator. False if there is nothing to undo: it is undone already, or not
/// there.
pub(crate) async fn request(
    app: &AppState,
    id: &InvitationId,
    by: Option<Administrator>,
) -> Result<bool, StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(false) };
    let mut invitation = Invitation::try_from(row)?;
    if !may_be_undone(&invitation) {
        return Ok(false);
    }
    invitation.pipeline.failing = None;
    invitation.pipeline.undone_by.clone_from(&by);
    invitation.pipeline.access_ended = false;
    transition::apply(app, &mut tx, &mut invitation, &[Event::UndoRequested { by }]).await?;
    tx.commit().await?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(true)
}

/// One turn of the job: undoes step after step until one waits or none is left.
pub(super) async fn run(context: &mut StepContext<'_>, lease: &Lease) -> Result<(), StoredError> {
    while let Some(step) = next_step(context) {
        let before = step.unreported_requests(context);
        // Where only the access ends, everything else stays as it is: the guest, what is written of them, the mail.
        let stays = context.invitation.pipeline.access_ended && !step.gives_access();
        // Also of a step that was never begun: an undone invitation may have left something to it.
        let outside = if stays { Ok(Undo::Nothing) } else { step.undo(context).await };
        let Some((mut tx, stood_for)) = begin(context).await? else {
            tracing::warn!("the lease was lost; what this run undid is found by the next");
            return Ok(());
        };
        let undone = match outside {
            Ok(outside) if stays => Ok(outside),
            Ok(outside) => answer(step.revert(context, &mut tx, outside).await)?,
            Err(error) => Err(error),
        };
        let (undo, problem) = match undone.map_err(|error| after_error(context, lease, error)) {
            Ok(undo) => (undo, None),
            Err(Next::Stands(problem)) => (Undo::Remains, Some(problem)),
            Err(Next::At(at, problem)) => {
                lease.reschedule(&mut tx, at, 0).await?;
                return wait(context, tx, step.kind(), problem).await;
            }
        };
        let requests = untold(context, step, before);
        context.invitation.pipeline.failing = None;
        let (kind, is_last) = (step.kind(), context.is_first());
        context.end_step(&mut tx, StepState::Undone).await?;
        context.events.push(Event::StepUndone { step: kind, undo, problem, is_last, requests });
        if is_last {
            lease.finish(&mut tx).await?;
        }
        let (earlier, entries) =
            undo_superseded(context.app, &mut tx, &context.invitation, stood_for).await?;
        context.store(&mut tx).await?;
        audit::append_all(&mut tx, &entries).await?;
        tx.commit().await?;
        context.app.publish_change(context.invitation.id.as_str());
        for id in context.also_changed.drain(..) {
            context.app.publish_change(id.as_str());
        }
        for id in earlier {
            context.app.publish_change(id.as_str());
            context.app.job_wakeup.notify_one();
        }
    }
    Ok(())
}

/// The last step that is not undone. What access does not wait for comes once the steps that give access are undone.
fn next_step(context: &mut StepContext<'_>) -> Option<&'static (dyn Step + Send)> {
    let gives = |step: &StepRow| step.state != StepState::Undone && step_of(step.kind).gives_access();
    let gives_access = context.steps().iter().any(gives);
    context.last_step(|kind| !(gives_access && step_of(kind).is_undone_after_access())).map(step_of)
}

/// The ids of calls of the step, known before it was undone or since, that no entry tells of: what undoing it tells of by itself is not told of twice.
fn untold(context: &StepContext<'_>, step: &dyn Step, before: Vec<String>) -> Vec<String> {
    let told: Vec<_> = context.events.iter().flat_map(Event::requests).chain(&context.told).collect();
    let mut requests = before;
    for request in step.unreported_requests(context) {
        if !requests.contains(&request) {
            requests.push(request);
        }
    }
    requests.retain(|request| !told.contains(&request));
    requests
}

/// Begins the transaction that stores how the step at work was undone. With the last one what the invitation stood for is undone, too: that is locked
/// here, before anything else, for whoever ends the access of the same person locks all of these.
async fn begin(context: &mut StepContext<'_>) -> Result<Option<(Tx, Vec<Invitation>)>, StoredError> {
    let ids = if context.is_first() { context.invitation.pipeline.supersedes.clone() } else { Vec::new() };
    let Some(mut tx) = context.begin_beside(&ids).await? else { return Ok(None) };
    let mut stood_for = Vec::new();
    for id in &ids {
        let Some(row) = invitations::load_in(&mut tx, id).await? else { continue };
        let earlier = Invitation::try_from(row)?;
        if !is_undone(&earlier) {
            stood_for.push(earlier);
        }
    }
    Ok(Some((tx, stood_for)))
}

/// What an invitation stood for is undone with it: the earlier ones wrote what it found there already. Their ids, and their audit entries, which are for
/// the end of the transaction.
async fn undo_superseded(
    app: &AppState,
    tx: &mut Tx,
    later: &Invitation,
    mut earlier: Vec<Invitation>,
) -> Result<(Vec<InvitationId>, Vec<NewEntry>), StoredError> {
    let by = later.pipeline.undone_by.clone();
    for one in &mut earlier {
        one.pipeline.failing = None;
        one.pipeline.undone_by.clone_from(&by);
        // What an ended access stood for was ended with it.
        one.pipeline.access_ended = later.pipeline.access_ended;
    }
    let events = [Event::UndoRequested { by }];
    let mut changes: Vec<(&mut Invitation, &[Event])> =
        earlier.iter_mut().map(|one| (one, events.as_slice())).collect();
    let entries = transition::apply_unaudited(app, tx, &mut changes, &[]).await?;
    Ok((earlier.into_iter().map(|one| one.id).collect(), entries))
}

/// How undoing a step goes on when it is not undone.
enum Next {
    /// It is looked at again at this moment, in unix milliseconds, because of this.
    At(i64, Problem),
    /// What the step did stays as it is, because of this.
    Stands(Problem),
}

/// Stores what was learned by now, what happened, and what is waited for: nobody waits in silence.
async fn wait(
    context: &mut StepContext<'_>,
    mut tx: Tx,
    step: StepKind,
    problem: Problem,
) -> Result<(), StoredError> {
    context.save_step(&mut tx).await?;
    let is_quiet = context.invitation.is_held_by(&problem);
    context.events.push(Event::UndoWaiting { step, problem, is_quiet });
    let events = std::mem::take(&mut context.events);
    // The visibility budget of a guest who is not shown counts from `updated_at`.
    transition::apply_wait(context.app, &mut tx, &mut context.invitation, &events).await?;
    tx.commit().await?;
    context.app.publish_change(context.invitation.id.as_str());
    Ok(())
}

/// What time heals is tried again, for as long as a step would be, and what Microsoft does by itself is looked at when the step says; anything else
/// stays as it is, and is said to.
fn after_error(context: &mut StepContext<'_>, lease: &Lease, error: StepError) -> Next {
    let (retry, problem) = match error {
        StepError::Transient { retry, problem } => (retry, problem),
        StepError::AwaitUser { problem }
        | StepError::AwaitGuest { problem }
        | StepError::Permanent { problem } => return Next::Stands(problem),
    };
    if let Retry::At(at) = retry {
        context.invitation.pipeline.failing = None;
        return later(at, problem);
    }
    let now = context.app.now();
    let failing = context.invitation.pipeline.count_failure(now);
    if i128::from(now - failing.since) >= context.settings.retry_limit().whole_milliseconds() {
        return Next::Stands(problem);
    }
    let hint = if let Retry::Backoff { hint } = retry { hint } else { None };
    let wait = backoff::wait(failing.times, hint, lease.subject()).whole_milliseconds();
    let at = now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX));
    later(if let Retry::Until(end) = retry { at.min(end.max(now + 1)) } else { at }, problem)
}

fn later(at: i64, problem: Problem) -> Next {
    Next::At(at, Problem { retry_at: Some(from_ms(at)), ..problem })
}
