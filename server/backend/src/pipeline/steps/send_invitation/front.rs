//! Which invitation of an address is in front: one at a time posts, the others join it.

use contract::{EntraUserId, InvitationId, InvitationState, Problem, ProblemCode};
use storage::Tx;
use storage::invited_addresses::{self, FrontRow};

use super::{Facts, PostStatus};
use crate::pipeline::context::StepContext;
use crate::pipeline::event::Event;
use crate::pipeline::step_error::{CommitError, StepError};
use crate::rules::joining::is_at_work;
use crate::stored::{CorruptRow, StoredError, from_json};

/// What an invitation does about its address now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is in front: nobody else posts.
    Front,
    /// The guest of the one in front is taken: nothing is posted.
    Joined,
}

/// Takes a place, in the transaction before anything is posted. Waits while another invitation is at it. If that one ended, or waits for
/// a reason of its own inviter, this one goes on in its place; what is not known of the other's post is found out first.
pub(super) async fn take(context: &mut StepContext<'_>, tx: &mut Tx) -> Result<Place, CommitError> {
    let (tenant, id) = (context.invitation.tenant.clone(), context.invitation.id.clone());
    let canonical = context.invitation.canonical.clone();
    let row = invited_addresses::claim(tx, &tenant, &canonical, &id).await?;
    let resend = context.invitation.pipeline.resend_asked_at;
    let is_replaced = |(_, at): &(EntraUserId, i64)| resend.is_some_and(|asked| *at < asked);
    let invited = row.guest.zip(row.invited_at);
    if row.invitation == id {
        return Ok(Place::Front);
    }
    let before = match invited {
        // That this post's link dies is what the inviter asked for.
        Some(invited) if is_replaced(&invited) => PostStatus::NotSent,
        // It went out since. Somebody else may have the same address.
        Some((guest, _)) if resend.is_some() && context.invitation.reinvited().as_ref() == Some(&guest) => {
            join(context, &guest, Some(&row.invitation)).map_err(CommitError::Step)?;
            return Ok(Place::Joined);
        }
        Some(_) if resend.is_some() => PostStatus::NotSent,
        Some((guest, at)) if context.app.now() < at + context.settings.visibility_budget_ms() => {
            join(context, &guest, Some(&row.invitation)).map_err(CommitError::Step)?;
            return Ok(Place::Joined);
        }
        // By now the directory shows the guest, if they are still there.
        Some((_, since)) => PostStatus::OfAnother { since },
        None => match invited_addresses::front(tx, &row.invitation).await? {
            Some(front) if goes_on(&front)? => return Err(waits(ProblemCode::BeingInvited)),
            Some(front) if deletes_guest(&front)? => return Err(waits(ProblemCode::GuestLeaving)),
            Some(front) if resend.is_none() => left_behind(&front)?,
            // Of somebody who is invited again a look-up would not say whether a mail went out.
            Some(_) | None => PostStatus::NotSent,
        },
    };
    invited_addresses::take_over(tx, &tenant, &canonical, &id).await?;
    let facts: Facts = context.facts().map_err(|_| CommitError::Step(context.corrupt("step")))?;
    if facts.post == PostStatus::NotSent && before != PostStatus::NotSent {
        context.learn(&Facts { post: before, ..facts }).map_err(CommitError::Step)?;
        context.save_step(tx).await?;
    }
    Ok(Place::Front)
}

fn waits(code: ProblemCode) -> CommitError {
    CommitError::Step(StepError::backoff(None, Problem::new(code)))
}

/// Takes the guest of the invitation in front.
pub(super) fn join(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    front: Option<&InvitationId>,
) -> Result<(), StepError> {
    let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
    context.learn(&Facts { joined: true, ..facts })?;
    let invitation = &mut context.invitation;
    invitation.guest = Some(guest.clone());
    let known = invitation.pipeline.person.take().filter(|known| known.id == *guest);
    invitation.pipeline.person = Some(known.unwrap_or_else(|| invitation.typed_person(guest.clone())));
    (invitation.pipeline.invited, invitation.pipeline.joined) = (true, true);
    invitation.link = None;
    context.events.push(Event::InvitationJoined { guest: guest.clone(), front: front.cloned() });
    Ok(())
}

/// Whether the invitation in front goes on without its inviter.
fn goes_on(front: &FrontRow) -> Result<bool, CommitError> {
    let problem = front.problem.as_deref().map(|text| from_json::<Problem>("invitation", text)).transpose();
    Ok(is_at_work(front.state, problem.map_err(corrupt)?.map(|problem| problem.code)))
}

/// Whether the invitation in front has the guest deleted, who may be there still: a post would be answered with them. One that sends no invitation
/// itself is in front for nothing else.
fn deletes_guest(front: &FrontRow) -> Result<bool, CommitError> {
    let is_noted = |facts: Facts| facts.undo_request.is_some();
    Ok(front.state == InvitationState::Undoing && facts_of(front)?.is_none_or(is_noted))
}

/// What is known of the posts of an invitation that ended.
fn left_behind(front: &FrontRow) -> Result<PostStatus, CommitError> {
    Ok(match facts_of(front)?.unwrap_or_default().post {
        PostStatus::NotSent | PostStatus::Unconfirmed => PostStatus::NotSent,
        PostStatus::ServerError => PostStatus::OfAnother { since: front.updated_at },
        PostStatus::InFlight { since } | PostStatus::OfAnother { since } => PostStatus::OfAnother { since },
    })
}

/// What the step of the invitation in front that posts has learned; none where it has no such step.
fn facts_of(front: &FrontRow) -> Result<Option<Facts>, CommitError> {
    let facts = front.facts.as_deref().map(|text| from_json::<Facts>("step", text)).transpose();
    facts.map_err(corrupt)
}

fn corrupt(error: CorruptRow) -> CommitError {
    CommitError::Stored(StoredError::from(error))
}
