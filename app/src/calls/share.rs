//! Sending the share form.

use std::time::Duration;

use contract::{
    Draft, DraftId, InvitationId, ItemId, Language, LocalPath, Problem, ProblemCode, ShareAnswer, ShareForm,
};
use islands::responses::{ApiResponse, ShareResponse};
use leptos::prelude::*;

use super::people::match_reply;
use super::reply::{self, Unreadable};
use crate::leaving::{self, Visit};
use crate::scope::Scope;

/// How long a plain form waits for its invitation to settle, so that a refusal can stand beside its field at once.
const FORM_PATIENCE: Duration = Duration::from_millis(2500);

/// Shares an item with the person of the form.
#[server(name = SendShare, prefix = "/api", endpoint = "share/send")]
pub async fn send_share(form: ShareForm) -> Result<ApiResponse<ShareResponse>, Unreadable> {
    let scope = match Scope::current() {
        Ok(scope) => scope,
        Err(problem) => return Ok(reply::reply(Language::English, Err(problem))),
    };
    let answer = match scope.caller() {
        Ok(caller) => scope.ports.invitations.share(caller, form.clone(), scope.lang).await,
        Err(problem) => Err(problem),
    };
    let reply = reply::reply(scope.lang, answer.clone().map(|answer| in_words(&scope, answer)));
    if leaving::visit() == Visit::Form {
        go_on(&scope, form, &answer).await;
    }
    Ok(reply)
}

fn in_words(scope: &Scope, answer: ShareAnswer) -> ShareResponse {
    match answer {
        ShareAnswer::Accepted { invitation } => {
            ShareResponse::Accepted { invitation: invitation.to_string() }
        }
        ShareAnswer::Choose { matches, .. } => {
            ShareResponse::Choose { matches: matches.into_iter().map(match_reply).collect() }
        }
        ShareAnswer::Refused { problem, .. } => {
            // Any other refusal keeps its key: should it have had its effect after all, it has it once.
            let used_up = problem.code == ProblemCode::KeyReused;
            let key = if used_up { (scope.ports.new_key)() } else { String::new() };
            ShareResponse::Refused { problem: reply::problem_body(scope.lang, &problem), key }
        }
    }
}

/// Where a plain form goes next: back to its own address while something is wrong, on to the item when all is done.
async fn go_on(scope: &Scope, form: ShareForm, answer: &Result<ShareAnswer, Problem>) {
    let item = form.item.clone();
    match answer {
        Ok(ShareAnswer::Accepted { invitation }) => after_accepting(scope, &item, invitation).await,
        Ok(ShareAnswer::Choose { draft, .. } | ShareAnswer::Refused { draft, .. }) => {
            back_to_form(&item, draft);
        }
        Err(problem) if problem.code == ProblemCode::SignInNeeded => {
            match keep_for_later(scope, form).await {
                Ok(draft) => {
                    let back = LocalPath::parse(&format!("/items/{item}/share?draft={draft}"));
                    leaving::go(&leaving::sign_in_again(&back.unwrap_or_else(|_| LocalPath::home())));
                }
                Err(problem) => leaving::go_to_trouble(&problem, &item_page(&item)),
            }
        }
        Err(problem) => leaving::go_to_trouble(problem, &item_page(&item)),
    }
}

/// Keeps the form of somebody whose session has lapsed, for this browser.
async fn keep_for_later(scope: &Scope, form: ShareForm) -> Result<DraftId, Problem> {
    let browser = scope.browser.as_ref().ok_or(Problem::new(ProblemCode::Internal))?;
    scope.ports.account.save_anonymous_draft(&browser.key().await?, form).await
}

async fn after_accepting(scope: &Scope, item: &str, invitation: &InvitationId) {
    let Ok(caller) = scope.caller() else { return };
    let invitations = &scope.ports.invitations;
    let progress = invitations.progress(caller, invitation, FORM_PATIENCE).await;
    match progress {
        Ok(progress) if progress.state == contract::InvitationState::Failed => {
            match invitations.reopen_as_draft(caller, invitation).await {
                Ok(draft) => {
                    // Not dismissed after all is harmless: it is said twice then.
                    let _ = scope.ports.toasts.dismiss_for_invitation(caller, invitation).await;
                    back_to_form(item, &draft);
                }
                Err(_) => leaving::go(&format!("/invitations/{invitation}")),
            }
        }
        Ok(progress) if progress.state.is_settled() && progress.problem.is_none() => {
            leaving::go(&format!("/items/{item}"));
        }
        _ => leaving::go(&format!("/invitations/{invitation}")),
    }
}

fn item_page(item: &str) -> LocalPath {
    // What was sent as an id may be anything.
    let item = ItemId::parse(item).ok();
    item.and_then(|item| LocalPath::parse(&format!("/items/{item}")).ok()).unwrap_or_else(LocalPath::home)
}

fn back_to_form(item: &str, draft: &DraftId) {
    leaving::go(&format!("/items/{item}/share?draft={draft}"));
}

/// The draft that the address names, with its form, when it is the caller's and about this item.
pub(crate) async fn draft_of(scope: &Scope, id: Option<String>, item: &ItemId) -> Option<(ShareForm, Draft)> {
    let id = DraftId::parse(&id?).ok()?;
    let draft = scope.ports.invitations.draft(scope.caller().ok()?, &id).await.ok()?;
    let form = draft.form.read().filter(|form: &ShareForm| form.item == item.as_str())?;
    Some((form, draft))
}
