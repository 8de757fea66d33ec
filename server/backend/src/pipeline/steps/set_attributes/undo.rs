//! Writes back what stood there.

use std::collections::BTreeSet;

use contract::{EntraUserId, StepKind};
use graph::{AttributeName, AttributeValue, UserAttributes, UserChange};
use serde_json::json;
use storage::Tx;

use super::layers::{Layer, Origin, origin};
use super::{Facts, Intent};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intent};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::{self, OtherStep, subject};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::stored::StoredError;

const KIND: StepKind = StepKind::SetAttributes;

/// An attribute, and what is to stand there again.
type Back = (AttributeName, Option<AttributeValue>);

/// Writes back what stood there, of what this invitation wrote, or undone ones left to it, still stands so, and no other invitation of the guest asks
/// for.
pub(super) async fn restore(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let known: Facts = facts(context)?;
    let Some(guest) = subject(context, &known.calls) else { return Ok(Undo::Nothing) };
    let stored = |error: StoredError| StepError::of_stored(context.app, error);
    let others = Others::load(context, &guest).await.map_err(stored)?;
    let Intent { attributes, .. } = intent(context)?;
    let left = attributes.into_keys().filter(|name| others.has_left(name));
    let names: BTreeSet<_> = known.written.keys().cloned().chain(left).collect();
    if names.is_empty() {
        return Ok(Undo::Nothing);
    }
    let application = context.app.directory.as_application();
    let all: Vec<_> = names.iter().cloned().collect();
    let stands = match application.user_attributes(guest.as_str(), &all).await {
        Ok(stands) => stands,
        // Whoever is gone has no attributes.
        Err(error) if error.is_not_found() => return Ok(Undo::Done),
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    if !stands.is_guest() {
        return Ok(if known.written.is_empty() { Undo::Nothing } else { Undo::Remains });
    }
    let outcome = others.outcome(&known, names, &stands);
    context.learn(&Facts { left: outcome.left, ..known })?;
    if outcome.back.is_empty() {
        // Written back by a run that died before it could say so, or changed by somebody else since.
        report(context, &guest)?;
    } else {
        write(context, &guest, outcome.back).await?;
    }
    let known: Facts = facts(context)?;
    if outcome.remains {
        return Ok(Undo::Remains);
    }
    // It may have had no effect of its own, and found none that it could take back.
    let had_none = known.written.is_empty() && known.calls.undo_requests.is_empty();
    Ok(if had_none { Undo::Nothing } else { Undo::Done })
}

/// What becomes of the attributes.
#[derive(Default)]
struct Outcome {
    /// What is written back.
    back: Vec<Back>,
    /// What others are to write back.
    left: BTreeSet<AttributeName>,
    /// Something of ours stands.
    remains: bool,
}

/// Other invitations of the guest.
struct Others {
    /// What live ones ask for, and wrote.
    live: Vec<(Intent, Facts)>,
    /// What those have learned that are undone or being undone.
    undone: Vec<Facts>,
}

impl Others {
    async fn load(context: &StepContext<'_>, guest: &EntraUserId) -> Result<Self, StoredError> {
        let live = other_steps::live::<Facts>(context, KIND, guest).await?;
        let read = |step: OtherStep<Facts>| -> Result<(Intent, Facts), StoredError> {
            Ok((step.intent()?, step.facts))
        };
        let live = live.into_iter().map(read).collect::<Result<_, _>>()?;
        let undone = other_steps::undone::<Facts>(context, KIND, guest).await?;
        Ok(Self { live, undone: undone.into_iter().map(|step| step.facts).collect() })
    }

    fn left_layers<'a>(&'a self, name: &'a AttributeName) -> impl Iterator<Item = Layer<'a>> {
        let left = self.undone.iter().filter(move |facts| facts.left.contains(name));
        left.filter_map(move |facts| Layer::of(facts, name))
    }

    fn has_left(&self, name: &AttributeName) -> bool {
        self.left_layers(name).next().is_some()
    }

    fn is_needed(&self, name: &AttributeName) -> bool {
        self.live.iter().any(|(intent, _)| intent.attributes.contains_key(name))
    }

    /// Whether a live one wrote over one of these, or one that left what it wrote: then what these wrote is what is written back first, and it goes
    /// on from there.
    fn have_covered(&self, name: &AttributeName, layers: &[Layer<'_>]) -> bool {
        let live = self.live.iter().filter_map(|(_, facts)| Layer::of(facts, name));
        let mut covered = live.chain(self.left_layers(name)).filter_map(|theirs| theirs.before);
        covered.any(|before| layers.iter().any(|layer| layer.written == before))
    }

    fn outcome(&self, own: &Facts, names: BTreeSet<AttributeName>, stands: &UserAttributes) -> Outcome {
        let mut outcome = Outcome::default();
        for name in names {
            let (before, is_covered) = {
                let own = Layer::of(own, &name).into_iter();
                let layers: Vec<_> = own.chain(self.left_layers(&name)).collect();
                (origin(stands.get(&name), &layers), self.have_covered(&name, &layers))
            };
            match before {
                Origin::Foreign if is_covered => {
                    outcome.left.insert(name);
                }
                Origin::Foreign => {}
                Origin::Unclear => outcome.remains = true,
                Origin::Before(_) if self.is_needed(&name) => {
                    outcome.remains = true;
                    outcome.left.insert(name);
                }
                Origin::Before(None) if !name.can_be_cleared() => outcome.remains = true,
                Origin::Before(before) => outcome.back.push((name, before)),
            }
        }
        outcome
    }
}

/// Whether undone invitations left anything to this one.
pub(super) async fn is_left(context: &StepContext<'_>) -> Result<bool, StoredError> {
    let known: Facts = context.facts()?;
    let Some(guest) = subject(context, &known.calls) else { return Ok(false) };
    let Intent { attributes, .. } = context.intent()?;
    let others = Others::load(context, &guest).await?;
    Ok(attributes.keys().any(|name| others.has_left(name)))
}

/// What this invitation has taken back for undone ones, or found changed by somebody else, is theirs no more.
pub(super) async fn settle(context: &StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let known: Facts = context.facts().map_err(StoredError::from)?;
    let Intent { attributes, .. } = context.intent().map_err(StoredError::from)?;
    let Some(guest) = subject(context, &known.calls) else { return Ok(()) };
    let is_settled = |name: &AttributeName| attributes.contains_key(name) && !known.left.contains(name);
    let forget = |facts: &mut Facts| {
        let before = facts.left.len();
        facts.left.retain(|name| !is_settled(name));
        facts.left.len() < before
    };
    other_steps::settle(context, tx, KIND, &guest, forget).await
}

async fn write(context: &mut StepContext<'_>, guest: &EntraUserId, back: Vec<Back>) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    let mut change = UserChange::new();
    let written_before = facts.written_back.clone();
    for (name, before) in back {
        facts.written_back.insert(name.clone());
        change = match before {
            Some(before) => change.set(name, before).map_err(|_| context.corrupt("step"))?,
            None => change.clear(name),
        };
    }
    facts.calls.person = Some(guest.clone());
    let request = facts.calls.note_undo(context)?;
    context.learn(&facts)?;
    let application = application_for(context, request).await?;
    match application.update_user(guest.as_str(), &change).await {
        Ok(()) => report(context, guest),
        Err(error) => {
            if !error.outcome_unknown() {
                // It has written nothing: what stands otherwise later was changed by somebody else.
                facts.calls.undo_requests.pop();
                facts.written_back = written_before;
                context.learn(&facts)?;
            }
            Err(StepError::of_change(context.app, &error))
        }
    }
}

fn report(context: &mut StepContext<'_>, guest: &EntraUserId) -> Result<(), StepError> {
    let facts: Facts = facts(context)?;
    if facts.calls.undo_requests.is_empty() {
        return Ok(());
    }
    // Earlier releases did not keep which.
    let own: BTreeSet<_> = facts.written.keys().cloned().collect();
    let attributes = if facts.written_back.is_empty() { own } else { facts.written_back };
    let detail = json!({ "person": guest, "attributes": attributes });
    let requests = facts.calls.undo_requests;
    context.events.push(Event::DirectoryChanged { action: Action::AttributesRestored, detail, requests });
    Ok(())
}
