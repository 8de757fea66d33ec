//! The people picker: a field that finds people while one types, following the list-autocomplete pattern of the ARIA Authoring Practices Guide
//! ("Combobox Pattern").

use leptos::ev::{Event, FocusEvent, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::Select;
use super::setup::{Match, ShareSetup};
use super::state::ShareState;
use crate::address;
use crate::browser::{ask, wait};
use crate::icon::Icon;

/// A pause in typing that is long enough to ask, in milliseconds.
const PAUSE_MS: i32 = 180;

/// The field with its list, the chosen person and the role.
#[component]
pub fn PeoplePicker(setup: ShareSetup, state: ShareState) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let texts = setup.texts.clone();
    let picked = move || state.chosen.with(Option::is_some);
    let troubled = state.about("address");
    let active = move || state.active.get().map(option_id);
    let expanded = move || if state.listing.get() { "true" } else { "false" };
    view! {
        <div class="combobox">
            <div class="share-frame input-frame">
                <div class="share-people">
                    <Chip state input remove=texts.remove.clone() />
                    <input
                        id="share-address"
                        name="form[address]"
                        node_ref=input
                        type="text"
                        inputmode="email"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        autofocus
                        role="combobox"
                        aria-autocomplete="list"
                        aria-haspopup="listbox"
                        aria-controls="share-matches"
                        aria-expanded=expanded
                        aria-activedescendant=active
                        aria-describedby="share-address-trouble share-hint"
                        aria-invalid=move || troubled.with(Option::is_some).then_some("true")
                        value=setup.typed.address.clone()
                        hidden=picked
                        on:input=move |event| seek(state, &event)
                        on:keydown=move |event| steer(state, input, &event)
                        on:blur=move |event| leave(state, &event)
                    />
                    <Matches state input invite_new=texts.invite_new.clone() label=texts.matches.clone() />
                </div>
                <label class="read-aloud" for="share-role">{texts.role.clone()}</label>
                <Select name="form[role]" id="share-role" choices=setup.roles chosen=setup.typed.role />
            </div>
            <p class="read-aloud" role="status">
                {move || said(state, &texts.found)}
            </p>
        </div>
        <p class="help" id="share-hint">
            <span class="scripts-only">{texts.who_hint}</span>
            <span class="plain-only">{texts.who_hint_plain}</span>
        </p>
    }
}

fn said(state: ShareState, found: &crate::Counted) -> String {
    if state.listing.get() {
        found.say(u32::try_from(state.found.with(Vec::len)).unwrap_or(u32::MAX))
    } else {
        String::new()
    }
}

fn option_id(position: usize) -> String {
    format!("share-match-{position}")
}

/// The chosen person, with the button that takes them out again.
#[component]
fn Chip(state: ShareState, input: NodeRef<Input>, remove: String) -> impl IntoView {
    let take_out = move || {
        state.chosen.set(None);
        request_animation_frame(move || {
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
        });
    };
    let chip = move |person: Match| {
        let label = remove.replace("{name}", &person.name);
        view! {
            <input type="hidden" name="form[person]" value=person.id.clone() />
            <span class="chip">
                <Avatar person=person.clone() />
                <span class="chip-name">{person.name.clone()}</span>
                <button
                    type="button"
                    class="button button-subtle button-icon"
                    aria-label=label
                    on:click=move |_| take_out()
                >
                    <Icon name="dismiss" />
                </button>
            </span>
        }
    };
    move || state.chosen.get().map(chip.clone())
}

/// A person's picture: initials of somebody inside, a globe for somebody outside.
#[component]
fn Avatar(person: Match) -> impl IntoView {
    let outside = person.standing != "member";
    view! {
        <span class="avatar" aria-hidden="true">
            {if outside { view! { <Icon name="globe" /> }.into_any() } else { initials(&person.name).into_any() }}
        </span>
    }
}

/// The first letters of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// Picture, name, address and badge.
#[component]
pub fn PersonLine(person: Match) -> impl IntoView {
    let look = match person.standing.as_str() {
        "guest" => "badge badge-guest",
        "pending" => "badge badge-pending",
        _ => "badge",
    };
    view! {
        <Avatar person=person.clone() />
        <span>
            <span class="person-name">{person.name.clone()}</span>
            <span class="person-more">{person.more()}</span>
        </span>
        <span class=look>{person.badge}</span>
    }
}

/// The list below the field. Its last entry offers to invite a whole address that nobody has.
#[component]
fn Matches(state: ShareState, input: NodeRef<Input>, invite_new: String, label: String) -> impl IntoView {
    let option = move |(position, person): (usize, Match)| {
        let chosen = person.clone();
        // On mouse down, because the click would come after the field has lost the focus and the list has closed.
        let pick = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            pick(state, input, chosen.clone());
        };
        view! {
            <li
                class="match person"
                id=option_id(position)
                role="option"
                aria-selected=move || if state.active.get() == Some(position) { "true" } else { "false" }
                on:mousedown=pick
            >
                <PersonLine person />
            </li>
        }
    };
    let options = move || state.found.get().into_iter().enumerate().map(option).collect_view();
    let sought = move || state.sought.get();
    let offer = move || sought().contains('@') && state.found.with(Vec::is_empty);
    view! {
        <ul
            class="matches"
            id="share-matches"
            role="listbox"
            aria-label=label
            hidden=move || !state.listing.get() || state.found.with(Vec::is_empty)
        >
            {options}
        </ul>
        <p class="matches matches-word" hidden=move || !(state.listing.get() && offer())>
            {move || invite_new.replace("{address}", &sought())}
        </p>
    }
}

/// Takes a match: its address goes into the field, so that the plain form would send the same.
fn pick(state: ShareState, input: NodeRef<Input>, person: Match) {
    if let Some(input) = input.get_untracked() {
        input.set_value(&person.address);
    }
    state.choose(person);
}

/// Asks for whoever fits what was typed, once the typing pauses. A late answer to an older text is dropped.
fn seek(state: ShareState, event: &Event) {
    let text = event_target_value(event).trim().to_owned();
    state.sought.set(text.clone());
    state.active.set(None);
    state.asked.set(Vec::new());
    if text.chars().count() < 2 {
        state.listing.set(false);
        return state.found.set(Vec::new());
    }
    spawn_local(async move {
        wait(PAUSE_MS).await;
        let still = move || state.sought.with_untracked(|sought| *sought == text);
        if !still() {
            return;
        }
        let Ok(answer) = ask(address::PEOPLE, &[("text", &state.sought.get_untracked())]).await else {
            return;
        };
        if still() && state.chosen.with_untracked(Option::is_none) {
            state.found.set(answer.list("matches").iter().map(Match::read).collect());
            state.listing.set(true);
        }
    });
}

/// The arrow keys walk the list, Enter takes, Escape closes the list before it would close the dialog.
fn steer(state: ShareState, input: NodeRef<Input>, event: &KeyboardEvent) {
    let count = state.found.with_untracked(Vec::len);
    let open = state.listing.get_untracked() && count > 0;
    let at = state.active.get_untracked();
    match event.key().as_str() {
        "ArrowDown" if count > 0 => {
            state.listing.set(true);
            state.active.set(Some(at.map_or(0, |at| (at + 1) % count)));
        }
        "ArrowUp" if count > 0 => {
            state.listing.set(true);
            state.active.set(Some(at.map_or(count - 1, |at| (at + count - 1) % count)));
        }
        "Enter" if open && at.is_some() => {
            if let Some(person) = at.and_then(|at| state.found.with_untracked(|found| found.get(at).cloned()))
            {
                pick(state, input, person);
            }
        }
        "Escape" if state.listing.get_untracked() => state.listing.set(false),
        _ => return,
    }
    event.prevent_default();
}

fn leave(state: ShareState, _: &FocusEvent) {
    state.listing.set(false);
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_any_name() {
        for (name, expected) in
            [("Adele Vance", "AV"), ("joni", "J"), ("José María Álvarez", "JÁ"), ("王小明", "王"), ("", "")]
        {
            assert_eq!(initials(name), expected);
        }
    }
}
