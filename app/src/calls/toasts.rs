//! Toasts that a script asks for, and dismissing them.

use contract::{InvitationId, LocalPath, Toast, ToastId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::reply::{self, Done, Reply, Unreadable};
use crate::scope::Scope;
use crate::widgets::toasts;

/// The toasts not yet dismissed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToastsReply {
    /// Newest first.
    pub toasts: Vec<toasts::ToastText>,
}

/// What the caller has not been told yet.
#[server(name = UnseenToasts, prefix = "/api", endpoint = "toasts/unseen")]
pub async fn unseen_toasts() -> Result<Reply<ToastsReply>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let unseen = scope.ports.toasts.unseen(&caller).await?;
        Ok(ToastsReply { toasts: in_words(&scope, &unseen) })
    })
    .await
}

fn in_words(scope: &Scope, unseen: &[Toast]) -> Vec<toasts::ToastText> {
    unseen.iter().map(|toast| toasts::say(scope.lang, toast)).collect()
}

/// The refusal of this invitation stands in the form that sent it: no toast need say it again.
#[server(name = ToldOfInvitation, prefix = "/api", endpoint = "toasts/told")]
pub async fn told_of_invitation(invitation: InvitationId) -> Result<Reply<Done>, Unreadable> {
    reply::answer(|scope, caller| async move {
        scope.ports.toasts.told(&caller, &invitation).await?;
        Ok(Done { done: true })
    })
    .await
}

/// Dismisses a toast.
#[server(name = DismissToast, prefix = "/api", endpoint = "toasts/dismiss")]
pub async fn dismiss_toast(
    toast: ToastId,
    #[server(default)] back: String,
) -> Result<Reply<Done>, Unreadable> {
    let back = LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home());
    reply::form(&back.clone(), |scope, caller| async move {
        scope.ports.toasts.dismiss(&caller, &toast).await?;
        Ok(back)
    })
    .await
}
