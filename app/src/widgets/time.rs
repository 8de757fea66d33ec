//! Times: relative in words, and exact on hover.

use contract::Language;
use leptos::prelude::*;
use time::OffsetDateTime;

/// A relative time, with the exact time as its title.
#[component]
pub(crate) fn RelativeTime(
    /// The page's language.
    lang: Language,
    /// The time of the request.
    now: OffsetDateTime,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(lang, at)>
            {words::when_alone(lang, at, now)}
        </time>
    }
}

/// Who shared something, and when.
#[component]
pub(crate) fn SharedBy(
    /// The page's language.
    lang: Language,
    /// The time of the request.
    now: OffsetDateTime,
    /// Who it was.
    person: String,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    let when = words::when(lang, at, now);
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(lang, at)>
            {words::item::shared_by(lang, &person, &when)}
        </time>
    }
}
