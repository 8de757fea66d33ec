//! Receives the share form.

use std::time::Duration;

use contract::{
    Caller, Draft, DraftId, InvitationId, InvitationState, ItemId, Language, LocalPath, Problem, ProblemCode,
    ShareAnswer, ShareForm, ShareId,
};
use http::StatusCode;
use islands::responses::{ApiResponse, ShareResponse};
use leptos::prelude::*;

use super::choices;
use super::recipients::chips;
use super::response::{self, BadRequest};
use crate::redirect::{self, RequestKind};
use crate::request::RequestContext;

/// How long a plain form waits for its invitation to settle, so that a problem can be shown beside its field at once.
const FORM_MAX_WAIT: Duration = Duration::from_millis(2500);
/// How often it looks meanwhile how a share with several people goes: of that each change is told, and there are many.
const FORM_LOOKS: u32 = 10;

/// Shares an item with the people in the form.
#[server(name = SendShare, prefix = "/api", endpoint = "share/send")]
pub async fn send_share(form: ShareForm) -> Result<ApiResponse<ShareResponse>, BadRequest> {
    let context = match RequestContext::current() {
        Ok(context) => context,
        Err(problem) => return Ok(response::to_response(Language::English, Err(problem))),
    };
    let form = choices::settled(form);
    let answer = match context.caller() {
        Ok(caller) => context.ports.invitations.share(caller, form.clone(), context.lang).await,
        Err(problem) => Err(problem),
    };
    let response =
        response::to_response(context.lang, answer.clone().map(|answer| localize(&context, answer)));
    match redirect::request_kind() {
        RequestKind::Form => redirect_form(&context, form, &answer).await,
        RequestKind::Fetch if is_outdated(&answer) => redirect::set_status(StatusCode::UNPROCESSABLE_ENTITY),
        RequestKind::Fetch => {}
    }
    Ok(response)
}

/// Whether the page lacks fields of the form as it is by now: a script cannot show them, and sends the form as a plain one.
fn is_outdated(answer: &Result<ShareAnswer, Problem>) -> bool {
    matches!(answer, Ok(ShareAnswer::Refused { problem, .. }) if problem.code == ProblemCode::MoreAsked)
}

fn localize(context: &RequestContext, answer: ShareAnswer) -> ShareResponse {
    match answer {
        ShareAnswer::Accepted { share, .. } => ShareResponse::Accepted { share: share.into() },
        ShareAnswer::Refused { problem, recipients, .. } => {
            // For any other problem the form keeps its key, so that it has one effect even if the first request succeeded after all.
            let used_up = problem.code == ProblemCode::KeyReused;
            let key = if used_up { (context.ports.new_key)() } else { String::new() };
            let chips = chips(context, &recipients);
            ShareResponse::Refused { problem: response::problem_body(context.lang, &problem), chips, key }
        }
    }
}

/// Redirects a plain form: back to itself while it has a problem, to the item when the invitation is done.
async fn redirect_form(context: &RequestContext, form: ShareForm, answer: &Result<ShareAnswer, Problem>) {
    let item = form.item.clone();
    match answer {
        Ok(ShareAnswer::Accepted { share, invitations }) => match invitations.as_slice() {
            [only] => redirect_after_accepting(context, &item, only).await,
            _ => redirect_after_many(context, &item, share).await,
        },
        Ok(ShareAnswer::Refused { draft, .. }) => redirect_to_form(&item, draft),
        Err(problem) if response::is_for_another_time(problem.code) => {
            match context.ports.account.save_for_sender(form).await {
                Ok(draft) => redirect::redirect_to_error(problem, &form_page(&item, draft.as_ref())),
                Err(problem) => redirect::redirect_to_error(&problem, &item_page(&item)),
            }
        }
        Err(problem) => redirect::redirect_to_error(problem, &item_page(&item)),
    }
}

async fn redirect_after_accepting(context: &RequestContext, item: &str, invitation: &InvitationId) {
    let Ok(caller) = context.caller() else { return };
    let invitations = &context.ports.invitations;
    let progress = invitations.progress(caller, invitation, FORM_MAX_WAIT).await;
    match progress {
        Ok(progress) if progress.state == InvitationState::Failed => {
            match invitations.reopen_as_draft(caller, invitation).await {
                Ok(draft) => {
                    // A failure is harmless: the toast is shown too then.
                    let _ = invitations.shown_in_form(caller, invitation).await;
                    redirect_to_form(item, &draft);
                }
                Err(_) => redirect::redirect(&format!("/invitations/{invitation}")),
            }
        }
        Ok(progress) if progress.state.is_settled() && progress.problem.is_none() => {
            redirect::redirect(&format!("/items/{item}"));
        }
        _ => redirect::redirect(&format!("/invitations/{invitation}")),
    }
}

/// To the item if all went well while the form waited; else to the list, where each stands in a row of its own.
async fn redirect_after_many(context: &RequestContext, item: &str, share: &ShareId) {
    let Ok(caller) = context.caller() else { return };
    let went_well = goes_well(context, caller, share).await;
    if went_well { redirect::redirect_to(&item_page(item)) } else { redirect::redirect("/invitations") }
}

/// Whether nothing more happens to anybody while the form waits, and nobody is left who needs the inviter.
async fn goes_well(context: &RequestContext, caller: &Caller, share: &ShareId) -> bool {
    let wait = FORM_MAX_WAIT / FORM_LOOKS;
    for _ in 0..FORM_LOOKS {
        let progress = context.ports.invitations.share_progress(caller, share, wait).await;
        let Ok(progress) = progress else { return false };
        if progress.is_settled() {
            let needs_somebody = |state| matches!(state, InvitationState::Stopped | InvitationState::Failed);
            return !progress.counts.iter().any(|(state, _)| needs_somebody(*state));
        }
    }
    false
}

fn item_page(item: &str) -> LocalPath {
    // The id in the form is not validated.
    let item = ItemId::parse(item).ok();
    item.and_then(|item| LocalPath::parse(&format!("/items/{item}")).ok()).unwrap_or_else(LocalPath::home)
}

/// The share form of an item, with the values of a draft.
pub(super) fn form_page(item: &str, draft: Option<&DraftId>) -> LocalPath {
    let draft = draft.map(|draft| format!("?draft={draft}")).unwrap_or_default();
    LocalPath::parse(&format!("{}/share{draft}", item_page(item).as_str()))
        .unwrap_or_else(|_| item_page(item))
}

fn redirect_to_form(item: &str, draft: &DraftId) {
    redirect::redirect_to(&form_page(item, Some(draft)));
}

/// Loads the draft with its form, if it belongs to the caller and is about this item.
pub(crate) async fn load_draft(
    context: &RequestContext,
    id: Option<String>,
    item: &ItemId,
) -> Option<(ShareForm, Draft)> {
    let id = DraftId::parse(&id?).ok()?;
    let draft = context.ports.invitations.draft(context.caller().ok()?, &id).await.ok()?;
    let form = draft.form.read().filter(|form: &ShareForm| form.item == item.as_str())?;
    Some((form, draft))
}
