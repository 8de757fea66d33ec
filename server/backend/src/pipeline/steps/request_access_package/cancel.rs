//! Cancels a request of which nothing has come yet ("accessPackageAssignmentRequest: cancel"): a later approval would give what was undone.

use contract::{Problem, ProblemCode};
use graph::AssignmentRequest;
use serde_json::json;

use super::{Canceling, Facts, follow, others};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AssignedPackage;

/// Cancels a request that is open, unless another invitation of the person needs the package: whoever needs it last finds the request by its id. What
/// cannot be canceled is followed until it ends, and what it gives is then taken back.
pub(super) async fn cancel(
    context: &mut StepContext<'_>,
    package: &AssignedPackage,
    request: &AssignmentRequest,
) -> Result<Undo, StepError> {
    let mut noted: Facts = facts(context)?;
    if others::need(context, package, noted.calls.person.as_ref()).await? {
        noted.canceling = None;
        context.learn(&noted)?;
        return Ok(Undo::Remains);
    }
    if !request.state.is_cancelable() {
        return Err(StepError::backoff(None, Problem::new(ProblemCode::PackagePending)));
    }
    if noted.canceling.as_ref().is_some_and(|canceling| canceling.is_answered) {
        return Err(follow::wait_for(context, &request.state)?);
    }
    let call = noted.calls.note_undo(context)?;
    let canceling = Canceling { request: request.id.clone(), is_answered: false };
    noted.canceling = Some(canceling.clone());
    context.learn(&noted)?;
    let application = application_for(context, call).await?;
    if let Err(error) = application.cancel_assignment_request(&request.id).await {
        let refused = StepError::of_change(context.app, &error);
        if matches!(refused, StepError::Transient { .. }) {
            return Err(refused);
        }
        // It is not open any more, or Microsoft lets no application cancel it: an approval may still come.
    }
    context.learn(&Facts { canceling: Some(Canceling { is_answered: true, ..canceling }), ..noted })?;
    Err(follow::wait_for(context, &request.state)?)
}

/// The request was canceled: by us, where that was asked, and the audit chain is told; else by somebody else.
pub(super) fn canceled(context: &mut StepContext<'_>, package: &AssignedPackage) -> Result<Undo, StepError> {
    let known: Facts = facts(context)?;
    let Some(canceling) = &known.canceling else { return Ok(Undo::Nothing) };
    let detail = json!({ "package": package.package, "request": canceling.request });
    let requests = known.calls.undo_requests.clone();
    context.learn(&Facts { ended: true, ..known })?;
    context.events.push(Event::DirectoryChanged { action: Action::PackageRequestCanceled, detail, requests });
    Ok(Undo::Done)
}
