//! The toasts on every page.

use contract::Awaited;
use islands::ids;
use islands::responses::ToastsResponse;
use islands::toasts::{ToastLook, ToastsStart, list, more, toast};
use leptos::prelude::*;

use super::Island;
use crate::calls::toasts::load_toasts;
use crate::document::sprite;
use crate::request::RequestContext;

/// The toasts of a person, and whether new ones are pending.
#[derive(Default)]
pub(crate) struct ToastFeed {
    /// The toasts, in words.
    list: ToastsResponse,
    /// What the person may still be told.
    awaited: Awaited,
}

impl ToastFeed {
    /// Loads the toasts. An error is ignored, because a page is more important than its toasts; the next page tries again.
    pub async fn load(context: &RequestContext) -> Self {
        let Some(caller) = &context.signed_in else { return Self::default() };
        let (list, awaited) = load_toasts(context, caller).await.unwrap_or_default();
        Self { list, awaited }
    }

    /// Whether the page needs the island: to dismiss success toasts automatically, and to ask for what may be told.
    pub fn needs_island(&self) -> bool {
        self.awaited != Awaited::Nothing || !self.list.toasts.is_empty()
    }
}

/// The toasts of a page: static without islands, live with them.
pub(crate) fn region(context: &RequestContext, feed: ToastFeed, has_islands: bool) -> AnyView {
    let ToastFeed { list: feed, awaited } = feed;
    let lang = context.lang;
    let look = ToastLook {
        sprite: sprite(),
        back: context.path.as_str().to_owned(),
        activity: "/activity".to_owned(),
        dismiss: words::toasts::dismiss(lang).to_owned(),
        reference: words::errors::reference(lang).to_owned(),
    };
    let rows = feed.toasts.iter().map(|text| toast(&look, text.clone(), false)).collect_view();
    let rest = more(&look, &feed);
    let start = has_islands.then_some(ToastsStart { look, list: feed, awaited: awaited == Awaited::Work });
    view! {
        <section class="toasts" id=ids::TOASTS_PLACE aria-label=words::toasts::region(lang)>
            {list(rows)}
            {rest}
        </section>
        {start.map(|start| view! { <Island name=ids::island::TOASTS start /> })}
    }
    .into_any()
}
