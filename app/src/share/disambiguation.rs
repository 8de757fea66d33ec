//! The question which person is meant: shown if the directory knows the address and no person was picked.

use contract::{FieldPath, Language, PersonMatch, UserStatus};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use super::picker::{Badges, Portrait};
use crate::calls::people::{BLOCKED, reason};
use crate::widgets::{Avatar, PluralText};

/// The candidates as radio cards; hidden while there are none.
#[component]
pub(crate) fn Disambiguation(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let only = state.matches.len() == 1;
    let checks = move |person: &PersonMatch| only && person.blocked.is_none();
    let none = state.matches.is_empty();
    let chosen = state.typed.person.clone();
    let forms = words::mail_way::choose_text_forms(lang, state.mail_way);
    let count = state.matches.len() as u64;
    let text =
        (!none).then(|| words::mail_way::choose_text(lang, state.mail_way, count, &state.typed.address));
    let card = |person: PersonMatch| {
        let checked = checks(&person) || person.blocked.is_none() && person.id.as_str() == chosen;
        view! { <Card lang person checked /> }
    };
    view! {
        <fieldset
            class="choices share-choices"
            id=ids::CANDIDATES
            hidden=none
            aria-describedby=ids::field_error_id(FieldPath::PERSON.as_str())
        >
            <legend>
                <strong>{words::share::choose_heading(lang)}</strong>
            </legend>
            <PluralText id=ids::CHOOSE_TEXT class="quiet" forms text />
            <div class="choices" id=ids::CARDS>
                // Sent along, so that a form in which nobody was chosen is not asked as if for the first time.
                {(!none).then(|| view! { <input type="hidden" name="form[asked]" value="1" /> })}
                {state.matches.iter().cloned().map(card).collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Card(lang: Language, person: PersonMatch, checked: bool) -> impl IntoView {
    let outside = person.standing != UserStatus::Member;
    let blocked = person.blocked.map(|code| reason(lang, code));
    let more = blocked.clone().or(person.company.clone());
    let more = more.map_or_else(|| person.address.clone(), |more| format!("{} · {more}", person.address));
    let look = match (person.standing, &blocked) {
        (_, Some(_)) => format!("badge badge-{BLOCKED}"),
        (UserStatus::Member, None) => "badge".to_owned(),
        (other, None) => format!("badge badge-{other}"),
    };
    let badge = if blocked.is_some() {
        words::standings::blocked(lang)
    } else {
        words::user_status(lang, person.standing)
    };
    view! {
        <label class="choice">
            <input type="radio" name="form[person]" value=person.id.to_string() checked=checked disabled=blocked.is_some() />
            <span class="person">
                <Avatar name=person.name.clone() outside />
                <span>
                    <span class="person-name" dir="auto">{person.name}</span>
                    <span class="person-more">{more}</span>
                    {(person.standing == UserStatus::Pending)
                        .then(|| view! { <span class="person-more">{words::share::choose_pending(lang)}</span> })}
                </span>
                <span class=look>{badge}</span>
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
                        <span class="person-more" data-case="pending" hidden>{words::share::choose_pending(lang)}</span>
                    </span>
                    <span>
                        <Badges lang />
                    </span>
                </span>
            </label>
        </template>
    }
}
