//! Adds the person to the groups of their role, as the application ("Add members"), and waits for groups that Microsoft fills by a rule.
//!
//! Undone by: taking them out of the groups that this invitation added them to, or that undone ones left them in for it, and no other invitation of
//! theirs needs. Safe to repeat because who is a member is asked first, and what is about to be added is stored before it is.

mod brought_role;
mod learned;
mod undo;

use async_trait::async_trait;
use contract::{EntraUserId, Problem, ProblemCode, RoleScope, StepKind, UndoEffect};
use graph::{Effect, GraphError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;

use crate::audit::Action;
use crate::directory::usable_groups::why_unusable;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{
    Calls, after_change, application_for, facts, intent, person_of, wait,
};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::subject;
use crate::pipeline::step::{Permission, PlanInput, ScopedRole, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::settings::Settings;
use crate::settings::sections::{AppRoleGrant, GroupGrant};
use crate::stored::StoredError;
use learned::Facts;

/// Adds the person to groups.
pub(crate) struct JoinGroup;

/// To add somebody to a group; reading is within it.
const ADDS: Permission = Permission::Application("GroupMember.ReadWrite.All");
/// To see whether a rule has put somebody into a group. No role gives that ("List group members").
const READS: Permission = Permission::Application("GroupMember.Read.All");

/// Which groups.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Intent {
    groups: Vec<GroupGrant>,
    /// The role of an application that one of them brings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_role: Option<AppRoleGrant>,
}

impl Intent {
    fn of(input: &PlanInput<'_>) -> Self {
        let Some(grants) = input.settings.grants.of(input.kind, input.role) else { return Self::default() };
        Self {
            groups: grants.all_groups().into_iter().cloned().collect(),
            app_role: grants.app_role.clone().filter(|role| role.through.is_some()),
        }
    }
}

#[async_trait]
impl Step for JoinGroup {
    fn kind(&self) -> StepKind {
        StepKind::JoinGroup
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        !Intent::of(input).groups.is_empty()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        Some(json!(Intent::of(input)))
    }

    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        Intent::of(input).groups.into_iter().map(|group| group.name).collect()
    }

    fn scoped_role(&self) -> Option<ScopedRole> {
        Some(ScopedRole {
            instead_of: self.permissions(),
            allows: &["microsoft.directory/groups/members/update"],
            scope: RoleScope::Group,
        })
    }

    fn permissions(&self) -> &'static [Permission] {
        &[ADDS]
    }

    /// Of a group that is filled by a rule, who is in it is only read.
    fn alternative_permissions(&self) -> &'static [Permission] {
        &[READS]
    }

    fn permissions_with(&self, settings: &Settings) -> &'static [Permission] {
        let groups = || settings.grants.groups();
        let (adds, waits) = (groups().any(|group| !group.by_rule), groups().any(|group| group.by_rule));
        match (adds, waits) {
            (false, true) => self.alternative_permissions(),
            (true, true) if settings.permissions.is_scoped() => &[ADDS, READS],
            _ => self.permissions(),
        }
    }

    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let Intent { groups, app_role } = intent(context)?;
        let person = person_of(context)?;
        if !facts::<Facts>(context)?.calls.are_about(&person) {
            context.learn(&Facts { calls: Calls::about(person.clone()), ..Facts::default() })?;
        }
        let mut open = Vec::new();
        let mut awaited = None;
        for group in &groups {
            match look(context, &person, group).await? {
                Look::Member => {}
                Look::Open => open.push(group),
                Look::Awaited => awaited = awaited.or(Some(group)),
            }
        }
        if let Some(role) = &app_role {
            brought_role::require(context, role).await?;
        }
        join_all(context, &person, &open).await?;
        match awaited {
            Some(group) => {
                let pending = Problem::of_subject(&group.name, ProblemCode::GroupPending);
                Err(wait::<Facts>(context, pending)?)
            }
            None => Ok(()),
        }
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let known: Facts = facts(context).unwrap_or_default();
        // Those of groups that were joined are named there, too. Nobody may ever learn whether the others have taken anybody out.
        let leaving = known.leaving.into_iter().flat_map(|leaving| leaving.requests);
        known.calls.requests.into_iter().chain(leaving).collect()
    }

    fn gives_access(&self) -> bool {
        true
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        let begun = facts::<Facts>(context).ok()?.begun;
        (!begun.is_empty()).then_some(UndoEffect::IfUnneeded)
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        let Some(person) = subject(context, &context.facts::<Facts>()?.calls) else { return Ok(false) };
        Ok(!undo::left_by_others(context, &person).await?.is_empty())
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::leave(context).await
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

/// What is to be done about a group.
enum Look {
    /// The person is in it.
    Member,
    /// They are to be added.
    Open,
    /// Microsoft will add them.
    Awaited,
}

async fn look(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    group: &GroupGrant,
) -> Result<Look, StepError> {
    let application = context.app.directory.as_application();
    match application.group(group.id.as_str()).await {
        Ok(found) => {
            let reason = why_unusable(&found, group.by_rule);
            reason.map_or(Ok(()), |reason| Err(unusable(group, reason)))?;
        }
        Err(error) if error.is_not_found() => return Err(unusable(group, ProblemCode::GroupGone)),
        Err(error) if may_be_unreadable(context, &error) => {}
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    }
    let is_member = match application.is_direct_member(group.id.as_str(), person.as_str()).await {
        Ok(is_member) => is_member,
        Err(error) if may_be_unreadable(context, &error) && !group.by_rule => false,
        Err(error) => return Err(StepError::of_lookup(context.app, &error)),
    };
    match (is_member, group.by_rule) {
        (true, false) => joined_earlier(context, group).map(|()| Look::Member),
        (true, true) => Ok(Look::Member),
        (false, false) => Ok(Look::Open),
        (false, true) => Ok(Look::Awaited),
    }
}

/// A role that may change the members of a group need not reach as far as reading it: then Microsoft says what it thinks of the change itself.
fn may_be_unreadable(context: &StepContext<'_>, error: &GraphError) -> bool {
    context.settings.permissions.is_scoped() && error.status() == Some(403)
}

fn unusable(group: &GroupGrant, code: ProblemCode) -> StepError {
    StepError::permanent(Problem::of_subject(&group.name, code))
}

/// Who is a member already was added by this invitation, if that had begun: the answer was lost.
fn joined_earlier(context: &mut StepContext<'_>, group: &GroupGrant) -> Result<(), StepError> {
    let facts: Facts = facts(context)?;
    if facts.begun.contains(&group.id) && !facts.joined.contains(&group.id) {
        joined(context, group)
    } else {
        Ok(())
    }
}

/// Notes all that is to be joined, then joins one after the other.
async fn join_all(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    groups: &[&GroupGrant],
) -> Result<(), StepError> {
    if groups.is_empty() {
        return Ok(());
    }
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note(context)?;
    let before = noted.begun.clone();
    noted.begun.extend(groups.iter().map(|group| group.id.clone()).filter(|group| !before.contains(group)));
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    for (at, group) in groups.iter().enumerate() {
        match application.add_group_member(group.id.as_str(), person.as_str()).await {
            Ok(Effect::Made) => joined(context, group)?,
            // By a call whose answer was lost, or by somebody else.
            Ok(Effect::AlreadySo) if before.contains(&group.id) => joined(context, group)?,
            Ok(Effect::AlreadySo) => not_begun(context, group)?,
            Err(error) => {
                // What was refused has added nobody, and what was to come after it was not sent: who is in there later was added by somebody else.
                let from = at + usize::from(error.outcome_unknown());
                for group in groups[from..].iter().filter(|group| !before.contains(&group.id)) {
                    not_begun(context, group)?;
                }
                return Err(after_change(context, &error));
            }
        }
    }
    Ok(())
}

fn joined(context: &mut StepContext<'_>, group: &GroupGrant) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.joined.push(group.id.clone());
    context.learn(&facts)?;
    let detail = json!({ "person": facts.calls.person, "group": group.id, "name": group.name });
    let requests = facts.calls.requests;
    context.events.push(Event::DirectoryChanged { action: Action::GroupJoined, detail, requests });
    Ok(())
}

fn not_begun(context: &mut StepContext<'_>, group: &GroupGrant) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.begun.retain(|begun| *begun != group.id);
    context.learn(&facts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"groups":[{"id":"g1","name":"Falcon","by_rule":false}]}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        let stored = r#"{"groups":[{"id":"g2","name":"Readers","by_rule":false}],"app_role":{"application":"sp","application_name":"Planner","role":"r","name":"Reader","through":{"id":"g2","name":"Readers","by_rule":false}}}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
    }
}
