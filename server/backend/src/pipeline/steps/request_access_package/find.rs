//! Finds the assignment where the answer that would have named it was lost, and looks whether one that is known stands.

use graph::{Assignment, AssignmentState};

use crate::directory::reader::Reader;
use crate::people::find_by_address;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AssignedPackage;

/// The assignment of the package to whoever has the address by now, and their object id. One that is over is none.
pub(super) async fn assigned(
    context: &StepContext<'_>,
    package: &AssignedPackage,
) -> Result<Option<(String, Assignment)>, StepError> {
    let users = find_by_address(&Reader::application(context.app), &context.invitation.address).await;
    let users = users.map_err(|error| StepError::of_lookup(context.app, &error))?;
    let application = context.app.directory.as_application();
    for user in users {
        let (id, policy) = (package.package.as_str(), package.policy.as_str());
        let all = application.assignments_of(&user.id, id, policy).await;
        let all = all.map_err(|error| StepError::of_lookup(context.app, &error))?;
        if let Some(found) = all.into_iter().find(lives) {
            return Ok(Some((user.id, found)));
        }
    }
    Ok(None)
}

/// Whether somebody has it, or is about to.
pub(super) fn lives(assignment: &Assignment) -> bool {
    !matches!(assignment.state, AssignmentState::Expired | AssignmentState::DeliveryFailed)
}

/// This assignment, unless it is over.
pub(super) async fn standing(context: &StepContext<'_>, id: &str) -> Result<Option<Assignment>, StepError> {
    match context.app.directory.as_application().assignment(id).await {
        Ok(found) => Ok(Some(found).filter(lives)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}
