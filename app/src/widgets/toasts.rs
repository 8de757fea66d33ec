//! Toasts that the person has not dismissed, on every page.

use islands::ids;
use islands::responses::ToastText;
use islands::toasts::{ToastLook, ToastsStart, list, toast};
use leptos::prelude::*;

use super::Island;
use crate::calls::toasts::toast_text;
use crate::document::sprite;
use crate::scope::Scope;

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
        let unseen = toasts.undismissed(caller).await.unwrap_or_default();
        let texts = unseen.iter().map(|toast| toast_text(scope.lang, toast)).collect();
        Self { texts, awaited: toasts.has_pending(caller).await.unwrap_or_default() }
    }

    /// Whether a page needs the island for them: good news leaves by itself, and what is awaited comes by itself.
    pub fn is_alive(&self) -> bool {
        self.awaited || !self.texts.is_empty()
    }
}

/// The toasts of a page: plain where the page has no islands, live where it has.
pub(crate) fn region(scope: &Scope, news: News, alive: bool) -> AnyView {
    let News { texts, awaited } = news;
    let lang = scope.lang;
    let look = ToastLook {
        sprite: sprite(),
        back: scope.here.as_str().to_owned(),
        dismiss: words::toasts::dismiss(lang).to_owned(),
        reference: words::errors::reference(lang).to_owned(),
    };
    let rows = texts.iter().map(|text| toast(&look, text.clone(), false, |_| {})).collect_view();
    let start = alive.then_some(ToastsStart { look, toasts: texts, awaited });
    view! {
        <section class="toasts" id=ids::TOASTS_PLACE aria-label=words::toasts::region(lang)>
            {list(rows)}
        </section>
        {start.map(|start| view! { <Island name=ids::island::TOASTS start /> })}
    }
    .into_any()
}
