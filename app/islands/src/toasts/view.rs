//! A toast as the server and the browser render it.

use leptos::either::Either;
use leptos::prelude::*;

use super::ToastLook;
use crate::icon::icon;
use crate::responses::{ToastText, ToastsResponse};
use crate::{endpoints, ids};

/// The list around toasts.
pub fn list(toasts: impl IntoView) -> impl IntoView {
    view! {
        <ol class="toast-list" id=ids::TOASTS role="list" aria-live="polite">
            {toasts}
        </ol>
    }
}

/// How many there are that are not shown: one line, with a link to all that they are about. Screens with room for one toast count differently.
pub fn more(look: &ToastLook, rest: &ToastsResponse) -> impl IntoView + use<> {
    let class = if rest.more.is_empty() { "toast-more toast-more-narrow" } else { "toast-more" };
    let ToastsResponse { more, more_than_one, plus, .. } = rest.clone();
    let href = look.activity.clone();
    (!more_than_one.is_empty()).then(|| {
        view! {
            <a class=class href=href>
                <span class="toast-more-wide">{more}</span>
                <span class="toast-more-plus">{plus}" "<span class="read-aloud">{more_than_one}</span></span>
            </a>
        }
    })
}

/// One toast. Its button submits a plain form, which the island hears. Trouble is folded to its line.
pub fn toast(look: &ToastLook, text: ToastText, is_new: bool) -> impl IntoView + use<> {
    let (kind, symbol) =
        if text.trouble { ("trouble", "error-circle") } else { ("success", "checkmark-circle") };
    // A toast that the server rendered has not just arrived.
    let class = ["toast toast-", kind, if is_new { " toast-new" } else { "" }].concat();
    let action = (!text.href.is_empty()).then(|| {
        view! {
            <a class="button-link toast-action" href=text.href>
                {text.action}
            </a>
        }
    });
    let line = if text.trouble {
        let reference = (!text.reference.is_empty()).then(|| {
            view! {
                <p class="reference">
                    {look.reference.clone()} " " <code>{text.reference}</code>
                </p>
            }
        });
        Either::Left(view! {
            <details class="toast-fold">
                <summary>
                    <span class="toast-line">{text.sentence}</span>
                    {icon(&look.sprite, "chevron-down")}
                </summary>
                <p>{text.reason}</p>
                {action}
                {reference}
            </details>
        })
    } else {
        Either::Right(view! {
            <p class="toast-line">{text.sentence}</p>
            {action}
        })
    };
    let id = text.id.clone();
    view! {
        <li class=class data-key=id>
            {icon(&look.sprite, symbol)}
            {line}
            <form method="post" action=endpoints::DISMISS>
                <input type="hidden" name=endpoints::field::TOAST value=text.id />
                <input type="hidden" name=endpoints::field::BACK value=look.back.clone() />
                <button class="button button-subtle button-icon">
                    {icon(&look.sprite, "dismiss")}
                    <span class="read-aloud">{look.dismiss.clone()}</span>
                </button>
            </form>
        </li>
    }
}
