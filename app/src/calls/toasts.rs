//! Server functions of toasts.

use contract::{
    AccessChangeId, Awaited, Caller, InvitationId, Language, LocalPath, Problem, Toast, ToastId, ToastKind,
    ToastList,
};
use futures::future::try_join;
use islands::endpoints::invitation_page;
use islands::responses::{Ack, ApiResponse, ToastText, ToastsResponse};
use leptos::prelude::*;

use super::access::{undo_page, undo_page_on};
use super::response::{self, BadRequest};
use crate::request::RequestContext;

/// Puts a toast into words, with its link. One that tells of several has no reason: each has its own, which the list says.
pub(crate) fn toast_text(lang: Language, toast: &Toast) -> ToastText {
    let is_of_one = toast.people <= 1;
    let reference = match &toast.kind {
        ToastKind::Problem { problem, .. } | ToastKind::MailProblem { problem, .. } if is_of_one => {
            problem.reference.as_ref().map(ToString::to_string)
        }
        _ => None,
    };
    let shared = matches!(toast.kind, ToastKind::Shared { .. });
    let (href, action) = match (change_of(toast), &toast.invitation, &toast.item) {
        _ if !is_of_one => ("/invitations".to_owned(), words::frame::invitations(lang)),
        (Some(change), ..) => (undo_page(change), words::access::undo_confirm(lang)),
        (None, Some(invitation), _) if !shared => {
            (invitation_page(invitation.as_str()), words::toasts::details(lang))
        }
        (None, _, Some(item)) => (format!("/items/{item}"), words::toasts::open(lang)),
        _ => (String::new(), ""),
    };
    ToastText {
        id: toast.id.to_string(),
        sentence: words::toast_of(lang, &toast.kind, toast.people),
        reason: words::toast_reason(lang, &toast.kind).filter(|_| is_of_one).unwrap_or_default(),
        trouble: toast.kind.is_problem(),
        href,
        action: action.to_owned(),
        reference: reference.unwrap_or_default(),
    }
}

/// The change of access that a toast tells of, if it can be undone.
fn change_of(toast: &Toast) -> Option<&AccessChangeId> {
    match &toast.kind {
        ToastKind::AccessEnded { change, .. }
        | ToastKind::RoleChanged { change, .. }
        | ToastKind::LastDayChanged { change, .. } => change.as_ref(),
        _ => None,
    }
}

/// The same on a page: what undoes a change of access comes back to it, where it shows what was typed.
fn toast_text_on(page: &LocalPath, lang: Language, toast: &Toast) -> ToastText {
    let text = toast_text(lang, toast);
    match (change_of(toast), &toast.item) {
        (Some(change), Some(item)) if toast.people <= 1 => {
            ToastText { href: undo_page_on(change, item, page), ..text }
        }
        _ => text,
    }
}

/// The toasts of a person as a page shows them, and what else they may be told.
pub(crate) async fn load_toasts(
    context: &RequestContext,
    caller: &Caller,
) -> Result<(ToastsResponse, Awaited), Problem> {
    let port = &context.ports.toasts;
    // At the same time: the database answers both while this task sleeps once.
    let (list, awaited) = try_join(port.undismissed(caller), port.awaited(caller)).await?;
    Ok((toasts_response(context, &list, awaited), awaited))
}

fn toasts_response(context: &RequestContext, list: &ToastList, awaited: Awaited) -> ToastsResponse {
    let lang = context.lang;
    let shown = u64::try_from(list.toasts.len()).unwrap_or(u64::MAX);
    let besides = |count: u64| match list.total.saturating_sub(count) {
        0 => String::new(),
        rest if list.is_more => words::toasts::more_than(lang, &words::number(lang, rest)),
        rest => words::toasts::more(lang, rest),
    };
    ToastsResponse {
        toasts: list.toasts.iter().map(|toast| toast_text_on(&context.path, lang, toast)).collect(),
        more: besides(shown),
        more_than_one: besides(1),
        plus: format!("+{}", words::number(lang, list.total.saturating_sub(1))),
        awaits_guests: awaited == Awaited::Guests,
    }
}

/// The toasts that the caller has not dismissed.
#[server(name = UnseenToasts, prefix = "/api", endpoint = "toasts/unseen")]
pub async fn unseen_toasts() -> Result<ApiResponse<ToastsResponse>, BadRequest> {
    response::respond(|context, caller| async move { Ok(load_toasts(&context, &caller).await?.0) }).await
}

/// Dismisses the toasts about an invitation, because the form shows its result.
#[server(name = DismissForInvitation, prefix = "/api", endpoint = "toasts/told")]
pub async fn dismiss_for_invitation(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    response::respond(|context, caller| async move {
        context.ports.invitations.shown_in_form(&caller, &invitation).await?;
        Ok(Ack { done: true })
    })
    .await
}

/// Dismisses a toast.
#[server(name = DismissToast, prefix = "/api", endpoint = "toasts/dismiss")]
pub async fn dismiss_toast(
    toast: ToastId,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let back = LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home());
    response::respond_to_form(&back.clone(), |context, caller| async move {
        context.ports.toasts.dismiss(&caller, &toast).await?;
        Ok(back)
    })
    .await
}
