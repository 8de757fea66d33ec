//! After a post of unknown outcome: has it had its effect?

use contract::{EntraUserId, FieldPath, Problem, ProblemCode};
use graph::User;

use super::intent::Intent;
use super::{Facts, Mail, PostStatus, front, guest_invited};
use crate::clock::to_ms;
use crate::directory::CLOCK_SKEW;
use crate::directory::graph_errors::is_transient;
use crate::directory::reader::Reader;
use crate::people::{DirectoryPerson, find_by_address, person_match, ranked};
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::intent;
use crate::pipeline::step_error::{Retry, StepError};

/// Whose post had an outcome that nobody knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// This invitation's.
    Own,
    /// That of another invitation of the same address.
    Other,
}

/// What is known before a post.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    /// Another post may go.
    Nobody,
    /// The directory shows nobody, or not yet.
    NotSeen,
    /// The guest of another invitation of the address is taken.
    Joined,
}

/// Whether another post may go. "Not found" counts only after the visibility budget.
pub(super) async fn before_post(
    context: &mut StepContext<'_>,
    post: PostStatus,
) -> Result<Finding, StepError> {
    let (sender, since) = match post {
        PostStatus::NotSent | PostStatus::Unconfirmed => return Ok(Finding::Nobody),
        PostStatus::ServerError => (Sender::Own, context.invitation.updated_at),
        PostStatus::InFlight { since } => (Sender::Own, since),
        PostStatus::OfAnother { since } => (Sender::Other, since),
    };
    if let Some(guest) = context.invitation.reinvited() {
        // Without Microsoft's mail a further post sends nothing: it brings the link.
        let Intent { suppressed, .. } = intent(context)?;
        return if suppressed { Ok(Finding::Nobody) } else { Err(unconfirmed(context, &guest)?) };
    }
    match look_up(context, sender, since).await? {
        Finding::NotSeen => {}
        found => return Ok(found),
    }
    let end = since.saturating_add(context.settings.visibility_budget_ms());
    if context.app.now() < end {
        return Err(StepError::Transient { retry: Retry::Until(end), problem: reason(context) });
    }
    Ok(Finding::Nobody)
}

/// Before it is undone: the guest of a post of unknown outcome, if there is one. "Not found" counts only after the visibility budget.
pub(super) async fn find_lost(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    let since = match facts.post {
        PostStatus::InFlight { since } => since,
        PostStatus::ServerError => context.invitation.updated_at,
        PostStatus::NotSent | PostStatus::OfAnother { .. } | PostStatus::Unconfirmed => return Ok(()),
    };
    if context.invitation.guest.is_some() || context.invitation.reinvited().is_some() {
        return Ok(());
    }
    let found = find_by_address(&Reader::application(context.app), &context.invitation.address).await;
    let users = found.map_err(|error| StepError::of_lookup(context.app, &error))?;
    let own = users.iter().find(|user| is_of_post(user, since));
    if let Some(guest) = own.and_then(|guest| person_match(guest, Some(&context.invitation.address))) {
        let id = guest.id.clone();
        context.invitation.pipeline.person = Some(DirectoryPerson::from(guest));
        drop(unconfirmed(context, &id)?);
        return Ok(());
    }
    let end = since.saturating_add(context.settings.visibility_budget_ms());
    if users.is_empty() && context.app.now() < end {
        return Err(StepError::Transient { retry: Retry::Until(end), problem: reason(context) });
    }
    Ok(())
}

/// The guest is there: nobody can see whether a mail has gone out to them.
fn unconfirmed(context: &mut StepContext<'_>, guest: &EntraUserId) -> Result<StepError, StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    context.learn(&Facts { post: PostStatus::Unconfirmed, ..Facts::default() })?;
    let invitation = &mut context.invitation;
    invitation.guest = Some(guest.clone());
    invitation.pipeline.invited = true;
    context.events.push(guest_invited(guest, Mail::Unconfirmed, facts.requests));
    Ok(StepError::await_user(Problem::new(ProblemCode::OutcomeUnknown)))
}

/// Why it waits. Of a post that Microsoft answered with a fault, that fault: whether there is a new guest at all, nobody knows.
fn reason(context: &StepContext<'_>) -> Problem {
    let fault = context.invitation.problem.clone().filter(|problem| is_transient(problem.code));
    fault.unwrap_or_else(|| Problem::new(ProblemCode::NotVisibleYet))
}

async fn look_up(context: &mut StepContext<'_>, sender: Sender, since: i64) -> Result<Finding, StepError> {
    let address = context.invitation.address.clone();
    let found = find_by_address(&Reader::application(context.app), &address).await;
    let users = found.map_err(|error| StepError::of_lookup(context.app, &error))?;
    match users.as_slice() {
        [] => Ok(Finding::NotSeen),
        [guest] if is_of_post(guest, since) && sender == Sender::Own => adopt(context, guest),
        [guest] if is_of_post(guest, since) => {
            let id = EntraUserId::parse(&guest.id).map_err(|_| context.corrupt("guest"))?;
            front::join(context, &id, None)?;
            Ok(Finding::Joined)
        }
        _ => {
            let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
            context.learn(&Facts { candidates: ranked(&users, Some(&address)), ..facts })?;
            Err(StepError::await_user(Problem::of_field(FieldPath::ADDRESS, ProblemCode::ChoosePerson)))
        }
    }
}

/// Whether the user can be the guest whom a post of that time made: who has accepted, or was there before, is not.
fn is_of_post(user: &User, since: i64) -> bool {
    let is_since = user.created_at.is_none_or(|at| to_ms(at) >= since.saturating_sub(CLOCK_SKEW));
    user.is_guest() && user.is_pending() && is_since
}

/// The guest is ours. Without Microsoft's mail a further post sends nothing: it brings the link, and who was found is who it is about.
fn adopt(context: &mut StepContext<'_>, user: &User) -> Result<Finding, StepError> {
    let found = person_match(user, Some(&context.invitation.address));
    let found = found.ok_or_else(|| context.corrupt("person"))?;
    let guest: EntraUserId = found.id.clone();
    context.invitation.pipeline.person = Some(DirectoryPerson::from(found));
    let Intent { suppressed, .. } = intent(context)?;
    if suppressed {
        return Ok(Finding::Nobody);
    }
    Err(unconfirmed(context, &guest)?)
}
