//! Who is meant? Asked when the directory knows the address and nobody was picked.

use leptos::prelude::*;

use super::picker::PersonLine;
use super::setup::Match;
use super::state::ShareState;

/// The matches as radio cards; nothing while there are none.
#[component]
pub fn WhoIsMeant(question: String, chosen: String, state: ShareState) -> impl IntoView {
    let any = move || state.asked.with(|asked| !asked.is_empty());
    view! {
        <Show when=any>
            <fieldset class="choices share-choices">
                <legend>
                    <strong>{question.clone()}</strong>
                </legend>
                <Cards chosen=chosen.clone() state />
            </fieldset>
        </Show>
    }
}

#[component]
fn Cards(chosen: String, state: ShareState) -> impl IntoView {
    let card = move |person: Match| {
        let only = state.asked.with_untracked(|asked| asked.len() == 1);
        let checked = only || person.id == chosen;
        view! {
            <label class="choice">
                <input type="radio" name="form[person]" value=person.id.clone() checked=checked />
                <span class="person">
                    <PersonLine person />
                </span>
            </label>
        }
    };
    move || state.asked.get().into_iter().map(card.clone()).collect_view()
}
