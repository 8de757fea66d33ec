//! A counted phrase that a script fills in: one text per plural category.

use leptos::prelude::*;

/// The element of the phrase. The island chooses among the texts by `Intl.PluralRules`.
#[component]
pub(crate) fn PluralText(
    /// The element's id.
    id: &'static str,
    /// The class.
    class: &'static str,
    /// Its role, if it has one.
    #[prop(optional)]
    role: Option<&'static str>,
    /// The texts, by plural category.
    forms: Vec<(&'static str, &'static str)>,
    /// The text as rendered.
    #[prop(optional_no_strip)]
    text: Option<String>,
) -> impl IntoView {
    let form = |category: &str| forms.iter().find(|(name, _)| *name == category).map(|(_, text)| *text);
    view! {
        <p
            id=id
            class=class
            role=role
            data-one=form("one")
            data-few=form("few")
            data-many=form("many")
            data-other=form("other")
        >
            {text}
        </p>
    }
}
