//! Cancels a request of which nothing has come yet ("accessPackageAssignmentRequest: cancel"): a later approval would give what was undone.

use graph::AssignmentRequest;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Facts, follow, others};
use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{application_for, facts};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AssignedPackage;

/// A request that was asked to be canceled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Canceling {
    /// Its id.
    pub(super) request: String,
    /// Microsoft has answered: whether it did is seen at the request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_answered: bool,
    /// The answer was a refusal, and no call before it can have had its effect: whoever cancels the request, it is not us.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_refused: bool,
}

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
        return Err(follow::wait_for(context, &request.state)?);
    }
    if noted.canceling.as_ref().is_some_and(|canceling| canceling.is_answered) {
        return Err(follow::wait_for(context, &request.state)?);
    }
    // One whose answer was lost may have had its effect.
    let before = noted.canceling.clone();
    let is_repeated = before.as_ref().is_some_and(|earlier| earlier.request == request.id);
    let call = noted.calls.note_undo(context)?;
    let canceling = Canceling { request: request.id.clone(), is_answered: false, is_refused: false };
    noted.canceling = Some(canceling.clone());
    context.learn(&noted)?;
    let application = application_for(context, call).await?;
    let mut is_refused = false;
    if let Err(error) = application.cancel_assignment_request(&request.id).await {
        let refused = StepError::of_change(context.app, &error);
        if matches!(refused, StepError::Transient { .. }) {
            if !error.outcome_unknown() {
                // It has canceled nothing: whoever does before the next one, it is not us.
                noted.calls.undo_requests.pop();
                context.learn(&Facts { canceling: before, ..noted })?;
            }
            return Err(refused);
        }
        // It is not open any more, or Microsoft lets no application cancel it: an approval may still come.
        is_refused = !is_repeated;
    }
    if is_refused {
        noted.calls.undo_requests.pop();
    }
    let answered = Canceling { is_answered: true, is_refused, ..canceling };
    context.learn(&Facts { canceling: Some(answered), ..noted })?;
    Err(follow::wait_for(context, &request.state)?)
}

/// The request was canceled: by us, where that was asked, and the audit chain is told; else by somebody else.
pub(super) fn canceled(context: &mut StepContext<'_>, package: &AssignedPackage) -> Result<Undo, StepError> {
    let known: Facts = facts(context)?;
    let Some(canceling) = &known.canceling else { return Ok(Undo::Nothing) };
    let detail = json!({ "package": package.package, "request": canceling.request });
    let (requests, is_ours) = (known.calls.undo_requests.clone(), !canceling.is_refused);
    context.learn(&Facts { ended: true, ..known })?;
    if is_ours {
        let action = Action::PackageRequestCanceled;
        context.events.push(Event::DirectoryChanged { action, detail, requests });
    }
    Ok(Undo::Done)
}
