//! After a post of unknown outcome: has it had its effect?

use contract::{EntraUserId, FieldPath, Problem, ProblemCode};
use graph::User;

use super::{Facts, Mail, PostStatus, guest_invited};
use crate::people::{DirectoryPerson, find_by_address, person_match, ranked};
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::{Retry, StepError};

/// Whether another post may go. "Not found" counts only after the visibility budget.
pub(super) async fn before_post(context: &mut StepContext<'_>, post: PostStatus) -> Result<(), StepError> {
    match post {
        PostStatus::NotSent | PostStatus::Unconfirmed => Ok(()),
        PostStatus::ServerError => look_up(context).await,
        PostStatus::InFlight { since } => {
            look_up(context).await?;
            let end = since.saturating_add(context.settings.visibility_budget_ms());
            if context.app.now() < end {
                let problem = Problem::new(ProblemCode::NotVisibleYet);
                return Err(StepError::Transient { retry: Retry::Until(end), problem });
            }
            Ok(())
        }
    }
}

async fn look_up(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let address = context.invitation.address.clone();
    let found = find_by_address(context.app, &address).await;
    let users = found.map_err(|error| StepError::of_lookup(context.app, &error))?;
    match users.iter().find(|user| user.is_guest()) {
        Some(guest) => Err(adopt(context, guest)?),
        None if users.is_empty() => Ok(()),
        None => {
            let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
            context.learn(&Facts { candidates: ranked(&users, Some(&address)), ..facts })?;
            Err(StepError::await_user(Problem::of_field(FieldPath::ADDRESS, ProblemCode::ChoosePerson)))
        }
    }
}

fn adopt(context: &mut StepContext<'_>, user: &User) -> Result<StepError, StepError> {
    let found = person_match(user, Some(&context.invitation.address));
    let found = found.ok_or_else(|| context.corrupt("person"))?;
    let guest: EntraUserId = found.id.clone();
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    context.learn(&Facts { post: PostStatus::Unconfirmed, ..Facts::default() })?;
    let invitation = &mut context.invitation;
    invitation.guest = Some(guest.clone());
    invitation.pipeline.person = Some(DirectoryPerson::from(found));
    invitation.pipeline.invited = true;
    context.events.push(guest_invited(&guest, Mail::Unconfirmed, facts.requests));
    Ok(StepError::await_user(Problem::new(ProblemCode::OutcomeUnknown)))
}
