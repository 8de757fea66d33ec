//! The link in a mail of ours: it says who shared what and which account to use, and goes on to Microsoft's redemption.
//!
//! Its secret is in the mail only; the database knows a digest. Programs that check mail follow links too, so following it changes nothing. It leads to
//! the redemption until the person has accepted, for as long as the directory is asked about them; from then on to the item, where they sign in.

use contract::{
    ArrivalInvitation, ArrivalTarget, ArrivalWay, InvitationId, InvitationState, LocalPath, Problem,
    ProblemCode, SafeUrl, StepKind, StepState,
};
use storage::invitations::{self, StepRow};
use storage::items::{self, ItemRow};

use super::acceptance_poll::MAX_AGE;
use super::redeem_link;
use crate::app_state::AppState;
use crate::pipeline::step_facts::facts_of;
use crate::pipeline::{Invitation, await_sign_up, send_mail};
use crate::stored::StoredError;

/// What a link belongs to.
struct Found {
    invitation: Invitation,
    steps: Vec<StepRow>,
    item: Option<ItemRow>,
    is_open: bool,
}

/// What the link is about; nothing is said to whoever has not its secret.
pub(crate) async fn invited(
    app: &AppState,
    id: &InvitationId,
    secret: &str,
) -> Result<ArrivalInvitation, Problem> {
    let Found { invitation, steps, item, is_open } = find(app, id, secret).await?;
    let leads_to = if redemption_of(&invitation).is_some() {
        ArrivalWay::Redemption
    } else if !leads_to_sign_up(&steps) {
        ArrivalWay::Item
    } else if invitation.pipeline.person.is_none() && package(app, &steps)?.is_some() {
        ArrivalWay::Package
    } else {
        ArrivalWay::SignUp
    };
    Ok(ArrivalInvitation {
        id: invitation.id.clone(),
        account: invitation.account_address().to_owned(),
        inviter: invitation.inviter_name,
        item_title: invitation.item_title,
        kind: item.map(|item| item.kind),
        role: invitation.role,
        is_open,
        leads_to,
    })
}

/// Where it goes on to.
pub(crate) async fn target(
    app: &AppState,
    id: &InvitationId,
    secret: &str,
) -> Result<ArrivalTarget, Problem> {
    let Found { invitation, steps, item, is_open } = find(app, id, secret).await?;
    let (true, Some(item)) = (is_open, item) else { return Err(Problem::new(ProblemCode::NotFound)) };
    if leads_to_sign_up(&steps) && invitation.pipeline.person.is_none() {
        if let Some(package) = package(app, &steps)? {
            return Ok(ArrivalTarget::Package(package));
        }
        let page = LocalPath::parse(&format!("/arrive/{id}?key={secret}"));
        return page.map(ArrivalTarget::SignIn).map_err(|error| app.internal(error));
    }
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

/// Whether whoever is new signs up by the link.
pub(super) fn leads_to_sign_up(steps: &[StepRow]) -> bool {
    steps.iter().any(|step| step.kind == StepKind::AwaitSignUp)
}

/// The access package that whoever is new asks for first.
fn package(app: &AppState, steps: &[StepRow]) -> Result<Option<SafeUrl>, Problem> {
    await_sign_up::package(steps).map_err(|error| app.internal(error))
}

/// The invitation of a link that leads on still, with its steps.
pub(super) async fn open(
    app: &AppState,
    id: &InvitationId,
    secret: &str,
) -> Result<(Invitation, Vec<StepRow>), Problem> {
    let Found { invitation, steps, is_open, .. } = find(app, id, secret).await?;
    if is_open { Ok((invitation, steps)) } else { Err(Problem::new(ProblemCode::NotFound)) }
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
    let now = app.now();
    let is_open = item.is_some()
        && leads_on(&invitation)
        && !comes_too_late(&invitation, &steps, now)
        && now - since <= MAX_AGE;
    Ok(Some(Found { invitation, steps, item, is_open }))
}

/// Whether nothing was given before the last day was over: whoever comes now would get nothing. What was given is ended by itself, and may have gone over to
/// another invitation before.
fn comes_too_late(invitation: &Invitation, steps: &[StepRow], now: i64) -> bool {
    let is_given = |step: &StepRow| step.kind == StepKind::RecordAccess && step.state == StepState::Done;
    invitation.options.until.is_some_and(|until| until <= now) && !steps.iter().any(is_given)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::invitation::tests::sample;
    use crate::share::options::ShareOptions;

    #[test]
    fn whoever_was_given_nothing_by_the_last_day_comes_too_late() {
        for (until, state, is_late) in [
            (None, StepState::Open, false),
            (Some(101), StepState::Open, false),
            (Some(100), StepState::Open, true),
            (Some(100), StepState::Done, false),
        ] {
            let options = ShareOptions { until, ..ShareOptions::default() };
            let invitation = Invitation { options, ..sample() };
            let step = StepRow {
                invitation: invitation.id.clone(),
                position: 0,
                kind: StepKind::RecordAccess,
                state,
                attempts: 0,
                intent: None,
                facts: None,
            };
            assert_eq!(comes_too_late(&invitation, &[step], 100), is_late, "{until:?} {state:?}");
        }
    }
}
