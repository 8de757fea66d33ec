//! Posts the invitation to Microsoft Graph, as the inviter ("Create invitation").
//!
//! Undone by: deleting the guest, if this invitation made it and nobody has accepted; only when somebody asks. Safe to repeat because the
//! post is noted before it is sent: after an unknown outcome the address is looked up first, and who is found is adopted. Microsoft's mail
//! cannot be taken back nor checked, so whether another is wanted is then a person's decision.

use contract::{Field, Problem, ProblemCode, SafeUrl, Standing};
use graph::{GraphError, Invitation, InvitationMessage, NewInvitation, User};
use secrecy::ExposeSecret as _;
use serde_json::json;
use storage::blocks;
use url::Url;
use uuid::Uuid;

use super::find_person::budget;
use crate::audit::Action;
use crate::invite::facts::Post;
use crate::invite::link;
use crate::invite::work::{StepError, TenantWord, When, Work};
use crate::people::{Known, person_match, ranked};

pub(crate) async fn perform(work: &mut Work<'_>) -> Result<(), StepError> {
    match work.facts.post {
        Post::None | Post::Unconfirmed => {}
        Post::Doubtful => look(work).await?,
        Post::Unknown { since } => {
            look(work).await?;
            let end = since.saturating_add(budget(work));
            if work.app.now() < end {
                let problem = Problem::new(ProblemCode::NotVisibleYet);
                return Err(StepError::Retry { when: When::By(end), problem });
            }
        }
    }
    let blocked = blocks::is_blocked(&work.app.storage, &work.row.tenant, &work.row.id).await;
    if blocked.map_err(|error| StepError::soon(None, work.app.internal(error)))? {
        return Err(StepError::stop(Problem::new(ProblemCode::SuspiciousActivity)));
    }
    post(work).await
}

/// Whether an earlier post has had its effect after all.
async fn look(work: &mut Work<'_>) -> Result<(), StepError> {
    let found = work.app.directory.as_application().find_by_address(&work.row.address).await;
    let users = found.map_err(|error| StepError::of_lookup(work.app, &error))?;
    match users.iter().find(|user| user.is_guest()) {
        Some(guest) => Err(adopt(work, guest)),
        None if users.is_empty() => Ok(()),
        None => {
            work.facts.matches = ranked(&users, Some(&work.row.address));
            Err(StepError::stop(Problem::of_field(Field::Address, ProblemCode::ChoosePerson)))
        }
    }
}

fn adopt(work: &mut Work<'_>, guest: &User) -> StepError {
    let Some(found) = person_match(guest, Some(&work.row.address)) else { return work.damaged("person") };
    work.row.guest = Some(guest.id.clone());
    work.facts.person = Some(Known::from(found));
    work.facts.invited = true;
    work.facts.post = Post::Unconfirmed;
    audit(work, &guest.id, "unconfirmed");
    StepError::stop(Problem::new(ProblemCode::OutcomeUnknown))
}

async fn post(work: &mut Work<'_>) -> Result<(), StepError> {
    let (tenant, inviter) = work.inviter()?;
    let new = compose(work)?;
    let request = Uuid::parse_str(&work.app.ids.next()).map_err(|_| work.damaged("request"))?;
    let before = work.facts.post;
    work.facts.post = Post::Unknown { since: work.app.now() };
    work.facts.requests.push(request.to_string());
    if let Err(error) = work.remember().await {
        unsay(work, before);
        return Err(error);
    }
    let graph = work.app.directory.as_person(&tenant, &inviter).with_request_id(request);
    match graph.invite(&new).await {
        Ok(invitation) => {
            learn(work, &invitation);
            Ok(())
        }
        Err(error) => Err(refused(work, before, &error)),
    }
}

fn compose(work: &Work<'_>) -> Result<NewInvitation, StepError> {
    let landing = work.landing.as_deref().and_then(|text| SafeUrl::parse(text).ok());
    let landing = landing.and_then(|landing| Url::parse(landing.as_str()).ok());
    let mut new = NewInvitation::new(&work.row.address, landing.ok_or_else(|| work.damaged("item"))?);
    new.display_name.clone_from(&work.row.name);
    new.send_invitation_message = true;
    new.message = Some(InvitationMessage {
        body: work.row.message.clone(),
        language: Some(work.row.language.clone()),
        cc: None,
    });
    Ok(new)
}

fn learn(work: &mut Work<'_>, invitation: &Invitation) {
    let link = invitation.redeem_url.expose_secret();
    work.row.link = Some(link::seal(work.app, &work.row.id, link));
    work.row.guest = Some(invitation.invited_user_id.clone());
    let known = work.facts.person.take().filter(|known| known.id == invitation.invited_user_id);
    work.facts.person = Some(known.unwrap_or_else(|| Known {
        id: invitation.invited_user_id.clone(),
        name: work.row.name.clone().unwrap_or_else(|| work.row.address.clone()),
        address: work.row.address.clone(),
        standing: Standing::Pending,
        company: None,
    }));
    work.facts.invited = true;
    work.facts.post = Post::None;
    work.tenant_word = Some(TenantWord::Free);
    audit(work, &invitation.invited_user_id, "asked");
}

fn audit(work: &mut Work<'_>, guest: &str, mail: &str) {
    let requests = std::mem::take(&mut work.facts.requests);
    let detail = json!({ "guest": guest, "mail": mail, "requests": requests, "item": work.row.item });
    work.effects.push((Action::InvitationSent, detail));
}

fn refused(work: &mut Work<'_>, before: Post, error: &GraphError) -> StepError {
    if !error.outcome_unknown() {
        unsay(work, before);
    } else if matches!(error.status(), Some(500 | 503)) && error.refusal().is_some() {
        work.facts.post = Post::Doubtful;
    }
    if error.is_suspicious_activity() {
        work.tenant_word = Some(TenantWord::Blocked);
    }
    StepError::of_invitation(work.app, error)
}

/// Nothing went out, or it was turned away.
fn unsay(work: &mut Work<'_>, before: Post) {
    work.facts.post = before;
    work.facts.requests.pop();
}
