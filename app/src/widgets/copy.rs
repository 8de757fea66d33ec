//! A button that copies. Of no use without scripts, and not shown there.

use contract::Language;
use islands::ids::slot;
use leptos::prelude::*;

use super::Icon;

/// A button's words: as it waits, after it worked, after it did not, and after there was no answer.
#[derive(Clone, Copy)]
pub(crate) struct CopyWords {
    ready: &'static str,
    copied: &'static str,
    failed: &'static str,
    unreachable: &'static str,
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

    /// For the reference of trouble.
    pub const fn of_reference(lang: Language) -> Self {
        Self::with(lang, words::errors::reference_copy(lang))
    }

    const fn with(lang: Language, ready: &'static str) -> Self {
        Self {
            ready,
            copied: words::app::copied(lang),
            failed: words::app::copy_failed(lang),
            unreachable: words::app::copy_unreachable(lang),
        }
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
    /// Only an icon, named for screen readers.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let (look, icon) = if small {
        ("button button-subtle button-icon copy-small scripts-only", "copy")
    } else {
        ("button button-subtle scripts-only", "link")
    };
    // Only a link has to be fetched first.
    let unreachable = invitation.is_some().then_some(words.unreachable);
    view! {
        <button
            type="button"
            class=look
            data-copy=text
            data-copy-invitation=invitation
            data-failed=words.failed
            data-unreachable=unreachable
        >
            <Icon name=icon case=Some("ready failed") />
            <Icon name="checkmark" case=Some("copied") hidden=true />
            <span aria-live="polite" class:read-aloud=small>
                <span data-case="ready">{words.ready}</span>
                <span data-case="copied" hidden>{words.copied}</span>
                <span data-case="failed" data-slot=slot::FAILED hidden>{words.failed}</span>
            </span>
        </button>
    }
}
