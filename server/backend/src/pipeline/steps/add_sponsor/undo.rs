//! Removes the sponsor again.

use contract::{EntraUserId, StepKind};
use graph::Effect;
use serde_json::json;
use storage::Tx;

use super::{Facts, Intent, added, is_among};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::{self, subject};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::stored::StoredError;

const KIND: StepKind = StepKind::AddSponsor;

/// Removes the sponsor that this invitation added, or that an undone one left to it, unless another invitation of the guest names the same. Whether
/// an administrator has removed and added them again since, Microsoft tells nobody.
pub(super) async fn take_back(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let Intent { sponsor: Some(sponsor) } = intent(context)? else { return Ok(Undo::Nothing) };
    let known: Facts = facts(context)?;
    let Some(guest) = subject(context, &known.calls) else { return Ok(Undo::Nothing) };
    let is_left = is_left_by_others(context, &guest, &sponsor).await;
    let is_left = is_left.map_err(|error| StepError::of_stored(context.app, error))?;
    if !known.begun && !is_left {
        return Ok(Undo::Nothing);
    }
    if !stands(context, &guest, &sponsor).await? {
        return removed(context, &guest, &sponsor);
    }
    if known.added.is_none() {
        take_over(context, (&guest, &sponsor), known)?;
    }
    let known: Facts = facts(context)?;
    context.learn(&Facts { left: known.added.clone(), ..known })?;
    let needed: Vec<Intent> = intents_of_others(context, KIND, &guest).await?;
    if needed.iter().any(|intent| intent.sponsor.as_ref() == Some(&sponsor)) {
        return Ok(Undo::Remains);
    }
    remove(context, &guest, &sponsor).await
}

/// Whether an undone invitation left this sponsor standing.
pub(super) async fn is_left_by_others(
    context: &StepContext<'_>,
    guest: &EntraUserId,
    sponsor: &EntraUserId,
) -> Result<bool, StoredError> {
    let undone = other_steps::undone::<Facts>(context, KIND, guest).await?;
    Ok(undone.iter().any(|step| step.facts.left.as_ref() == Some(sponsor)))
}

/// The sponsor stands by a call of this invitation whose answer was lost, for they were none before it; or because undone invitations left them to
/// this one.
fn take_over(
    context: &mut StepContext<'_>,
    (guest, sponsor): (&EntraUserId, &EntraUserId),
    mut known: Facts,
) -> Result<(), StepError> {
    if known.begun {
        return added(context, sponsor);
    }
    known.calls.person = Some(guest.clone());
    known.added = Some(sponsor.clone());
    context.learn(&known)
}

async fn stands(
    context: &StepContext<'_>,
    guest: &EntraUserId,
    sponsor: &EntraUserId,
) -> Result<bool, StepError> {
    match context.app.directory.as_application().sponsors_of_user(guest.as_str()).await {
        Ok(sponsors) => Ok(is_among(&sponsors, sponsor)),
        // Nobody answers for whoever is gone.
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}

async fn remove(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    sponsor: &EntraUserId,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note_undo(context)?;
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    let outcome = application.remove_sponsor(guest.as_str(), sponsor.as_str()).await;
    let had_no_effect = match &outcome {
        Ok(effect) => *effect == Effect::AlreadySo,
        Err(error) => !error.outcome_unknown(),
    };
    if had_no_effect {
        // Whoever is no sponsor later was removed by an earlier call, or by somebody else.
        noted.calls.undo_requests.pop();
        context.learn(&noted)?;
    }
    match outcome {
        Ok(_) => removed(context, guest, sponsor),
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

/// They are no sponsor any more: by the calls that were noted, or by somebody else, where there is none. Should they be one again, that is not by us.
fn removed(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    sponsor: &EntraUserId,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    let requests = std::mem::take(&mut noted.calls.undo_requests);
    let was_added = noted.added.take().is_some();
    noted.left = None;
    noted.begun = false;
    context.learn(&noted)?;
    if !requests.is_empty() {
        let (action, detail) = (Action::SponsorRemoved, json!({ "person": guest, "sponsor": sponsor }));
        context.events.push(Event::DirectoryChanged { action, detail, requests });
    }
    Ok(if was_added { Undo::Done } else { Undo::Nothing })
}

/// Whom this invitation has removed for undone ones, or found removed, is theirs no more.
pub(super) async fn settle(context: &StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let known: Facts = context.facts().map_err(StoredError::from)?;
    let Intent { sponsor: Some(sponsor) } = context.intent().map_err(StoredError::from)? else {
        return Ok(());
    };
    let Some(guest) = subject(context, &known.calls).filter(|_| known.added.is_none()) else {
        return Ok(());
    };
    let forget = |facts: &mut Facts| facts.left.take_if(|left| *left == sponsor).is_some();
    other_steps::settle(context, tx, KIND, &guest, forget).await
}
