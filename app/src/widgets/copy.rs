//! A button that copies to the clipboard. Hidden without scripts.

use contract::Language;
use islands::ids::slot;
use leptos::prelude::*;

use super::Icon;

/// The labels of a button: ready, copied, failed, and no response.
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

    /// For the reference id of an error.
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

/// The button. It copies `text`, or the redeem link of `invitation`, which is fetched only on click.
#[component]
pub(crate) fn CopyControl(
    /// The labels.
    words: CopyWords,
    /// The text to copy.
    #[prop(optional, into)]
    text: Option<String>,
    /// The invitation whose redeem link is copied.
    #[prop(optional, into)]
    invitation: Option<String>,
    /// An icon only, with a label for screen readers.
    #[prop(optional)]
    small: bool,
    /// The main action.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let (look, icon) = if small {
        ("button button-subtle button-icon copy-small scripts-only", "copy")
    } else if primary {
        ("button button-primary scripts-only", "link")
    } else {
        ("button button-subtle scripts-only", "link")
    };
    // Only a redeem link is fetched, which can fail.
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
