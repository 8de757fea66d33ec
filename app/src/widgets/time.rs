//! Times: relative in words, and exact on hover.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::request::RequestContext;

/// A relative time, with the exact time as its title.
#[component]
pub(crate) fn RelativeTime(
    /// The request.
    context: RequestContext,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(context.lang, at)>
            {words::when_alone(context.lang, at, context.now())}
        </time>
    }
}

/// Who shared something, and when.
#[component]
pub(crate) fn SharedBy(
    /// The request.
    context: RequestContext,
    /// Who it was.
    person: String,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    let when = words::when(context.lang, at, context.now());
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(context.lang, at)>
            {words::item::shared_by(context.lang, &person, &when)}
        </time>
    }
}
