//! Assigns an access package to somebody new, as the application ("Create accessPackageAssignmentRequest", `adminAdd`): it makes them a guest, without a
//! mail, and gives them what it holds.
//!
//! Undone by: having the assignment end, or canceling the request where nothing has come of it yet, unless another invitation of the person needs the
//! package; whoever needs it last ends it. Safe to repeat because the request is noted before it is sent and then followed by its id. Before it is sent,
//! and after an unknown outcome, the assignment is looked for, and so is an open request of another invitation; whether another request is sent after one
//! is a person's decision, for what Microsoft makes of a second one is not documented.

mod cancel;
mod ending;
mod find;
mod follow;
mod others;
mod refusal;
mod undo;

use async_trait::async_trait;
use contract::{Problem, ProblemCode, RoleScope, StepKind, UndoEffect};
use graph::{AssignmentState, AssignmentTarget};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::invitations::StepRow;

use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{Calls, application_for, facts, intent, wait};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step::{Permission, PlanInput, ScopedRole, Step};
use crate::pipeline::step_error::{Retry, StepError};
use crate::settings::sections::AssignedPackage;
use cancel::Canceling;

/// Assigns an access package.
pub(crate) struct RequestAccessPackage;

/// Which package.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Intent {
    package: Option<AssignedPackage>,
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Facts {
    calls: Calls,
    /// A request may have had its effect; stored before it is sent.
    begun: bool,
    /// When it was sent, in unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<i64>,
    /// How often a person had asked to try again by then.
    tries: u32,
    /// Its id, once Microsoft has told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    /// The id of the assignment, once it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<String>,
    /// What was last asked to end, whether or not Microsoft has it; stored before it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<Ending>,
    /// The request that was last asked to be canceled; stored before that is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    canceling: Option<Canceling>,
    /// The assignment has ended, or its request was canceled.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ended: bool,
}

impl AsMut<Calls> for Facts {
    fn as_mut(&mut self) -> &mut Calls {
        &mut self.calls
    }
}

/// An assignment that was asked to end.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Ending {
    assignment: String,
    /// In unix milliseconds.
    at: i64,
    /// The id of the request, once Microsoft has told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    /// Microsoft has refused it, and no call before it can have had its effect: whoever ends the assignment, it is not us.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_refused: bool,
}

/// Whether the plan has it.
pub(super) fn is_planned_in(steps: &[StepRow]) -> bool {
    steps.iter().any(|step| step.kind == StepKind::RequestAccessPackage)
}

#[async_trait]
impl Step for RequestAccessPackage {
    fn kind(&self) -> StepKind {
        StepKind::RequestAccessPackage
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        input.way_in().assigned_package().is_some()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        Some(json!(Intent { package: input.way_in().assigned_package() }))
    }

    /// The settings have no other name of it than its link.
    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        input.way_in().package_link.into_iter().collect()
    }

    /// The least of the roles that Microsoft takes from an application ("Create accessPackageAssignmentRequest").
    fn scoped_role(&self) -> Option<ScopedRole> {
        Some(ScopedRole {
            instead_of: &[Permission::Application("EntitlementManagement.ReadWrite.All")],
            allows: &["Access package assignment manager"],
            scope: RoleScope::Catalog,
        })
    }

    fn permissions(&self) -> &'static [Permission] {
        &[
            Permission::Application("EntitlementManagement.ReadWrite.All"),
            Permission::Application("User.Read.All"),
        ]
    }

    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let Intent { package: Some(package) } = intent(context)? else { return Err(context.corrupt("step")) };
        let known: Facts = facts(context)?;
        if let Some(request) = &known.request {
            return match follow::follow(context, request).await? {
                follow::Next::Done => Ok(()),
                follow::Next::AskAgain => ask(context, &package).await,
                follow::Next::Gone => after_gone(context, &package, known).await,
            };
        }
        if known.begun {
            return after_lost_answer(context, &package, &known).await;
        }
        // By another invitation of the same person, whose request may be open.
        if take_assigned(context, &package).await? {
            return Ok(());
        }
        match others::open_request(context, &package).await? {
            Some(state) => Err(follow::wait_for(context, &state)?),
            None => ask(context, &package).await,
        }
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let known: Facts = context.facts().unwrap_or_default();
        let is_known = known.request.is_some() || known.assignment.is_some();
        let asked = if is_known { Vec::new() } else { known.calls.requests };
        // Nobody may ever learn whether it has ended, or was canceled.
        let is_ending = (known.ending.is_some() || known.canceling.is_some()) && !known.ended;
        let ending = if is_ending { known.calls.undo_requests } else { Vec::new() };
        asked.into_iter().chain(ending).collect()
    }

    fn gives_access(&self) -> bool {
        true
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        let known: Facts = facts(context).ok()?;
        // Of what another invitation asked for the last one takes it back.
        (known.begun || known.calls.person.is_some()).then_some(UndoEffect::IfUnneeded)
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::end(context).await
    }
}

/// Asks for the package. What came of it is seen later.
async fn ask(context: &mut StepContext<'_>, package: &AssignedPackage) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    // The answer to an earlier one was lost: it may still be delivered, whatever becomes of this one.
    let is_open = noted.begun && noted.request.is_none();
    if noted.request.is_some() {
        // An entry tells of them.
        noted.calls.requests.clear();
    }
    let request = noted.calls.note(context)?;
    noted.begun = true;
    noted.asked_at = Some(context.app.now());
    noted.tries = context.invitation.pipeline.manual_retries;
    (noted.request, noted.assignment) = (None, None);
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    let address = context.invitation.address.clone();
    let (id, policy) = (package.package.as_str(), package.policy.as_str());
    match application.request_access_package(id, policy, AssignmentTarget::Address(&address)).await {
        Ok(made) => {
            requested(context, package, Some(made.id))?;
            Err(pending(context)?)
        }
        Err(error) => Err(refusal::after_error(context, &error, is_open)?),
    }
}

/// Microsoft has the request; its id is known unless the answer to it was lost.
fn requested(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    request: Option<String>,
) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    let detail = json!({ "package": package.package, "policy": package.policy, "request": request });
    facts.request = request;
    context.learn(&facts)?;
    let requests = facts.calls.requests;
    context.events.push(Event::DirectoryChanged { action: Action::PackageRequested, detail, requests });
    Ok(())
}

/// The assignment is looked for. Where there is none, and has been none for long enough, a person decides whether it is asked for again.
async fn after_lost_answer(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    known: &Facts,
) -> Result<(), StepError> {
    if let Some((user, assignment)) = find::assigned(context, package).await? {
        if known.assignment.is_none() {
            let mut found: Facts = facts(context)?;
            found.assignment = Some(assignment.id);
            context.learn(&found)?;
            requested(context, package, None)?;
        }
        return take(context, &user, assignment.state).await;
    }
    let end = known.asked_at.unwrap_or_default() + context.settings.visibility_budget_ms();
    if context.app.now() < end {
        let problem = Problem::new(ProblemCode::PackagePending);
        return Err(StepError::Transient { retry: Retry::Until(end), problem });
    }
    if known.tries == context.invitation.pipeline.manual_retries {
        return Err(StepError::await_user(Problem::new(ProblemCode::PackageUnknown)));
    }
    ask(context, package).await
}

/// Microsoft does not know the request any more, and a person has asked to try again: what came of it is looked for first.
async fn after_gone(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    mut known: Facts,
) -> Result<(), StepError> {
    if take_assigned(context, package).await? {
        return Ok(());
    }
    // An entry tells of them.
    known.calls.requests.clear();
    context.learn(&Facts { request: None, ..known })?;
    ask(context, package).await
}

/// Takes the assignment where whoever has the address has one by now; false where there is none. One that is still being made is waited for.
async fn take_assigned(context: &mut StepContext<'_>, package: &AssignedPackage) -> Result<bool, StepError> {
    match find::assigned(context, package).await? {
        Some((user, assignment)) => take(context, &user, assignment.state).await.map(|()| true),
        None => Ok(false),
    }
}

/// Takes an assignment that is theirs, and waits for any other.
async fn take(context: &mut StepContext<'_>, user: &str, state: AssignmentState) -> Result<(), StepError> {
    match state {
        AssignmentState::Delivered => follow::take(context, user).await,
        _ => Err(pending(context)?),
    }
}

/// Microsoft is still assigning it.
fn pending(context: &mut StepContext<'_>) -> Result<StepError, StepError> {
    wait::<Facts>(context, Problem::new(ProblemCode::PackagePending))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        for stored in [r#"{"package":{"package":"p1","policy":"p2"}}"#, r#"{"package":null}"#] {
            let intent: Intent = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        }
        let stored = r#"{"calls":{"person":"ana","requests":["r1"]},"begun":true,"asked_at":5,"tries":1,"request":"q1","assignment":"a1","ending":{"assignment":"a1","at":6,"request":"q2"},"ended":true}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        let without_its_request = r#"{"calls":{"person":null,"requests":[]},"begun":true,"tries":0,"ending":{"assignment":"a1","at":6}}"#;
        let facts: Facts = serde_json::from_str(without_its_request).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), without_its_request);
        let canceling = r#"{"calls":{"person":null,"requests":["r1"],"undo_requests":["r2"]},"begun":true,"tries":0,"request":"q1","canceling":{"request":"q1","is_answered":true}}"#;
        let facts: Facts = serde_json::from_str(canceling).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), canceling);
        let refused = canceling.replace(r#""is_answered":true"#, r#""is_answered":true,"is_refused":true"#);
        let facts: Facts = serde_json::from_str(&refused).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), refused);
        let refused = without_its_request.replace(r#""at":6"#, r#""at":6,"is_refused":true"#);
        let facts: Facts = serde_json::from_str(&refused).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), refused);
        let before_endings = r#"{"calls":{"person":null,"requests":[]},"begun":true,"tries":0,"ended":true}"#;
        let facts: Facts = serde_json::from_str(before_endings).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), before_endings);
        assert!(!serde_json::from_str::<Facts>("{}").unwrap().begun);
    }
}
