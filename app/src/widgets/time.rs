//! Times, as long ago in words and exactly on request.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::scope::Scope;

/// A time that stands by itself: how long ago, with the exact time as a title.
#[component]
pub(crate) fn When(
    /// The request.
    scope: Scope,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(scope.lang, at)>
            {words::when_alone(scope.lang, at, scope.now())}
        </time>
    }
}

/// Who shared something, and when.
#[component]
pub(crate) fn SharedBy(
    /// The request.
    scope: Scope,
    /// Who it was.
    person: String,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    let when = words::when(scope.lang, at, scope.now());
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(scope.lang, at)>
            {words::item::shared_by(scope.lang, &person, &when)}
        </time>
    }
}
