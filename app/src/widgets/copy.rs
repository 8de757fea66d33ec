//! A button that copies. Of no use without scripts, and not shown there.

use contract::Language;
use leptos::prelude::*;

use super::Icon;

/// A button's words: as it waits, after it worked, after it did not.
#[derive(Clone, Copy)]
pub(crate) struct CopyWords {
    ready: &'static str,
    copied: &'static str,
    failed: &'static str,
}

impl CopyWords {
    /// For an item's own link.
    pub const fn of_item(lang: Language) -> Self {
        Self::with(lang, words::share::copy_link(lang))
    }

    /// For a redeem link.
    pub const fn of_invitation(lang: Language) -> Self {
        Self::with(lang, words::invitations::copy_link(lang))
    }

    const fn with(lang: Language, ready: &'static str) -> Self {
        Self { ready, copied: words::app::copied(lang), failed: words::app::copy_failed(lang) }
    }
}

/// The button: with `text` it copies that, with `invitation` the redeem link, which is asked for only when it is pressed.
#[component]
pub(crate) fn CopyControl(
    /// Its words.
    words: CopyWords,
    /// What it copies.
    #[prop(optional, into)]
    text: Option<String>,
    /// Whose redeem link it copies.
    #[prop(optional, into)]
    invitation: Option<String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button button-subtle scripts-only"
            data-copy=text
            data-copy-invitation=invitation
        >
            <Icon name="link" case=Some("ready failed") />
            <Icon name="checkmark" case=Some("copied") hidden=true />
            <span aria-live="polite">
                <span data-case="ready">{words.ready}</span>
                <span data-case="copied" hidden>{words.copied}</span>
                <span data-case="failed" hidden>{words.failed}</span>
            </span>
        </button>
    }
}
