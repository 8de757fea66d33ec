//! Toasts that a script asks for, and dismissing them.

use contract::{InvitationId, Language, LocalPath, Toast, ToastId, ToastKind};
use islands::endpoints::invitation_page;
use islands::responses::{Ack, ApiResponse, ToastText, ToastsResponse};
use leptos::prelude::*;

use super::reply::{self, Unreadable};

/// Puts a toast into words, with its one action.
pub(crate) fn toast_text(lang: Language, toast: &Toast) -> ToastText {
    let reference = match &toast.kind {
        ToastKind::Problem { problem, .. } => problem.reference.as_ref().map(ToString::to_string),
        _ => None,
    };
    let shared = matches!(toast.kind, ToastKind::Shared { .. });
    let (href, action) = match (&toast.invitation, &toast.item) {
        (Some(invitation), _) if !shared => {
            (invitation_page(invitation.as_str()), words::toasts::details(lang))
        }
        (_, Some(item)) => (format!("/items/{item}"), words::toasts::open(lang)),
        _ => (String::new(), ""),
    };
    ToastText {
        id: toast.id.to_string(),
        sentence: words::toast(lang, &toast.kind),
        trouble: toast.kind.is_problem(),
        href,
        action: action.to_owned(),
        reference: reference.unwrap_or_default(),
    }
}

/// What the caller has not been told yet.
#[server(name = UnseenToasts, prefix = "/api", endpoint = "toasts/unseen")]
pub async fn unseen_toasts() -> Result<ApiResponse<ToastsResponse>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let unseen = scope.ports.toasts.undismissed(&caller).await?;
        Ok(ToastsResponse { toasts: unseen.iter().map(|toast| toast_text(scope.lang, toast)).collect() })
    })
    .await
}

/// The refusal of this invitation stands in the form that sent it: no toast need say it again.
#[server(name = ToldOfInvitation, prefix = "/api", endpoint = "toasts/told")]
pub async fn told_of_invitation(invitation: InvitationId) -> Result<ApiResponse<Ack>, Unreadable> {
    reply::answer(|scope, caller| async move {
        scope.ports.toasts.dismiss_for_invitation(&caller, &invitation).await?;
        Ok(Ack { done: true })
    })
    .await
}

/// Dismisses a toast.
#[server(name = DismissToast, prefix = "/api", endpoint = "toasts/dismiss")]
pub async fn dismiss_toast(
    toast: ToastId,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, Unreadable> {
    let back = LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home());
    reply::form(&back.clone(), |scope, caller| async move {
        scope.ports.toasts.dismiss(&caller, &toast).await?;
        Ok(back)
    })
    .await
}
