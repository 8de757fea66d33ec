//! The post itself, and what is noted around it.

use contract::{EntraUserId, FieldPath, Problem, ProblemCode};
use graph::{GraphError, Invitation, InvitationMessage, NewInvitation};
use secrecy::ExposeSecret as _;
use storage::tenant_blocks;
use url::Url;
use uuid::Uuid;

use super::intent::Intent;
use super::{Facts, Mail, PostStatus, guest_invited, mail_body};
use crate::directory::graph_errors;
use crate::lifecycle::redeem_link;
use crate::people::person_match;
use crate::pipeline::context::{DomainInviteStatus, StepContext, TenantInviteStatus};
use crate::pipeline::directory_change::intent;
use crate::pipeline::step_error::StepError;
use crate::rules::sharing::{self, Recipient};

/// Marks a post as sent, under an id of its own; to be stored before it is. What was known before.
pub(super) fn mark(context: &mut StepContext<'_>) -> Result<PostStatus, StepError> {
    let mut facts = facts(context)?;
    let since = match facts.post {
        // Whoever was found is the guest of the first post.
        PostStatus::InFlight { since } if context.invitation.pipeline.person.is_some() => since,
        _ => context.app.now(),
    };
    let before = std::mem::replace(&mut facts.post, PostStatus::InFlight { since });
    let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
    facts.requests.push(request.to_string());
    context.learn(&facts)?;
    Ok(before)
}

/// Nothing went out, or it was turned away.
pub(super) fn unmark(context: &mut StepContext<'_>, before: PostStatus) -> Result<(), StepError> {
    let mut facts = facts(context)?;
    facts.post = before;
    facts.requests.pop();
    context.learn(&facts)
}

/// While Microsoft blocks the tenant's invitations, every further one makes it worse.
pub(super) async fn refuse_if_blocked(context: &StepContext<'_>) -> Result<(), StepError> {
    let (tenant, id) = (context.invitation.tenant.as_str(), context.invitation.id.as_str());
    let blocked = tenant_blocks::is_blocked(&context.app.storage, tenant, id).await;
    if blocked.map_err(|error| StepError::of_storage(context.app, error))? {
        return Err(StepError::await_user(Problem::new(ProblemCode::SuspiciousActivity)));
    }
    Ok(())
}

/// Sends what was marked. `before` is what was known until then: if nothing goes out, it still holds.
pub(super) async fn send(context: &mut StepContext<'_>, before: PostStatus) -> Result<(), StepError> {
    let request = facts(context)?.requests.last().and_then(|request| Uuid::parse_str(request).ok());
    let request = request.ok_or_else(|| context.corrupt("request"))?;
    let new = match compose(context) {
        Ok(new) => new,
        Err(error) => {
            unmark(context, before)?;
            return Err(error);
        }
    };
    let (tenant, inviter) = (&context.invitation.tenant, &context.invitation.inviter);
    let graph = context.app.directory.as_person(tenant, inviter).with_request_id(request);
    let graph = graph.with_guard(context.send_guard());
    match graph.invite(&new).await {
        Ok(invitation) => apply_response(context, &invitation),
        Err(error) => {
            let refused = after_error(context, before, &error)?;
            match error.existing_user() {
                Some(id) => Err(offer_existing(context, id, refused).await?),
                None => Err(refused),
            }
        }
    }
}

/// Somebody has the address whom no look-up by it shows. Microsoft names them: they are read, and the inviter says whether they are meant.
async fn offer_existing(
    context: &mut StepContext<'_>,
    id: &str,
    refused: StepError,
) -> Result<StepError, StepError> {
    let user = match context.app.directory.as_application().user(id).await {
        Ok(user) => user,
        // Who cannot be read cannot be offered: the refusal says as much as there is to say.
        Err(error) => {
            tracing::warn!(%error, "who has the address already could not be read");
            return Ok(refused);
        }
    };
    let Some(found) = person_match(&user, None) else { return Ok(refused) };
    let recipient = Recipient { user: &found.id, blocked: found.blocked, existing_role: None };
    if let Some(problem) = sharing::may_receive(&context.invitation.inviter, &recipient).denial() {
        return Ok(StepError::permanent(problem));
    }
    let facts = facts(context)?;
    context.learn(&Facts { candidates: vec![found], ..facts })?;
    Ok(StepError::await_user(Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson)))
}

pub(super) fn facts(context: &StepContext<'_>) -> Result<Facts, StepError> {
    context.facts().map_err(|_| context.corrupt("step"))
}

fn compose(context: &StepContext<'_>) -> Result<NewInvitation, StepError> {
    let invitation = &context.invitation;
    let landing = context.landing.as_ref().ok_or_else(|| context.corrupt("item"))?;
    let configured = &context.app.landing_origins;
    if !configured.allows(landing) {
        return Err(StepError::permanent(Problem::new(ProblemCode::ItemRefused)));
    }
    // Where an administrator has switched the address off, whoever comes lands on the item's page here: their share stands.
    let landing = configured.narrowed_by(&context.settings.landing).address_of(&invitation.item, landing);
    let landing = Url::parse(landing.as_str()).map_err(|_| context.corrupt("item"))?;
    let mut new = NewInvitation::new(&invitation.address, landing);
    if invitation.reinvited().is_none() {
        new.display_name.clone_from(&invitation.name);
    }
    let Intent { suppressed, cc, sponsor } = intent(context)?;
    new.sponsor = sponsor;
    new.send_invitation_message = !suppressed;
    new.message = (!suppressed).then(|| InvitationMessage {
        body: Some(mail_body::compose(invitation, context.kind.as_ref())),
        language: Some(invitation.language.tag().to_owned()),
        cc: cc.map(graph::Recipient::new),
    });
    Ok(new)
}

fn apply_response(context: &mut StepContext<'_>, answer: &Invitation) -> Result<(), StepError> {
    let guest = EntraUserId::parse(&answer.invited_user_id).map_err(|_| context.corrupt("guest"))?;
    let requests = facts(context)?.requests;
    context.learn(&Facts::default())?;
    let Intent { suppressed, .. } = intent(context)?;
    let mail = if suppressed { Mail::Suppressed } else { Mail::Requested };
    if context.invitation.reinvited().is_some_and(|reinvited| reinvited != guest) {
        // Nobody is bound by an address: the inviter says who is meant.
        context.events.push(guest_invited(&guest, mail, requests));
        let problem = Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson);
        return Err(StepError::await_user(problem));
    }
    let invitation = &mut context.invitation;
    invitation.link = Some(redeem_link::seal(context.app, &invitation.id, answer.redeem_url.expose_secret()));
    invitation.guest = Some(guest.clone());
    let known = invitation.pipeline.person.take().filter(|known| known.id == guest);
    let person = known.unwrap_or_else(|| invitation.typed_person(guest.clone()));
    invitation.pipeline.person = Some(person);
    invitation.pipeline.invited = true;
    context.tenant_status = Some(TenantInviteStatus::Accepted);
    context.domain_status = Some(DomainInviteStatus::Accepted);
    context.events.push(guest_invited(&guest, mail, requests));
    Ok(())
}

fn after_error(
    context: &mut StepContext<'_>,
    before: PostStatus,
    error: &GraphError,
) -> Result<StepError, StepError> {
    if !error.outcome_unknown() {
        unmark(context, before)?;
    }
    if matches!(error, GraphError::Withdrawn) {
        // Somebody else may have the job by now, and finds the post as it was noted.
        return Ok(StepError::backoff(None, Problem::new(ProblemCode::Internal)));
    }
    if error.is_suspicious_activity() {
        context.tenant_status = Some(TenantInviteStatus::Blocked);
    }
    let code = graph_errors::meaning(error).code;
    if matches!(code, ProblemCode::DomainBlocked | ProblemCode::CrossTenantBlocked) {
        context.domain_status = Some(DomainInviteStatus::Blocked(code));
    }
    Ok(StepError::of_invitation(context.app, error))
}
