//! Assigns a role of an application to the person, as the application ("Grant an appRoleAssignment for a service principal"). A role that a group
//! holds is not assigned: whoever is in the group has it.
//!
//! Undone by: taking the assignment back that this invitation made, or that an undone one left to it, unless another invitation of the person needs
//! the role. Safe to repeat because what they have is asked first, and what is about to be assigned is stored before it is.

mod undo;

use async_trait::async_trait;
use contract::{EntraUserId, Problem, ProblemCode, RoleScope, StepKind, UndoEffect};
use graph::{AppRoleAssigned, AppRoleAssignment, GraphError, PrincipalType};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;

use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{Calls, after_change, application_for, facts, intent, person_of};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::subject;
use crate::pipeline::step::{Permission, PlanInput, ScopedRole, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::settings::sections::AppRoleGrant;
use crate::stored::StoredError;

/// Assigns a role of an application to the person.
pub(crate) struct GrantAppRole;

/// Which role.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Intent {
    role: Option<AppRoleGrant>,
}

impl Intent {
    fn of(input: &PlanInput<'_>) -> Self {
        let grants = input.settings.grants.of(input.kind, input.role);
        let role = grants.and_then(|grants| grants.app_role.clone());
        Self { role: role.filter(|role| role.through.is_none()) }
    }
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Facts {
    calls: Calls,
    /// This invitation assigns the role: whether it has done so need not be known. Not where Microsoft said that it has not.
    begun: bool,
    /// The id of the assignment that this invitation has made, or that an undone one left to it. Of one that is undone, that it left to others.
    assignment: Option<String>,
    /// The id of the one that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back: Option<String>,
}

impl AsRef<Calls> for Facts {
    fn as_ref(&self) -> &Calls {
        &self.calls
    }
}

#[async_trait]
impl Step for GrantAppRole {
    fn kind(&self) -> StepKind {
        StepKind::GrantAppRole
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        Intent::of(input).role.is_some()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        Some(json!(Intent::of(input)))
    }

    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        Intent::of(input).role.into_iter().map(|role| role.name).collect()
    }

    fn scoped_role(&self) -> Option<ScopedRole> {
        Some(ScopedRole {
            instead_of: self.permissions(),
            allows: &["microsoft.directory/servicePrincipals/appRoleAssignedTo/update"],
            scope: RoleScope::Application,
        })
    }

    fn permissions(&self) -> &'static [Permission] {
        &[
            Permission::Application("AppRoleAssignment.ReadWrite.All"),
            Permission::Application("Application.Read.All"),
        ]
    }

    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let Intent { role: Some(role) } = intent(context)? else { return Ok(()) };
        let person = person_of(context)?;
        if !facts::<Facts>(context)?.calls.are_about(&person) {
            context.learn(&Facts { calls: Calls::about(person.clone()), ..Facts::default() })?;
        }
        let existing = existing(context, &person, &role).await?;
        let before: Facts = facts(context)?;
        match existing {
            Some(existing) if before.begun && before.assignment.is_none() => {
                granted(context, &role, existing)
            }
            Some(_) => Ok(()),
            None => assign(context, &person, &role).await,
        }
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let Facts { calls, assignment, .. } = facts(context).unwrap_or_default();
        // Nobody may ever learn whether it was taken back.
        let taking_back = if assignment.is_some() { calls.undo_requests } else { Vec::new() };
        calls.requests.into_iter().chain(taking_back).collect()
    }

    fn gives_access(&self) -> bool {
        true
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        facts::<Facts>(context).ok()?.begun.then_some(UndoEffect::IfUnneeded)
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        let Intent { role: Some(role) } = context.intent()? else { return Ok(false) };
        let Some(person) = subject(context, &context.facts::<Facts>()?.calls) else { return Ok(false) };
        Ok(!undo::left_by_others(context, &person, &role).await?.is_empty())
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::take_back(context).await
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

/// The assignment of their own that the person has. What a group of theirs has may end with the group, and does not count.
async fn find(
    context: &StepContext<'_>,
    person: &EntraUserId,
    role: &AppRoleGrant,
) -> Result<Option<AppRoleAssignment>, GraphError> {
    let is_it = |assignment: &AppRoleAssignment| {
        assignment.principal_type == PrincipalType::User
            && assignment.app_role_id.eq_ignore_ascii_case(role.role.as_str())
    };
    let application = context.app.directory.as_application();
    let found = application.app_roles_of_user(person.as_str(), role.application.as_str()).await?;
    Ok(found.into_iter().find(is_it))
}

/// The one that they have before it is assigned.
async fn existing(
    context: &StepContext<'_>,
    person: &EntraUserId,
    role: &AppRoleGrant,
) -> Result<Option<AppRoleAssignment>, StepError> {
    match find(context, person, role).await {
        Ok(existing) => Ok(existing),
        // A role that may assign need not reach as far as reading: then Microsoft says whether there is one when it is asked to assign.
        Err(error) if context.settings.permissions.is_scoped() && error.status() == Some(403) => Ok(None),
        Err(error) => Err(after_error(context, role, &error)),
    }
}

async fn assign(
    context: &mut StepContext<'_>,
    person: &EntraUserId,
    role: &AppRoleGrant,
) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note(context)?;
    let had_begun = std::mem::replace(&mut noted.begun, true);
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    let ids = (person.as_str(), role.application.as_str(), role.role.as_str());
    match application.assign_app_role(ids.0, ids.1, ids.2).await {
        Ok(AppRoleAssigned::Made(assignment)) => granted(context, role, assignment),
        // By a call whose answer was lost, which the list will show, or by somebody else.
        Ok(AppRoleAssigned::AlreadySo) if had_begun => Ok(()),
        Ok(AppRoleAssigned::AlreadySo) => not_begun(context),
        Err(error) => {
            // What was refused has assigned nothing: whatever stands later is somebody else's.
            if !had_begun && !error.outcome_unknown() {
                not_begun(context)?;
            }
            Err(after_error(context, role, &error))
        }
    }
}

fn not_begun(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let facts: Facts = facts(context)?;
    context.learn(&Facts { begun: false, ..facts })
}

fn granted(
    context: &mut StepContext<'_>,
    role: &AppRoleGrant,
    assignment: AppRoleAssignment,
) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.assignment = Some(assignment.id);
    context.learn(&facts)?;
    let (application, name) = (&role.application_name, &role.name);
    let detail =
        json!({ "person": facts.calls.person, "role": role.role, "name": name, "application": application });
    let requests = facts.calls.requests;
    context.events.push(Event::DirectoryChanged { action: Action::AppRoleGranted, detail, requests });
    Ok(())
}

/// The application's service principal, or its role, may have gone since the settings named it.
fn after_error(context: &StepContext<'_>, role: &AppRoleGrant, error: &GraphError) -> StepError {
    let refused = error.refusal();
    let is_gone = refused.is_some_and(|refusal| {
        let is_about_role = refusal.says_itself("permission being assigned was not found")
            || refusal.says_itself(&role.application.as_str().to_lowercase());
        is_about_role && matches!(refusal.status, 400 | 404)
    });
    if is_gone {
        drop(StepError::of_change(context.app, error));
        return StepError::permanent(Problem::of_subject(&role.name, ProblemCode::AppRoleGone));
    }
    after_change(context, error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"role":{"application":"sp","application_name":"Planner","role":"r","name":"Reader","through":null}}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        let stored = r#"{"calls":{"person":"joni","requests":["r1"]},"begun":true,"assignment":"a1"}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        let stored = r#"{"calls":{"person":"joni","requests":["r1"],"undo_requests":["r2"]},"begun":true,"assignment":null,"taken_back":"a1"}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        assert!(serde_json::from_str::<Facts>("{}").unwrap().assignment.is_none());
    }
}
