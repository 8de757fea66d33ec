//! Tells the audit chain what was written.

use graph::UserAttributes;
use serde_json::json;

use super::Facts;
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::facts;
use crate::pipeline::event::Event;
use crate::pipeline::step_error::StepError;

/// A call whose answer was lost had its effect after all: what was to be written stands there.
pub(super) fn report_earlier(
    context: &mut StepContext<'_>,
    stands: &UserAttributes,
) -> Result<(), StepError> {
    let facts: Facts = facts(context)?;
    let has_effect = facts.written.iter().any(|(name, value)| {
        stands.get(name) == Some(value) && facts.before.get(name) != Some(&Some(value.clone()))
    });
    if has_effect && !facts.is_reported { report(context) } else { Ok(()) }
}

/// The audit chain is told, and each call named once.
pub(super) fn report(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.is_reported = true;
    context.learn(&facts)?;
    let attributes: Vec<_> = facts.written.keys().collect();
    let mut detail = json!({ "person": facts.calls.person, "attributes": attributes });
    // An administrator reads here why it is a domain that was written.
    if let Some(why) = facts.no_company {
        detail["no_company"] = json!(why);
    }
    let requests = facts.calls.requests;
    context.events.push(Event::DirectoryChanged { action: Action::AttributesSet, detail, requests });
    Ok(())
}
