//! Times, as long ago in words and exactly on request.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::scope::Scope;

/// A time: how long ago, with the exact time as a title.
#[component]
pub(crate) fn When(
    /// The request.
    scope: Scope,
    /// When it was.
    at: OffsetDateTime,
) -> impl IntoView {
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(scope.lang, at)>
            {words::when(scope.lang, at, scope.now())}
        </time>
    }
}
