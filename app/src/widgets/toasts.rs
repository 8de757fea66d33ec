//! Toasts that the person has not dismissed, on every page.

use contract::{Language, Toast, ToastKind};
use islands::Toasts;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use super::Icon;
use crate::calls::toasts::DismissToast;

use crate::scope::Scope;

/// Puts a toast into words, with its one action.
pub(crate) fn say(lang: Language, toast: &Toast) -> ToastText {
    let reference = match &toast.kind {
        ToastKind::Trouble { problem, .. } => problem.reference.as_ref().map(ToString::to_string),
        _ => None,
    };
    let shared = matches!(toast.kind, ToastKind::Shared { .. });
    let (href, action) = match (&toast.invitation, &toast.item) {
        (Some(invitation), _) if !shared => {
            (format!("/invitations/{invitation}"), words::toasts::details(lang))
        }
        (_, Some(item)) => (format!("/items/{item}"), words::toasts::open(lang)),
        _ => (String::new(), ""),
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

/// What there is to tell, now or soon.
#[derive(Default)]
pub(crate) struct News {
    /// Not dismissed yet, in words.
    texts: Vec<ToastText>,
    /// Something is under way that will be told about.
    awaited: bool,
}

impl News {
    /// A page is worth more than its toasts: what cannot be read now comes back on the next one.
    pub async fn of(scope: &Scope) -> Self {
        let Some(caller) = &scope.visitor else { return Self::default() };
        let toasts = &scope.ports.toasts;
        let unseen = toasts.unseen(caller).await.unwrap_or_default();
        let texts = unseen.iter().map(|toast| say(scope.lang, toast)).collect();
        Self { texts, awaited: toasts.awaited(caller).await.unwrap_or_default() }
    }

    /// Whether a page needs the island for them: good news leaves by itself, and what is awaited comes by itself.
    pub fn is_alive(&self) -> bool {
        self.awaited || !self.texts.is_empty()
    }
}

/// The toasts of a page: plain where the page has no islands, live where it has.
pub(crate) fn region(scope: Scope, news: News, alive: bool) -> AnyView {
    let News { texts, awaited } = news;
    if alive {
        view! {
            <Toasts>
                <Region scope=scope.clone() texts awaited />
                <template id="toast-template">
                    <ToastView scope text=ToastText::default() />
                </template>
            </Toasts>
        }
        .into_any()
    } else {
        view! { <Region scope texts awaited /> }.into_any()
    }
}

#[component]
fn Region(scope: Scope, texts: Vec<ToastText>, awaited: bool) -> impl IntoView {
    let region = words::toasts::region(scope.lang);
    let toast = |text| view! { <ToastView scope=scope.clone() text /> };
    view! {
        <section class="toasts" aria-label=region>
            <ol class="toast-list" id="toasts" role="list" aria-live="polite" data-awaited=awaited.then_some("")>
                {texts.into_iter().map(toast).collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn ToastView(scope: Scope, text: ToastText) -> impl IntoView {
    let lang = scope.lang;
    let (id, unreferenced, no_action) = (text.id.clone(), text.reference.is_empty(), text.href.is_empty());
    let look = if text.trouble { "toast toast-trouble" } else { "toast toast-success" };
    view! {
        <li class=look data-toast=id>
            <Icon name="error-circle" case=Some("trouble") hidden=!text.trouble />
            <Icon name="checkmark-circle" case=Some("success") hidden=text.trouble />
            <p data-slot="sentence">{text.sentence}</p>
            <form method="post" action=DismissToast::url()>
                <input type="hidden" name="toast" value=text.id />
                <input type="hidden" name="back" value=scope.here.as_str().to_owned() />
                <button class="button button-subtle button-icon">
                    <Icon name="dismiss" />
                    <span class="read-aloud">{words::toasts::dismiss(lang)}</span>
                </button>
            </form>
            <div class="toast-action">
                <a class="button-link" href=text.href data-slot="action" hidden=no_action>
                    {text.action}
                </a>
            </div>
            <p class="reference" hidden=unreferenced>
                {words::errors::reference(lang)} " " <code data-slot="reference">{text.reference}</code>
            </p>
        </li>
    }
}

/// A toast in words, as it is drawn and as a script gets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToastText {
    /// Its id, for dismissing it.
    pub id: String,
    /// What happened.
    pub sentence: String,
    /// Trouble stays until it is dismissed.
    pub trouble: bool,
    /// Where its one action leads; empty when it has none.
    pub href: String,
    /// The action's word.
    pub action: String,
    /// Joins this to the log; empty when nothing was logged.
    pub reference: String,
}
