//! Server functions of invitations: states, link, retry, undoing.

use contract::{EntraUserId, InvitationId, InvitationState, LocalPath, Problem, ProblemCode, ShareAnswer};
use islands::responses::{Ack, ApiResponse, LinkResponse, StateResponse, StatesResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use super::share::form_page;
use crate::redirect;

/// The answer that whoever has signed in is the person.
pub(crate) const SIGN_UP_IS_THEM: &str = "yes";

/// The states of these invitations of the caller's, for the page that shows them.
#[server(name = InvitationStates, prefix = "/api", endpoint = "invitations/states")]
pub async fn invitation_states(
    #[server(default)] invitations: Vec<InvitationId>,
) -> Result<ApiResponse<StatesResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let reports = context.ports.invitations.states(&caller, &invitations).await?;
        let open =
            reports.iter().any(|report| !report.state.is_settled() || report.state == InvitationState::Sent);
        let states = reports.iter().map(|report| StateResponse {
            id: report.invitation.to_string(),
            state: report.state.as_str().to_owned(),
            sentence: words::state_report(context.lang, report, context.now()),
        });
        Ok(StatesResponse { states: states.collect(), open })
    })
    .await
}

/// The redeem link of an invitation, to be copied by a script. A plain form posts to `/invitations/{id}/link` instead.
#[server(name = CopyLink, prefix = "/api", endpoint = "invitations/link")]
pub async fn copy_link(invitation: InvitationId) -> Result<ApiResponse<LinkResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let link = context.ports.invitations.link(&caller, &invitation).await?;
        Ok(LinkResponse { link: link.expose().to_owned() })
    })
    .await
}

/// Retries an invitation from its current step. `tries` is how often a person had asked for a retry when the form was rendered.
#[server(name = Retry, prefix = "/api", endpoint = "invitations/try-again")]
pub async fn retry(invitation: InvitationId, tries: u32) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = page_of(&invitation);
    response::respond_to_form(&page.clone(), |context, caller| async move {
        context.ports.invitations.retry(&caller, &invitation, tries).await?;
        Ok(page)
    })
    .await
}

/// Undoes an invitation, also while it is under way.
#[server(name = UndoInvitation, prefix = "/api", endpoint = "invitations/undo")]
pub async fn undo_invitation(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = page_of(&invitation);
    let question = LocalPath::parse(&format!("{}/undo", page.as_str())).unwrap_or_else(|_| page.clone());
    response::respond_to_form(&question, |context, caller| async move {
        context.ports.invitations.undo(&caller, &invitation).await?;
        Ok(page)
    })
    .await
}

/// Has one of the invitations that a block of the tenant has stopped find out whether that is over. A form goes on to its page.
#[server(name = ProbeBlock, prefix = "/api", endpoint = "invitations/probe-block")]
pub async fn probe_block() -> Result<ApiResponse<Ack>, BadRequest> {
    let list = LocalPath::parse("/invitations").unwrap_or_else(|_| LocalPath::home());
    response::respond_to_form(&list, |context, caller| async move {
        let invitation = context.ports.invitations.probe_block(&caller).await?;
        Ok(page_of(&invitation))
    })
    .await
}

/// Goes on without the mail of ours that an invitation waits for.
#[server(name = SkipMail, prefix = "/api", endpoint = "invitations/skip-mail")]
pub async fn skip_mail(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = page_of(&invitation);
    response::respond_to_form(&page.clone(), |context, caller| async move {
        context.ports.invitations.skip_mail(&caller, &invitation).await?;
        Ok(page)
    })
    .await
}

/// Says whether somebody who has signed in through the link in the mail is the person whom the inviter means: `answer` is `yes`, or anything else.
#[server(name = AnswerSignUp, prefix = "/api", endpoint = "invitations/answer-sign-up")]
pub async fn answer_sign_up(
    invitation: InvitationId,
    #[server(default)] person: String,
    #[server(default)] answer: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = page_of(&invitation);
    response::respond_to_form(&page.clone(), |context, caller| async move {
        let person = EntraUserId::parse(&person).map_err(|_| Problem::new(ProblemCode::NotFound))?;
        let is_them = answer == SIGN_UP_IS_THEM;
        context.ports.invitations.answer_sign_up(&caller, &invitation, &person, is_them).await?;
        Ok(page)
    })
    .await
}

/// Invites the guest of an invitation again, who has not accepted yet. `key` is the form's idempotency key.
#[server(name = Resend, prefix = "/api", endpoint = "invitations/resend")]
pub async fn resend(
    invitation: InvitationId,
    #[server(default)] key: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    response::respond_to_form(&page_of(&invitation), |context, caller| async move {
        let invitations = &context.ports.invitations;
        let item = invitations.open(&caller, &invitation).await?.item.id;
        match invitations.resend(&caller, &invitation, key, context.lang).await? {
            ShareAnswer::Accepted { invitations, .. } => {
                let list = || LocalPath::parse("/invitations").unwrap_or_else(|_| LocalPath::home());
                Ok(invitations.first().map_or_else(list, page_of))
            }
            ShareAnswer::Refused { draft, .. } => Ok(form_page(item.as_str(), Some(&draft))),
        }
    })
    .await
}

/// Opens the form of a failed or stopped invitation again, with all values.
#[server(name = ReopenAsDraft, prefix = "/api", endpoint = "invitations/rework")]
pub async fn reopen_as_draft(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    response::respond_to_form(&page_of(&invitation), |context, caller| async move {
        let invitations = &context.ports.invitations;
        let item = invitations.open(&caller, &invitation).await?.item.id;
        let draft = invitations.reopen_as_draft(&caller, &invitation).await?;
        // A failure is harmless: the toast is shown too then.
        let _ = context.ports.invitations.shown_in_form(&caller, &invitation).await;
        Ok(form_page(item.as_str(), Some(&draft)))
    })
    .await
}

/// Puts an invitation away that needs a person, failed, or is undone.
#[server(name = PutAway, prefix = "/api", endpoint = "invitations/put-away")]
pub async fn put_away(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    response::respond_to_form(&page_of(&invitation), |context, caller| async move {
        context.ports.invitations.put_away(&caller, &invitation).await?;
        Ok(LocalPath::parse("/invitations").unwrap_or_else(|_| LocalPath::home()))
    })
    .await
}

/// The address to sign in again and return to the page of the invitation, if the invitation waits for that.
pub(crate) fn sign_in_for(invitation: &InvitationId, problem: Option<&Problem>) -> Option<String> {
    let sign_in_again = problem.is_some_and(|problem| problem.code == ProblemCode::SignInAgain);
    sign_in_again.then(|| redirect::sign_in_url(page_of(invitation).as_str()))
}

/// The page of an invitation, with its forms.
fn page_of(invitation: &InvitationId) -> LocalPath {
    LocalPath::parse(&format!("/invitations/{invitation}")).unwrap_or_else(|_| LocalPath::home())
}
