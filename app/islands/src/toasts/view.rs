//! A toast as the server and the browser render it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::ToastLook;
use crate::icon::icon;
use crate::responses::ToastText;
use crate::{endpoints, ids};

/// The list around toasts.
pub fn list(toasts: impl IntoView) -> impl IntoView {
    view! {
        <ol class="toast-list" id=ids::TOASTS role="list" aria-live="polite">
            {toasts}
        </ol>
    }
}

/// One toast. Its button submits a plain form; with scripts, `on_dismiss` is called instead.
pub fn toast<F>(look: &ToastLook, text: ToastText, is_new: bool, on_dismiss: F) -> impl IntoView + use<F>
where
    F: Fn(SubmitEvent) + Send + 'static,
{
    let (kind, symbol) =
        if text.trouble { ("trouble", "error-circle") } else { ("success", "checkmark-circle") };
    // A toast that the server rendered has not just arrived.
    let class = ["toast toast-", kind, if is_new { " toast-new" } else { "" }].concat();
    let action = (!text.href.is_empty()).then(|| {
        view! {
            <div class="toast-action">
                <a class="button-link" href=text.href>
                    {text.action}
                </a>
            </div>
        }
    });
    let reference = (!text.reference.is_empty()).then(|| {
        view! {
            <p class="reference">
                {look.reference.clone()} " " <code>{text.reference}</code>
            </p>
        }
    });
    let id = text.id.clone();
    view! {
        <li class=class data-toast=id>
            {icon(&look.sprite, symbol)}
            <p>{text.sentence}</p>
            <form method="post" action=endpoints::DISMISS on:submit=on_dismiss>
                <input type="hidden" name=endpoints::field::TOAST value=text.id />
                <input type="hidden" name=endpoints::field::BACK value=look.back.clone() />
                <button class="button button-subtle button-icon">
                    {icon(&look.sprite, "dismiss")}
                    <span class="read-aloud">{look.dismiss.clone()}</span>
                </button>
            </form>
            {action}
            {reference}
        </li>
    }
}
