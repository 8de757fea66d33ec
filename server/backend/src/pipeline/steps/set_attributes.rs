//! Writes attributes of the guest, as the application ("Update user").
//!
//! Undone by: writing back what stood there, of what this invitation wrote, or undone ones left to it, still stands so, and no other invitation of
//! the guest asks for. Safe to repeat because a PATCH is absolute, and what stood there is stored before it is sent. The object is read first: it
//! must be a guest, and the very one of this invitation.

mod extension_types;
mod layers;
mod refusal;
mod report;
mod sources;
mod undo;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use contract::{EntraUserId, GivenAttribute, RoleScope, StepKind, UndoEffect, UserStatus};
use graph::{AttributeName, AttributeValue, UserAttributes, UserChange};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;
use storage::invitations::{self, StepRow};

use crate::directory::companies::NoCompany;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{Calls, application_for, facts, intent};
use crate::pipeline::event::Undo;
use crate::pipeline::step::{Permission, PlanInput, ScopedRole, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::settings::Settings;
use crate::settings::sections::AttributeSource;
use crate::stored::{CorruptRow, StoredError, from_json};
use refusal::{after_error, after_refused_write, refused};
use report::{report, report_earlier};
use values::{AttributeValues, Audience};

/// Writes attributes of the guest.
pub(crate) struct SetAttributes;

/// What the step is to write.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Intent {
    /// Where the value of each attribute comes from.
    attributes: BTreeMap<AttributeName, AttributeSource>,
    /// Attributes of a guest who was known before are overwritten.
    overwrite: bool,
    /// What of it was typed into the form, with what the form called it where the settings said so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    asked: BTreeMap<AttributeName, Option<String>>,
}

impl Intent {
    /// What a role brings counts more than a rule, and a later rule more than an earlier one. What was typed is as good as a fixed text from here on;
    /// where nothing was, nothing is written.
    fn of(input: &PlanInput<'_>) -> Self {
        let rules = &input.settings.attributes.rules;
        let rules = rules.iter().filter(|rule| rule.is_for(input.kind));
        let mut attributes: BTreeMap<_, _> =
            rules.map(|rule| (rule.attribute.clone(), rule.from.clone())).collect();
        let text = |value: &String| AttributeSource::Text(value.clone());
        if let Some(grants) = input.settings.grants.of(input.kind, input.role) {
            attributes.extend(grants.attributes.iter().map(|(name, value)| (name.clone(), text(value))));
        }
        let mut asked = BTreeMap::new();
        attributes.retain(|name, source| {
            let AttributeSource::Asked { label, .. } = &*source else { return true };
            let Some(typed) = input.typed.get(name) else { return false };
            asked.insert(name.clone(), label.clone());
            *source = text(typed);
            true
        });
        Self { attributes, overwrite: input.settings.attributes.overwrite, asked }
    }

    fn names(&self) -> Vec<AttributeName> {
        self.attributes.keys().cloned().collect()
    }
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Facts {
    calls: Calls,
    /// The guest came by an invitation of ours, or by the way in that it led to: everything is written. Else they were known before.
    is_new: bool,
    /// What stood there before this invitation wrote; none where nothing did.
    before: BTreeMap<AttributeName, Option<AttributeValue>>,
    /// What this invitation wrote, or may have written.
    written: BTreeMap<AttributeName, AttributeValue>,
    /// The audit chain tells of it.
    is_reported: bool,
    /// Why the domain of the guest's address stands for the name of their company, where that was to be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_company: Option<NoCompany>,
    /// What undoing wrote back, or may have.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    written_back: BTreeSet<AttributeName>,
    /// What undoing left to others: they ask for it, or wrote over what this invitation wrote.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    left: BTreeSet<AttributeName>,
}

impl AsRef<Calls> for Facts {
    fn as_ref(&self) -> &Calls {
        &self.calls
    }
}

#[async_trait]
impl Step for SetAttributes {
    fn kind(&self) -> StepKind {
        StepKind::SetAttributes
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        !Intent::of(input).attributes.is_empty()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        Some(json!(Intent::of(input)))
    }

    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        Intent::of(input).names().iter().map(ToString::to_string).collect()
    }

    /// Which action covers which attribute is not documented for each: together they cover those that can be written.
    fn scoped_role(&self) -> Option<ScopedRole> {
        Some(ScopedRole {
            instead_of: self.permissions(),
            allows: &[
                "microsoft.directory/users/basic/update",
                "microsoft.directory/users/jobInfo/update",
                "microsoft.directory/users/contactInfo/update",
                "microsoft.directory/users/usageLocation/update",
                "microsoft.directory/users/extensionProperties/update",
            ],
            scope: RoleScope::Unit,
        })
    }

    fn permissions(&self) -> &'static [Permission] {
        &[Permission::Application("User.ReadWrite.All")]
    }

    fn optional_permissions(&self) -> &'static [Permission] {
        &[Permission::Application("CrossTenantInformation.ReadBasic.All")]
    }

    fn optional_permissions_with(&self, settings: &Settings) -> &'static [Permission] {
        if settings.attributes.names_companies() { self.optional_permissions() } else { &[] }
    }

    fn acts_outside(&self, context: &StepContext<'_>) -> bool {
        guest_of(context).is_some()
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let Some(guest) = guest_of(context) else { return Ok(()) };
        let intent: Intent = intent(context)?;
        let names = intent.names();
        begin(context, &guest).await?;
        let application = context.app.directory.as_application();
        let stands = match application.user_attributes(guest.as_str(), &names).await {
            Ok(stands) => stands,
            Err(error) => return Err(after_error(context, &names, &error)),
        };
        if !stands.is_guest() || stands.id != guest.as_str() {
            return Ok(());
        }
        report_earlier(context, &stands)?;
        let wanted = sources::read(context, &intent.attributes).await?;
        let mut facts: Facts = facts(context)?;
        let audience = Audience { is_new: facts.is_new, overwrite: intent.overwrite };
        let changes = values::changes(&stands, &wanted.values, audience);
        facts.no_company = wanted.no_company;
        context.learn(&facts)?;
        write(context, &guest, &stands, changes).await
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let Facts { calls, is_reported, .. } = context.facts().unwrap_or_default();
        let written = if is_reported { Vec::new() } else { calls.requests };
        // Nobody may ever learn whether these have written anything back.
        written.into_iter().chain(calls.undo_requests).collect()
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        let written = facts::<Facts>(context).ok()?.written;
        (!written.is_empty()).then_some(UndoEffect::IfUnneeded)
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        undo::is_left(context).await
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::restore(context).await
    }

    async fn revert(
        &self,
        context: &mut StepContext<'_>,
        tx: &mut Tx,
        outside: Undo,
    ) -> Result<Undo, CommitError> {
        undo::settle(context, tx).await?;
        Ok(outside)
    }
}

/// What was typed of the guest.
pub(super) fn typed(steps: &[StepRow]) -> Result<Vec<GivenAttribute>, CorruptRow> {
    let step = steps.iter().find(|step| step.kind == StepKind::SetAttributes);
    let Some(intent) = step.and_then(|step| step.intent.as_deref()) else { return Ok(Vec::new()) };
    let intent: Intent = from_json("step", intent)?;
    let given = |(name, label): (AttributeName, Option<String>)| match intent.attributes.get(&name)? {
        AttributeSource::Text(value) => {
            Some(GivenAttribute { name: name.to_string(), label, value: value.clone() })
        }
        _ => None,
    };
    Ok(intent.asked.clone().into_iter().filter_map(given).collect())
}

/// The guest whose attributes are written; none for a member.
fn guest_of(context: &StepContext<'_>) -> Option<EntraUserId> {
    let person = context.invitation.pipeline.person.as_ref();
    person.filter(|person| person.standing != UserStatus::Member).map(|person| person.id.clone())
}

/// Learns whether the guest is one of ours: come by this invitation, or invited by another and still to come.
async fn begin(context: &mut StepContext<'_>, guest: &EntraUserId) -> Result<(), StepError> {
    if facts::<Facts>(context)?.calls.are_about(guest) {
        return Ok(());
    }
    let pipeline = &context.invitation.pipeline;
    let is_new = pipeline.invited || pipeline.made_since || {
        let tenant = &context.invitation.tenant;
        let pending = invitations::pending_of_guest(&context.app.storage, tenant, guest).await;
        !pending.map_err(|error| StepError::of_storage(context.app, error))?.is_empty()
    };
    context.learn(&Facts { calls: Calls::about(guest.clone()), is_new, ..Facts::default() })
}

async fn write(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    stands: &UserAttributes,
    changes: AttributeValues,
) -> Result<(), StepError> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut change = UserChange::new();
    for (name, value) in &changes {
        change = change.set(name.clone(), value.clone()).map_err(|_| refused(Some(name)))?;
    }
    let mut facts: Facts = facts(context)?;
    let request = facts.calls.note(context)?;
    for name in changes.keys() {
        // What stood there before the first call, whose answer may have been lost.
        facts.before.entry(name.clone()).or_insert_with(|| stands.get(name).cloned());
    }
    facts.written.extend(changes.clone());
    facts.is_reported = false;
    context.learn(&facts)?;
    let application = application_for(context, request).await?;
    match application.update_user(guest.as_str(), &change).await {
        Ok(()) => report(context),
        Err(error) => {
            let names: Vec<_> = changes.into_keys().collect();
            Err(after_refused_write(context, &names, &error))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"attributes":{"companyName":"partner-domain","department":{"inviter":"department"},"surname":{"text":"Novak"}},"overwrite":true}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_value(&intent).unwrap(), serde_json::from_str::<Value>(stored).unwrap());
        assert!(intent.asked.is_empty());
        let stored = r#"{"attributes":{"city":{"text":"Vilnius"},"state":{"text":"LT"}},"overwrite":false,"asked":{"city":null,"state":"Region"}}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_value(&intent).unwrap(), serde_json::from_str::<Value>(stored).unwrap());
        let stored = r#"{"attributes":{"companyName":"partner-company"},"overwrite":false}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_value(&intent).unwrap(), serde_json::from_str::<Value>(stored).unwrap());
        let stored = r#"{"calls":{"person":"joni","requests":["r1"]},"is_new":true,"before":{"businessPhones":["1"],"city":"Vilnius","surname":null},"written":{"surname":"Novak"},"is_reported":true}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        let stored = stored.replace("true}", r#"true,"no_company":"no-tenant"}"#);
        let facts: Facts = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        let stored =
            stored.replace(r#""no-tenant"}"#, r#""no-tenant","written_back":["city"],"left":["surname"]}"#);
        let facts: Facts = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        assert!(serde_json::from_str::<Facts>("{}").unwrap().written.is_empty());
    }
}
