//! A person decides: try again, or change what was typed.

use contract::{
    Caller, DraftId, FieldPath, InvitationId, InvitationState, JudgedRecipient, Light, PersonMatch, Problem,
    ProblemCode, RecipientKind, ShareForm, StepKind, StepState, TypedRecipient,
};
use storage::Tx;
use storage::invitations::{self, StepRow};

use super::event::Event;
use super::steps::{candidates, send_mail, typed_again};
use super::{Invitation, job, probe, transition};
use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::rules::Decision;
use crate::share_quota::{self, Shares};
use crate::stored::{CorruptRow, StoredError, from_json, to_json};
use crate::{access, drafts, people};

/// Runs the invitation again from the step it stands at, which counts as a share; where it waits for somebody to sign up, from the mail. Nothing happens to
/// one that is at work or has ended well, to one that waits for a time of its own, nor when a person has already tried again since the form said `tries`.
pub(crate) async fn try_again(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    tries: u32,
) -> Result<(), Problem> {
    access::require_member(caller)?;
    let retried = retry(app, caller, id, tries).await.map_err(|error| app.internal(error))?;
    retried.ok_or(Problem::new(ProblemCode::NotFound))?.into_result()?;
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
) -> Result<Option<Decision>, StoredError> {
    if load_own(app, caller, id).await?.is_none() {
        return Ok(None);
    }
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(None) };
    let mut invitation = Invitation::try_from(row)?;
    let is_due =
        invitation.awaits_sign_up() || (invitation.may_be_retried() && !waits_for_its_time(app, &invitation));
    if !is_due || invitation.pipeline.manual_retries != tries {
        return Ok(Some(Decision::Allow));
    }
    let decision = may_try_again(&mut tx, app, caller, &invitation).await?;
    if !decision.is_allowed() {
        return Ok(Some(decision));
    }
    reset_for_retry(&mut tx, &mut invitation).await?;
    let event = Event::RetryRequested { name: caller.name.clone() };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    tx.commit().await?;
    Ok(Some(Decision::Allow))
}

/// Whether it waits and will be tried again by itself at a time that has not come: Microsoft's own, or its turn's. A click shortens neither.
fn waits_for_its_time(app: &AppState, invitation: &Invitation) -> bool {
    let retry_at = invitation.problem.as_ref().and_then(|problem| problem.retry_at);
    invitation.state == InvitationState::Waiting && retry_at.is_some_and(|at| at > from_ms(app.now()))
}

/// Takes the try from the quotas, and lets an administrator find out whether the tenant is still blocked. Roll back where it is denied.
async fn may_try_again(
    tx: &mut Tx,
    app: &AppState,
    caller: &Caller,
    invitation: &Invitation,
) -> Result<Decision, StoredError> {
    let steps = invitations::steps_in(tx, &invitation.id).await?;
    let sends = |step: &StepRow| step.kind == StepKind::SendInvitation && step.state != StepState::Done;
    let new_guests = usize::from(steps.iter().any(sends));
    let snapshot = app.settings.current_in(tx).await?;
    let shares = Shares { recipients: 1, new_guests };
    let decision = share_quota::take_shares(tx, app, &snapshot.settings, caller, shares).await?;
    if !decision.is_allowed() || !is_blocked(invitation) {
        return Ok(decision);
    }
    Ok(probe::allow(tx, app, caller, &invitation.id).await?)
}

/// Has the step at which the invitation stands begin anew.
pub(super) async fn reset_for_retry(tx: &mut Tx, invitation: &mut Invitation) -> Result<(), StoredError> {
    let steps = invitations::steps_in(tx, &invitation.id).await?;
    let is_about = |code| invitation.problem.as_ref().is_some_and(|problem| problem.code == code);
    if is_about(ProblemCode::SignUpUnsent) || is_about(ProblemCode::SignUpPending) {
        // Nobody can come without a mail, and a mail may be lost: a new one goes first.
        send_mail_again(tx, &steps).await?;
    }
    if let Some(step) = steps.into_iter().find(|step| step.state != StepState::Done) {
        let is_unconfirmed = is_about(ProblemCode::MailUnconfirmed);
        // Only whoever was told that a mail may have gone out has it sent again.
        let facts = if is_unconfirmed { renewed_mail(&step)? } else { step.facts.clone() };
        invitations::update_step(tx, &StepRow { state: StepState::Open, facts, ..step }).await?;
    }
    let pipeline = &mut invitation.pipeline;
    pipeline.manual_retries = pipeline.manual_retries.saturating_add(1);
    (pipeline.failing, pipeline.looked_up_at) = (None, None);
    Ok(())
}

/// Has a mail of ours go out anew.
async fn send_mail_again(tx: &mut Tx, steps: &[StepRow]) -> Result<(), StoredError> {
    if let Some(step) = steps.iter().find(|step| step.kind == StepKind::SendMail) {
        let again = StepRow { state: StepState::Open, facts: renewed_mail(step)?, ..step.clone() };
        invitations::update_step(tx, &again).await?;
    }
    Ok(())
}

/// What a mail step knows, where its mail is to be sent anew.
pub(crate) fn renewed_mail(step: &StepRow) -> Result<Option<String>, CorruptRow> {
    let Some(facts) = step.facts.as_deref().filter(|_| step.kind == StepKind::SendMail) else {
        return Ok(step.facts.clone());
    };
    let facts: send_mail::Facts = from_json("step", facts)?;
    Ok(Some(to_json("step", &facts.renewed())?))
}

/// Whether it has come to nothing so far because Microsoft blocks the tenant.
pub(super) fn is_blocked(invitation: &Invitation) -> bool {
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
    let attributes = typed_again(&steps).map_err(|error| app.internal(error))?;
    let options = invitation.options.clone();
    let form = ShareForm {
        item: invitation.item.into(),
        address: named_by_microsoft(invitation.problem.as_ref(), &matches).unwrap_or(invitation.address),
        person: invitation.chosen.map(Into::into).unwrap_or_default(),
        role: invitation.role.into(),
        name: invitation.name.unwrap_or_default(),
        message: invitation.message.unwrap_or_default(),
        language: invitation.language.tag().to_owned(),
        key: app.ids.new_id(),
        resend: invitation.pipeline.resend_asked_at.map(|_| "1".to_owned()).unwrap_or_default(),
        attributes,
        ..ShareForm::default()
    };
    let form = options.filled_in(form);
    let recipients: Vec<_> = judged_by_the_step(&form, matches).into_iter().collect();
    drafts::save(app, caller, &form, invitation.problem.as_ref(), &recipients).await
}

/// The recipient, where a step has found people among whom the inviter has to choose. Without any, whoever opens the draft has the directory asked.
fn judged_by_the_step(form: &ShareForm, candidates: Vec<PersonMatch>) -> Option<JudgedRecipient> {
    if candidates.is_empty() {
        return None;
    }
    Some(JudgedRecipient {
        typed: TypedRecipient { name: form.name.clone(), ..TypedRecipient::of_text(&form.address) },
        key: people::key(&form.address),
        kind: RecipientKind::Ambiguous,
        light: Light::Red,
        person: None,
        candidates,
        problem: Some(Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson)),
        repeats: None,
        outside: false,
        company: String::new(),
        existing_role: None,
        starts_at: None,
    })
}

/// The own address of somebody whom Microsoft named as the owner of the typed one, which no look-up shows for them: chosen, they go by it.
fn named_by_microsoft(problem: Option<&Problem>, matches: &[PersonMatch]) -> Option<String> {
    let is_named = problem?.about(&FieldPath::PERSON) == Some(ProblemCode::ChoosePerson);
    matches.first().filter(|_| is_named).map(|named| named.address.clone())
}

/// The caller's own invitation; for an administrator anybody's of the tenant. Another's looks like none.
pub(crate) async fn load_visible(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load(&app.storage, id).await?;
    let inviter = access::inviter_seen_by(caller);
    let seen = row.filter(|row| row.tenant == caller.tenant && inviter.is_none_or(|own| row.inviter == *own));
    Ok(seen.map(Invitation::try_from).transpose()?)
}

/// The caller's own invitation; another's looks like none.
pub(crate) async fn load_own(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load(&app.storage, id).await?;
    let own = row.filter(|row| row.tenant == caller.tenant && row.inviter == caller.user);
    Ok(own.map(Invitation::try_from).transpose()?)
}
