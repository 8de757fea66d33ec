//! Server functions of toasts.

use contract::{InvitationId, Language, LocalPath, Toast, ToastId, ToastKind};
use islands::endpoints::invitation_page;
use islands::responses::{Ack, ApiResponse, ToastText, ToastsResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};

/// Puts a toast into words, with its link.
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

/// The toasts that the caller has not dismissed.
#[server(name = UnseenToasts, prefix = "/api", endpoint = "toasts/unseen")]
pub async fn unseen_toasts() -> Result<ApiResponse<ToastsResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let unseen = context.ports.toasts.undismissed(&caller).await?;
        Ok(ToastsResponse { toasts: unseen.iter().map(|toast| toast_text(context.lang, toast)).collect() })
    })
    .await
}

/// Dismisses the toasts about an invitation, because the form shows its result.
#[server(name = DismissForInvitation, prefix = "/api", endpoint = "toasts/told")]
pub async fn dismiss_for_invitation(invitation: InvitationId) -> Result<ApiResponse<Ack>, BadRequest> {
    response::respond(|context, caller| async move {
        context.ports.toasts.dismiss_for_invitation(&caller, &invitation).await?;
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
