//! Writes back what stood there.

use std::collections::BTreeMap;

use contract::{EntraUserId, StepKind};
use graph::{AttributeName, AttributeValue, UserAttributes, UserChange};
use serde_json::json;
use storage::invitations;
use uuid::Uuid;

use super::{Facts, Intent};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::stored::from_json;

/// Writes back what stood there, of what this invitation wrote, still stands so, and no other invitation of the guest asks for.
pub(super) async fn restore(context: &mut StepContext<'_>) -> Result<Undo, StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
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
    let needed = needed_by_others(context, &guest).await?;
    let own = own(&facts, &stands);
    let (back, kept): (Vec<_>, Vec<_>) = own
        .into_iter()
        .partition(|(name, before)| !needed.contains(name) && (before.is_some() || name.can_be_cleared()));
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

/// What other invitations of the guest ask for: they would not write it again.
async fn needed_by_others(
    context: &StepContext<'_>,
    guest: &EntraUserId,
) -> Result<Vec<AttributeName>, StepError> {
    let invitation = &context.invitation;
    let whose = (&invitation.tenant, guest);
    let steps =
        invitations::steps_of_person(&context.app.storage, whose, StepKind::SetAttributes, &invitation.id)
            .await;
    let steps = steps.map_err(|error| StepError::of_storage(context.app, error))?;
    let mut names = Vec::new();
    for intent in steps.iter().filter_map(|step| step.intent.as_deref()) {
        let intent: Intent = from_json("step", intent).map_err(|_| context.corrupt("step"))?;
        names.extend(intent.names());
    }
    Ok(names)
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
    let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    let mut facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    facts.undo_requests.push(request.to_string());
    context.learn(&facts)?;
    context.checkpoint().await?;
    let application = context.app.directory.as_application().with_request_id(request);
    match application.update_user(guest.as_str(), &change).await {
        Ok(()) => {
            report(context, guest, &facts);
            Ok(())
        }
        Err(error) => Err(StepError::of_change(context.app, &error)),
    }
}

fn report(context: &mut StepContext<'_>, guest: &EntraUserId, facts: &Facts) {
    if facts.undo_requests.is_empty() {
        return;
    }
    let attributes: Vec<_> = facts.written.keys().collect();
    let detail = json!({ "person": guest, "attributes": attributes });
    let requests = facts.undo_requests.clone();
    context.events.push(Event::DirectoryChanged { action: Action::AttributesRestored, detail, requests });
}
