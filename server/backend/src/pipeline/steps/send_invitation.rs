//! Posts the invitation to Microsoft Graph, as the inviter ("Create invitation").
//!
//! Undone by: deleting the guest, if this invitation made them, or one that was undone before it, nobody has accepted and nothing else needs them.
//! Microsoft's mail stays: it has gone. One invitation of an address is in front and posts; the others wait for it and take its guest. Safe to repeat
//! because the post is noted before it is sent: after an unknown outcome the address is looked up first, and who is found is adopted. Microsoft's
//! mail cannot be taken back nor checked, so whether another is wanted is then a person's decision.

mod front;
mod intent;
mod mail_body;
mod post;
mod reconcile;
mod replaced_links;
mod turn;
mod undo;

use async_trait::async_trait;
use contract::{EntraUserId, PersonMatch, StepKind, UndoEffect, UserStatus};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::invitations::StepRow;
use storage::{Tx, people, tenant_blocks};

use crate::audit::Action;
use crate::people::DirectoryPerson;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::facts::null_as_default;
use crate::pipeline::pending_guest;
use crate::pipeline::step::{OnArrival, Permission, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::pipeline::step_facts::facts_of;
use crate::settings::sections::WayIn;
use crate::stored::{CorruptRow, StoredError};
use front::Place;
use intent::Intent;
pub(super) use intent::is_suppressed;
pub(crate) use mail_body::{SharedWords, shared_text};
use reconcile::Finding;

/// Posts the invitation to Microsoft Graph, as the inviter.
pub(crate) struct SendInvitation;

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// What is known of our posts.
    #[serde(default, deserialize_with = "null_as_default")]
    post: PostStatus,
    /// The `client-request-id` of every post that no audit entry of success tells of.
    #[serde(default, deserialize_with = "null_as_default")]
    requests: Vec<String>,
    /// Whom the directory showed for the address after a post of unknown outcome, where none of them is a guest.
    #[serde(default)]
    candidates: Vec<PersonMatch>,
    /// Nothing is posted: the guest is that of another invitation of the address, which posted, or was to be invited again and has come by
    /// themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    joined: bool,
    /// The `client-request-id` of the deletion that undoes it; stored before it is sent. Empty once it is known to have had no effect.
    #[serde(default)]
    undo_request: Option<String>,
    /// Its turn.
    #[serde(default)]
    turn: Option<turn::Turn>,
}

impl AsMut<Option<String>> for Facts {
    fn as_mut(&mut self) -> &mut Option<String> {
        &mut self.undo_request
    }
}

/// Whom the directory showed for the address after a post of unknown outcome.
pub(crate) fn candidates(steps: &[StepRow]) -> Result<Vec<PersonMatch>, CorruptRow> {
    Ok(facts_of::<Facts>(steps, StepKind::SendInvitation)?.candidates)
}

/// What is known of our posts to `/invitations`. The texts are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "post")]
enum PostStatus {
    /// None is out: the next may go.
    #[default]
    #[serde(rename = "none")]
    NotSent,
    /// The service answered with a fault. Stored by earlier releases only; it may have acted all the same.
    #[serde(rename = "doubtful")]
    ServerError,
    /// One may have had its effect; stored before it is sent. `since` is in unix milliseconds.
    #[serde(rename = "unknown")]
    InFlight {
        /// When it was sent.
        since: i64,
    },
    /// A post of another invitation of the address may have had its effect.
    #[serde(rename = "of-another")]
    OfAnother {
        /// When it was sent.
        since: i64,
    },
    /// The guest was found after an unknown outcome: whether the mail went out, nobody knows.
    #[serde(rename = "unconfirmed")]
    Unconfirmed,
}

impl PostStatus {
    /// Whether one of ours may have had its effect, and nobody has been found for it.
    const fn may_have_gone(self) -> bool {
        matches!(self, Self::ServerError | Self::InFlight { .. })
    }
}

/// Whether a post of this invitation may have had its effect, and nobody has been found for it.
pub(crate) fn may_have_gone(steps: &[StepRow]) -> Result<bool, CorruptRow> {
    Ok(facts_of::<Facts>(steps, StepKind::SendInvitation)?.post.may_have_gone())
}

/// What is known of the mail to a guest who was made. The texts are stored in the audit chain.
#[derive(Clone, Copy)]
enum Mail {
    /// Microsoft was asked to send it.
    Requested,
    /// Microsoft was asked to send none.
    Suppressed,
    /// Nobody knows whether it went out.
    Unconfirmed,
}

/// The directory took the invitation, or has the guest of an earlier post whose outcome was unknown.
fn guest_invited(guest: &EntraUserId, mail: Mail, requests: Vec<String>) -> Event {
    let mail = match mail {
        Mail::Requested => "asked",
        Mail::Suppressed => "suppressed",
        Mail::Unconfirmed => "unconfirmed",
    };
    let detail = json!({ "guest": guest, "mail": mail });
    Event::DirectoryChanged { action: Action::InvitationSent, detail, requests }
}

#[async_trait]
impl Step for SendInvitation {
    fn kind(&self) -> StepKind {
        StepKind::SendInvitation
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        input.invites && input.way_in().way == WayIn::Invitation
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        let intent = Intent::of(input);
        (intent != Intent::default()).then(|| json!(intent))
    }

    fn permissions(&self) -> &'static [Permission] {
        &[Permission::Delegated("User.Invite.All"), Permission::Application("User.Read.All")]
    }

    fn undo_permissions(&self) -> &'static [Permission] {
        &[Permission::Application("User.DeleteRestore.All")]
    }

    /// Whoever stands at the door was reached.
    fn on_arrival(&self) -> OnArrival {
        OnArrival::Satisfied
    }

    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    fn needs_preparation(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    /// Takes a place among the invitations of the address. In front, marks the post as sent, where nothing is to be found out before it and its
    /// turn has come. Not while Microsoft blocks the tenant: then nothing is sent.
    async fn prepare(&self, context: &mut StepContext<'_>, tx: &mut Tx) -> Result<bool, CommitError> {
        let mut facts: Facts = context.facts().map_err(|_| CommitError::Step(context.corrupt("step")))?;
        if let Some(guest) = has_come(context, tx).await? {
            (facts.joined, context.invitation.pipeline.person) = (true, Some(guest));
            context.learn(&facts).map_err(CommitError::Step)?;
            return Ok(true);
        }
        if front::take(context, tx).await? == Place::Joined {
            return Ok(true);
        }
        let mut facts: Facts = context.facts().map_err(|_| CommitError::Step(context.corrupt("step")))?;
        if facts.joined {
            // The guest of the one that was joined has gone: this one posts now.
            facts.joined = false;
            context.learn(&facts).map_err(CommitError::Step)?;
            let invitation = &mut context.invitation;
            (invitation.guest, invitation.pipeline.invited, invitation.pipeline.joined) =
                (None, false, false);
        }
        let (tenant, id) = (context.invitation.tenant.as_str(), context.invitation.id.as_str());
        if !may_post_at_once(facts.post) || tenant_blocks::is_blocked_in(tx, tenant, id).await? {
            return Ok(false);
        }
        turn::take(context, tx).await?;
        post::mark(context).map_err(CommitError::Step)?;
        Ok(true)
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let mut before = PostStatus::NotSent;
        let facts: Facts = context.facts().map_err(|_| context.corrupt("step"))?;
        if facts.joined {
            return Ok(());
        }
        if !context.is_prepared {
            if reconcile::before_post(context, facts.post).await? == Finding::Joined {
                return Ok(());
            }
            post::refuse_if_blocked(context).await?;
            turn::take_by_itself(context).await?;
            before = post::mark(context)?;
            if let Err(error) = context.checkpoint().await {
                post::unmark(context, before)?;
                return Err(error);
            }
        }
        post::send(context, before).await
    }

    /// Microsoft answers with whoever it knows by any address of theirs: somebody of whom we know that they have accepted is not invited, and is
    /// called what the directory calls them.
    async fn commit(&self, context: &mut StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
        let Some(guest) = context.invitation.guest.clone() else { return Ok(()) };
        let known = people::load_in(tx, &context.invitation.tenant, &guest).await?;
        if known.is_some() && !context.invitation.pipeline.joined {
            replaced_links::note(context, tx, &guest).await?;
        }
        let invitation = &mut context.invitation;
        if let Some(known) = known.filter(|known| known.standing == UserStatus::Guest) {
            invitation.pipeline.person = Some(DirectoryPerson::from(known));
            (invitation.pipeline.invited, invitation.link) = (false, None);
        }
        Ok(())
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        // Unreadable facts have stopped the step before.
        let Facts { requests, undo_request, .. } = context.facts().unwrap_or_default();
        let deletion = undo_request.filter(|request| !request.is_empty());
        requests.into_iter().chain(deletion).collect()
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        undo::effect(context)
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        undo::is_left(context).await
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::delete_guest(context).await
    }

    async fn revert(
        &self,
        context: &mut StepContext<'_>,
        tx: &mut Tx,
        outside: Undo,
    ) -> Result<Undo, CommitError> {
        pending_guest::forget(context, tx, outside).await?;
        undo::forget_link(context, outside);
        Ok(outside)
    }
}

/// The guest who is to be invited again, if they have come by themselves meanwhile: then nobody writes to them.
async fn has_come(context: &StepContext<'_>, tx: &mut Tx) -> Result<Option<DirectoryPerson>, CommitError> {
    let Some(guest) = context.invitation.reinvited() else { return Ok(None) };
    let read = context.invitation.pipeline.person.clone();
    if let Some(read) = read.filter(|read| read.id == guest && read.standing == UserStatus::Guest) {
        return Ok(Some(read));
    }
    let known = people::load_in(tx, &context.invitation.tenant, &guest).await?;
    Ok(known.filter(|known| known.standing == UserStatus::Guest).map(DirectoryPerson::from))
}

/// Whether nothing is to be found out before the next post.
const fn may_post_at_once(post: PostStatus) -> bool {
    matches!(post, PostStatus::NotSent | PostStatus::Unconfirmed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        for post in [
            r#"{"post":"none"}"#,
            r#"{"post":"doubtful"}"#,
            r#"{"post":"unknown","since":1800000000000}"#,
            r#"{"post":"of-another","since":1800000000000}"#,
            r#"{"post":"unconfirmed"}"#,
        ] {
            let stored = format!(
                r#"{{"post":{post},"requests":["r1"],"candidates":[],"undo_request":"r2","turn":{{"row":"tenant","at":5,"tries":1}}}}"#
            );
            let facts: Facts = serde_json::from_str(&stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        for early in ["{}", r#"{"post":null,"requests":null}"#] {
            let facts: Facts = serde_json::from_str(early).unwrap();
            assert!(matches!(facts.post, PostStatus::NotSent) && facts.requests.is_empty(), "{early}");
        }
    }
}
