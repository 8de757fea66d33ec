//! Following, copying, trying again.

use std::time::Duration;

use contract::{InvitationId, InvitationState, LocalPath, Problem, ProblemCode, Progress};
use islands::responses::{
    Ack, ApiResponse, LinkResponse, ProgressResponse, StateResponse, StatesResponse, StepResponse,
};
use leptos::prelude::*;

use super::reply::{self, Unreadable};
use crate::leaving;
use crate::scope::Scope;

/// How long a script's question may stay open: one answer for most invitations, and no busy asking.
const SCRIPT_PATIENCE: Duration = Duration::from_millis(400);

/// Puts progress into words.
pub(crate) fn progress_reply(scope: &Scope, progress: &Progress) -> ProgressResponse {
    let steps = progress.steps.iter().map(|step| StepResponse {
        state: step.state.to_string(),
        label: words::step(scope.lang, step.kind).to_owned(),
        note: words::step_state(scope.lang, step.state).to_owned(),
    });
    ProgressResponse {
        state: progress.state.as_str().to_owned(),
        sentence: words::progress(scope.lang, progress, scope.now()),
        settled: progress.state.is_settled(),
        steps: steps.collect(),
        problem: progress.problem.as_ref().map(|problem| reply::problem_body(scope.lang, problem)),
        has_link: progress.has_link,
        sign_in: sign_in_for(&progress.invitation, progress.problem.as_ref()).unwrap_or_default(),
        key: (scope.ports.new_key)(),
    }
}

/// Where one of the caller's invitations stands.
#[server(name = FollowInvitation, prefix = "/api", endpoint = "invitations/progress")]
pub async fn follow_invitation(
    invitation: InvitationId,
) -> Result<ApiResponse<ProgressResponse>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let progress = scope.ports.invitations.progress(&caller, &invitation, SCRIPT_PATIENCE).await?;
        Ok(progress_reply(&scope, &progress))
    })
    .await
}

/// Where these invitations of the caller's stand, for the page that they are on.
#[server(name = InvitationStates, prefix = "/api", endpoint = "invitations/states")]
pub async fn invitation_states(
    #[server(default)] invitations: Vec<InvitationId>,
) -> Result<ApiResponse<StatesResponse>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let reports = scope.ports.invitations.states(&caller, &invitations).await?;
        let open =
            reports.iter().any(|report| !report.state.is_settled() || report.state == InvitationState::Sent);
        let states = reports.iter().map(|report| StateResponse {
            id: report.invitation.to_string(),
            state: report.state.as_str().to_owned(),
            sentence: words::state_report(scope.lang, report, scope.now()),
        });
        Ok(StatesResponse { states: states.collect(), open })
    })
    .await
}

/// The link of an invitation, to be copied by a script. A plain form goes to `/invitations/{id}/link` instead.
#[server(name = CopyLink, prefix = "/api", endpoint = "invitations/link")]
pub async fn copy_link(invitation: InvitationId) -> Result<ApiResponse<LinkResponse>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let link = scope.ports.invitations.link(&caller, &invitation).await?;
        Ok(LinkResponse { link: link.expose().to_owned() })
    })
    .await
}

/// Runs an invitation again from where it stands. `tries` is how often that had been asked for when the form was made.
#[server(name = TryAgain, prefix = "/api", endpoint = "invitations/try-again")]
pub async fn try_again(invitation: InvitationId, tries: u32) -> Result<ApiResponse<Ack>, Unreadable> {
    let here = page_of(&invitation);
    reply::form(&here.clone(), |scope, caller| async move {
        scope.ports.invitations.retry(&caller, &invitation, tries).await?;
        Ok(here)
    })
    .await
}

/// Opens the form of a failed or stopped invitation again, with everything that was typed.
#[server(name = Rework, prefix = "/api", endpoint = "invitations/rework")]
pub async fn reopen_as_draft(invitation: InvitationId) -> Result<ApiResponse<Ack>, Unreadable> {
    reply::form(&page_of(&invitation), |scope, caller| async move {
        let invitations = &scope.ports.invitations;
        let item = invitations.open(&caller, &invitation).await?.item.id;
        let draft = invitations.reopen_as_draft(&caller, &invitation).await?;
        // Not dismissed after all is harmless: it is said twice then.
        let _ = scope.ports.toasts.dismiss_for_invitation(&caller, &invitation).await;
        let form = LocalPath::parse(&format!("/items/{item}/share?draft={draft}"));
        Ok(form.unwrap_or_else(|_| LocalPath::home()))
    })
    .await
}

/// Where to sign in once more, and come back to the invitation's page; only when that is what it waits for.
pub(crate) fn sign_in_for(invitation: &InvitationId, problem: Option<&Problem>) -> Option<String> {
    let asked = problem.is_some_and(|problem| problem.code == ProblemCode::SignInAgain);
    asked.then(|| leaving::sign_in_address(page_of(invitation).as_str()))
}

/// The page on which an invitation's forms stand.
fn page_of(invitation: &InvitationId) -> LocalPath {
    LocalPath::parse(&format!("/invitations/{invitation}")).unwrap_or_else(|_| LocalPath::home())
}
