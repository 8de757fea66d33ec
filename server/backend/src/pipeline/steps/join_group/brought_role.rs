//! The role of an application that a group brings to whoever joins it.

use contract::{Problem, ProblemCode};

use crate::directory::role_holders::holds_role;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AppRoleGrant;

/// The group that brings a role of an application has to hold it: else whoever joins it gets nothing. Where that may not be read, the administrator's
/// word stands.
pub(super) async fn require(context: &StepContext<'_>, role: &AppRoleGrant) -> Result<(), StepError> {
    let Some(group) = &role.through else { return Ok(()) };
    let without = || StepError::permanent(Problem::of_subject(&group.name, ProblemCode::GroupWithoutAppRole));
    let application = context.app.directory.as_application();
    match holds_role(&application, &group.id, (&role.application, &role.role)).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(without()),
        Err(error) if error.is_not_found() => Err(without()),
        Err(error) if error.status() == Some(403) => {
            tracing::info!(%error, "whether a group holds a role of an application is not known");
            Ok(())
        }
        Err(error) => Err(StepError::of_lookup(context.app, &error)),
    }
}
