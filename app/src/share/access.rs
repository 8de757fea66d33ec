//! The people with access, below the share form in its dialog, with what may be changed about each.

use contract::{AccessRow, Language};
use leptos::prelude::*;

use crate::widgets::{AccessForms, AccessList};

/// How many people it shows unfolded.
const FEW: usize = 3;

/// The people with access. It has forms of its own, and so stands beside the share form, never in it.
#[component]
pub(crate) fn AccessSection(
    /// The page's language.
    lang: Language,
    /// What their forms need to know.
    forms: AccessForms,
    /// Newest first, at most one page.
    people: Vec<AccessRow>,
    /// The number of people.
    count: u32,
) -> impl IntoView {
    if people.is_empty() {
        return view! { <p class="quiet share-access">{words::share::people_none(lang)}</p> }.into_any();
    }
    let heading = words::items::people_count(lang, count.into());
    // Those who do not fit are on the item's page, which is behind the dialog.
    let more = Some(format!("/items/{}#access-title", forms.item));
    let forms = Some(forms);
    view! {
        <section class="share-access" aria-labelledby="share-access-title">
            <h3 id="share-access-title">{heading}</h3>
            <AccessList lang people count few=FEW more forms />
        </section>
    }
    .into_any()
}
