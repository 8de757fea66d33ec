//! What follows where Microsoft refuses attributes: a value, a right, or a guest whom it has not put into the unit yet.

use contract::{Problem, ProblemCode};
use graph::{AttributeName, GraphError};

use super::Facts;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::after_change;
use crate::pipeline::step_error::StepError;

/// What follows from an error of a call about these attributes.
pub(super) fn after_error(
    context: &StepContext<'_>,
    names: &[AttributeName],
    error: &GraphError,
) -> StepError {
    if is_value_refused(error) {
        // Logged with Microsoft's own words.
        drop(StepError::of_change(context.app, error));
        return refused(refused_attribute(error, names));
    }
    after_change(context, error)
}

/// The same of a call that writes. A role with the scope of an administrative unit reaches a guest of ours once Microsoft has put them into the unit,
/// which it does in its own time: until then it refuses as if the right were missing. About whoever was known before, it means that.
pub(super) fn after_refused_write(
    context: &mut StepContext<'_>,
    names: &[AttributeName],
    error: &GraphError,
) -> StepError {
    let Ok(mut facts) = context.facts::<Facts>() else { return context.corrupt("step") };
    let may_come_into_unit = facts.is_new && context.settings.permissions.is_scoped();
    match after_error(context, names, error) {
        StepError::AwaitUser { problem }
            if may_come_into_unit && problem.code == ProblemCode::PermissionMissing =>
        {
            let follows = facts.calls.wait(context, Problem { code: ProblemCode::OutOfScope, ..problem });
            context.learn(&facts).err().unwrap_or(follows)
        }
        follows => follows,
    }
}

fn is_value_refused(error: &GraphError) -> bool {
    error.status() == Some(400) && !error.is_not_visible_yet()
}

/// The attribute whose value Microsoft refuses, where it says so.
fn refused_attribute<'a>(error: &GraphError, names: &'a [AttributeName]) -> Option<&'a AttributeName> {
    let refusal = error.refusal()?;
    let is_named = |name: &&AttributeName| {
        let known = name.to_string();
        let own = known.rsplit('.').next().unwrap_or(&known);
        refusal.details.iter().any(|detail| detail.target.eq_ignore_ascii_case(own))
            || refusal.message.to_ascii_lowercase().contains(&own.to_ascii_lowercase())
    };
    names.iter().find(is_named)
}

/// The attribute cannot have this value; which one, where that is known.
pub(super) fn refused(name: Option<&AttributeName>) -> StepError {
    let name = name.map(ToString::to_string);
    StepError::permanent(Problem { reason: name, ..Problem::new(ProblemCode::AttributeRefused) })
}
