//! The link in a mail of ours: it says who shared what and which account to use, and goes on to Microsoft's redemption.
//!
//! Its secret is in the mail only; the database knows a digest. Programs that check mail follow links too, so following it changes nothing. It leads to
//! the redemption until the person has accepted, for as long as the directory is asked about them; from then on to the item, where they sign in.

use contract::{
    ArrivalInvitation, ArrivalTarget, InvitationId, InvitationState, Problem, ProblemCode, StepKind,
};
use storage::items::ItemRow;
use storage::{invitations, items};

use super::acceptance_poll::MAX_AGE;
use super::redeem_link;
use crate::app_state::AppState;
use crate::pipeline::step_facts::facts_of;
use crate::pipeline::{Invitation, send_mail};
use crate::stored::StoredError;

/// What a link belongs to.
struct Found {
    invitation: Invitation,
    item: Option<ItemRow>,
    is_open: bool,
}

/// What the link is about; nothing is said to whoever has not its secret.
pub(crate) async fn invited(
    app: &AppState,
    id: &InvitationId,
    secret: &str,
) -> Result<ArrivalInvitation, Problem> {
    let Found { invitation, item, is_open } = find(app, id, secret).await?;
    let needs_redemption = redemption_of(&invitation).is_some();
    Ok(ArrivalInvitation {
        id: invitation.id.clone(),
        account: invitation.account_address().to_owned(),
        inviter: invitation.inviter_name,
        item_title: invitation.item_title,
        kind: item.map(|item| item.kind),
        role: invitation.role,
        is_open,
        needs_redemption,
    })
}

/// Where it goes on to.
pub(crate) async fn target(
    app: &AppState,
    id: &InvitationId,
    secret: &str,
) -> Result<ArrivalTarget, Problem> {
    let Found { invitation, item, is_open } = find(app, id, secret).await?;
    let (true, Some(item)) = (is_open, item) else { return Err(Problem::new(ProblemCode::NotFound)) };
    match redemption_of(&invitation) {
        Some(sealed) => Ok(ArrivalTarget::Redemption(redeem_link::open(app, &invitation.id, sealed)?)),
        // Whoever is no guest yet becomes one as they sign in there ("Redemption through a direct link").
        None => Ok(ArrivalTarget::Item(app.landing_origins.page_of(&item.id))),
    }
}

/// Its sealed link, unless the guest has accepted: there is nothing to redeem any more.
fn redemption_of(invitation: &Invitation) -> Option<&[u8]> {
    invitation.link.as_deref().filter(|_| invitation.state != InvitationState::Accepted)
}

async fn find(app: &AppState, id: &InvitationId, secret: &str) -> Result<Found, Problem> {
    let found = load(app, id, secret).await.map_err(|error| app.internal(error))?;
    found.ok_or(Problem::new(ProblemCode::NotFound))
}

async fn load(app: &AppState, id: &InvitationId, secret: &str) -> Result<Option<Found>, StoredError> {
    let Some(row) = invitations::load(&app.storage, id).await? else { return Ok(None) };
    let steps = invitations::steps(&app.storage, id).await?;
    let facts: send_mail::Facts = facts_of(&steps, StepKind::SendMail)?;
    let Some(since) = facts.link_since(secret) else { return Ok(None) };
    let invitation = Invitation::try_from(row)?;
    let item = items::load(&app.storage, invitation.item.as_str()).await?;
    let is_open = item.is_some() && leads_on(&invitation) && app.now() - since <= MAX_AGE;
    Ok(Some(Found { invitation, item, is_open }))
}

/// Whether what was shared still is.
fn leads_on(invitation: &Invitation) -> bool {
    invitation.pipeline.superseded_by.is_none()
        && match invitation.state {
            InvitationState::Working
            | InvitationState::Waiting
            | InvitationState::Stopped
            | InvitationState::Sent
            | InvitationState::Accepted
            | InvitationState::Shared => true,
            InvitationState::Failed | InvitationState::Undoing | InvitationState::Undone => false,
        }
}
