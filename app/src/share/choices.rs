//! Who is meant? Asked when the directory knows the address and nobody was picked.

use contract::{Language, PersonMatch, UserStatus};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::picker::{Badges, Portrait};
use super::setup::Setup;
use crate::widgets::{Avatar, Counted};

/// The matches as radio cards; hidden while there are none.
#[component]
pub(crate) fn WhoIsMeant(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let only = setup.matches.len() == 1;
    let none = setup.matches.is_empty();
    let chosen = setup.typed.person.clone();
    let forms = words::share::choose_text_forms(lang);
    let count = setup.matches.len() as u64;
    let said = (!none).then(|| words::share::choose_text(lang, count, &setup.typed.address));
    let card = |person: PersonMatch| {
        let checked = only || person.id.as_str() == chosen;
        view! { <Card lang person checked /> }
    };
    view! {
        <fieldset class="choices share-choices" id=ids::CANDIDATES hidden=none>
            <legend>
                <strong>{words::share::choose_heading(lang)}</strong>
            </legend>
            <Counted id=ids::CHOOSE_TEXT class="quiet" forms said />
            <div class="choices" id=ids::CARDS>{setup.matches.iter().cloned().map(card).collect_view()}</div>
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

/// From which the island stamps a card.
#[component]
pub(crate) fn ChoiceTemplate(lang: Language) -> impl IntoView {
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
