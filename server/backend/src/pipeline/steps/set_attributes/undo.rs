//! Writes back what stood there.

use std::collections::BTreeMap;

use contract::{EntraUserId, StepKind};
use graph::{AttributeName, AttributeValue, UserAttributes, UserChange};
use serde_json::json;

use super::{Facts, Intent};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts, intents_of_others};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;

/// Writes back what stood there, of what this invitation wrote, still stands so, and no other invitation of the guest asks for.
pub(super) async fn restore(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let facts: Facts = facts(context)?;
    let Some(guest) = facts.calls.person.clone().filter(|_| !facts.written.is_empty()) else {
        return Ok(Undo::Nothing);
    };
    let application = context.app.directory.as_application();
    let names: Vec<_> = facts.written.keys().cloned().collect();
    let stands = match application.user_attributes(guest.as_str(), &names).await {
        Ok(stands) => stands,
        // Whoever is gone has no attributes.
        Err(error) if error.is_not_found() => return Ok(Undo::Done),
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    if !stands.is_guest() {
        return Ok(Undo::Remains);
    }
    let needed: Vec<Intent> = intents_of_others(context, StepKind::SetAttributes, &guest).await?;
    let is_needed = |name: &AttributeName| needed.iter().any(|intent| intent.attributes.contains_key(name));
    let own = own(&facts, &stands);
    let (back, kept): (Vec<_>, Vec<_>) = own
        .into_iter()
        .partition(|(name, before)| !is_needed(name) && (before.is_some() || name.can_be_cleared()));
    let remains = !kept.is_empty();
    if back.is_empty() {
        // Written back by a run that died before it could say so, or changed by somebody else since.
        report(context, &guest, &facts);
        return Ok(if remains { Undo::Remains } else { Undo::Done });
    }
    write(context, &guest, back).await?;
    Ok(if remains { Undo::Remains } else { Undo::Done })
}

/// What this invitation wrote and still stands so, with what stood there before.
fn own(facts: &Facts, stands: &UserAttributes) -> BTreeMap<AttributeName, Option<AttributeValue>> {
    let written = facts.written.iter().filter(|(name, value)| stands.get(name) == Some(value));
    written.map(|(name, _)| (name.clone(), facts.before.get(name).cloned().flatten())).collect()
}

async fn write(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    back: Vec<(AttributeName, Option<AttributeValue>)>,
) -> Result<(), StepError> {
    let mut change = UserChange::new();
    for (name, before) in back {
        change = match before {
            Some(before) => change.set(name, before).map_err(|_| context.corrupt("step"))?,
            None => change.clear(name),
        };
    }
    let mut facts: Facts = facts(context)?;
    let request = facts.calls.note_undo(context)?;
    context.learn(&facts)?;
    let application = application_for(context, request).await?;
    match application.update_user(guest.as_str(), &change).await {
        Ok(()) => {
            report(context, guest, &facts);
            Ok(())
        }
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

fn report(context: &mut StepContext<'_>, guest: &EntraUserId, facts: &Facts) {
    if facts.calls.undo_requests.is_empty() {
        return;
    }
    let attributes: Vec<_> = facts.written.keys().collect();
    let detail = json!({ "person": guest, "attributes": attributes });
    let requests = facts.calls.undo_requests.clone();
    context.events.push(Event::DirectoryChanged { action: Action::AttributesRestored, detail, requests });
}
