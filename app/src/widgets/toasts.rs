//! Toasts that the person has not dismissed, on every page.

use contract::{Language, Toast, ToastKind};
use islands::{ToastText, ToastTexts, Toasts};
use leptos::prelude::*;

use crate::scope::Scope;

/// Puts a toast into words, with its one action.
pub(crate) fn say(lang: Language, toast: &Toast) -> ToastText {
    let reference = match &toast.kind {
        ToastKind::Trouble { problem, .. } => problem.reference.as_ref().map(ToString::to_string),
        _ => None,
    };
    let (href, action) = match (&toast.kind, &toast.invitation, &toast.item) {
        (ToastKind::Shared { .. }, _, Some(item)) => (format!("/items/{item}"), words::toasts::open(lang)),
        (_, Some(invitation), _) => (format!("/invitations/{invitation}"), words::toasts::details(lang)),
        (_, None, Some(item)) => (format!("/items/{item}"), words::toasts::open(lang)),
        (_, None, None) => (String::new(), ""),
    };
    ToastText {
        id: toast.id.to_string(),
        sentence: words::toast(lang, &toast.kind),
        trouble: toast.kind.is_trouble(),
        href,
        action: action.to_owned(),
        reference: reference.unwrap_or_default(),
    }
}

/// The toasts of a page: plain where the page has no islands, live where it has.
pub(crate) async fn region(scope: &Scope, alive: bool) -> AnyView {
    let Some(caller) = &scope.visitor else { return ().into_any() };
    // A page is worth more than its toasts: they come back on the next one.
    let unseen = scope.ports.toasts.unseen(caller).await.unwrap_or_default();
    let first: Vec<_> = unseen.iter().map(|toast| say(scope.lang, toast)).collect();
    let back = scope.here.as_str().to_owned();
    let texts = ToastTexts {
        region: words::toasts::region(scope.lang).to_owned(),
        dismiss: words::toasts::dismiss(scope.lang).to_owned(),
        reference: words::errors::reference(scope.lang).to_owned(),
    };
    if alive {
        view! { <Toasts icons=crate::document::sprite() first back texts /> }.into_any()
    } else {
        view! { <islands::ToastRegion first back texts /> }.into_any()
    }
}
