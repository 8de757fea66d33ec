//! The question which person is meant: shown if the directory knows the address and no person was picked.

use contract::{Language, PersonMatch, UserStatus};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use super::picker::{Badges, Portrait};
use crate::widgets::{Avatar, PluralText};

/// The candidates as radio cards; hidden while there are none.
#[component]
pub(crate) fn Disambiguation(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let only = state.matches.len() == 1;
    let none = state.matches.is_empty();
    let chosen = state.typed.person.clone();
    let forms = words::share::choose_text_forms(lang);
    let count = state.matches.len() as u64;
    let text = (!none).then(|| words::share::choose_text(lang, count, &state.typed.address));
    let card = |person: PersonMatch| {
        let checked = only || person.id.as_str() == chosen;
        view! { <Card lang person checked /> }
    };
    view! {
        <fieldset class="choices share-choices" id=ids::CANDIDATES hidden=none>
            <legend>
                <strong>{words::share::choose_heading(lang)}</strong>
            </legend>
            <PluralText id=ids::CHOOSE_TEXT class="quiet" forms text />
            <div class="choices" id=ids::CARDS>{state.matches.iter().cloned().map(card).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Card(lang: Language, person: PersonMatch, checked: bool) -> impl IntoView {
    let outside = person.standing != UserStatus::Member;
    let more = match &person.company {
        Some(company) => format!("{} · {company}", person.address),
        None => person.address.clone(),
    };
    let look = match person.standing {
        UserStatus::Member => "badge".to_owned(),
        other => format!("badge badge-{other}"),
    };
    view! {
        <label class="choice">
            <input type="radio" name="form[person]" value=person.id.to_string() checked=checked />
            <span class="person">
                <Avatar name=person.name.clone() outside />
                <span>
                    <span class="person-name" dir="auto">{person.name}</span>
                    <span class="person-more">{more}</span>
                </span>
                <span class=look>{words::user_status(lang, person.standing)}</span>
            </span>
        </label>
    }
}

/// The template of a card for the island.
#[component]
pub(crate) fn CandidateTemplate(lang: Language) -> impl IntoView {
    view! {
        <template id=ids::CARD_TEMPLATE>
            <label class="choice">
                <input type="radio" name="form[person]" />
                <span class="person">
                    <span>
                        <Portrait />
                    </span>
                    <span>
                        <span class="person-name" dir="auto" data-slot=slot::NAME></span>
                        <span class="person-more" data-slot=slot::MORE></span>
                    </span>
                    <span>
                        <Badges lang />
                    </span>
                </span>
            </label>
        </template>
    }
}
