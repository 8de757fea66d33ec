//! The toasts on every page.

use futures::future::join;
use islands::ids;
use islands::responses::ToastText;
use islands::toasts::{ToastLook, ToastsStart, list, toast};
use leptos::prelude::*;

use super::Island;
use crate::calls::toasts::toast_text;
use crate::document::sprite;
use crate::request::RequestContext;

/// The toasts of a person, and whether new ones are pending.
#[derive(Default)]
pub(crate) struct ToastFeed {
    /// The toasts that are not dismissed, in words.
    texts: Vec<ToastText>,
    /// Whether new toasts are pending.
    has_pending: bool,
}

impl ToastFeed {
    /// Loads the toasts. An error is ignored, because a page is more important than its toasts; the next page tries again.
    pub async fn load(context: &RequestContext) -> Self {
        let Some(caller) = &context.signed_in else { return Self::default() };
        let toasts = &context.ports.toasts;
        // At the same time: the database answers both while this task sleeps once.
        let (unseen, has_pending) = join(toasts.undismissed(caller), toasts.has_pending(caller)).await;
        let unseen = unseen.unwrap_or_default();
        let texts = unseen.iter().map(|toast| toast_text(context.lang, toast)).collect();
        Self { texts, has_pending: has_pending.unwrap_or_default() }
    }

    /// Whether the page needs the island: to dismiss success toasts automatically, and to poll for pending ones.
    pub fn needs_island(&self) -> bool {
        self.has_pending || !self.texts.is_empty()
    }
}

/// The toasts of a page: static without islands, live with them.
pub(crate) fn region(context: &RequestContext, feed: ToastFeed, has_islands: bool) -> AnyView {
    let ToastFeed { texts, has_pending } = feed;
    let lang = context.lang;
    let look = ToastLook {
        sprite: sprite(),
        back: context.path.as_str().to_owned(),
        dismiss: words::toasts::dismiss(lang).to_owned(),
        reference: words::errors::reference(lang).to_owned(),
    };
    let rows = texts.iter().map(|text| toast(&look, text.clone(), false, |_| {})).collect_view();
    let start = has_islands.then_some(ToastsStart { look, toasts: texts, awaited: has_pending });
    view! {
        <section class="toasts" id=ids::TOASTS_PLACE aria-label=words::toasts::region(lang)>
            {list(rows)}
        </section>
        {start.map(|start| view! { <Island name=ids::island::TOASTS start /> })}
    }
    .into_any()
}
