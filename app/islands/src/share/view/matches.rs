//! The list of matches, after the list autocomplete of the ARIA Authoring Practices Guide ("Combobox Pattern"), and what the field says of it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event as DomEvent, HtmlInputElement, MouseEvent};

use super::person::person;
use crate::browser::{by_id, closest, set_slot};
use crate::ids;
use crate::responses::MatchResponse;
use crate::share::popup;
use crate::share::state::{Event, LookUp, State};
use crate::share::store::Share;

/// The button of a mouse that picks ("UI Events", `MouseEvent.button`); a touch has it as well.
const MAIN_BUTTON: i16 = 0;

/// The options.
pub(in crate::share) fn matches(share: Share, state: &State) -> impl IntoView + use<> {
    let sprite = share.sprite();
    let picker = &state.picker;
    let (active, best) = (picker.active, picker.best());
    let row = |(at, each): (usize, &MatchResponse)| {
        option(&sprite, at, active == Some(at), best == Some(at), each.clone())
    };
    picker.matches.iter().enumerate().map(row).collect_view()
}

fn option(
    sprite: &str,
    at: usize,
    is_active: bool,
    is_best: bool,
    shown: MatchResponse,
) -> impl IntoView + use<> {
    let (key, is_blocked) = (shown.key.clone(), !shown.blocked.is_empty());
    view! {
        <li
            class=if is_best { "match match-best person" } else { "match person" }
            id=ids::match_id(at)
            role="option"
            data-person=key
            aria-selected=if is_active { "true" } else { "false" }
            aria-disabled=is_blocked.then_some("true")
        >
            {person(sprite, shown)}
        </li>
    }
}

/// On mouse down, because at the click the field has lost the focus and the list is closed. A touch that scrolls the list makes none.
pub(in crate::share) fn point(share: Share, event: &DomEvent) {
    event.prevent_default();
    if event.dyn_ref::<MouseEvent>().is_none_or(|pressed| pressed.button() != MAIN_BUTTON) {
        return;
    }
    let person = closest(event, "[role=option]").and_then(|option| option.get_attribute("data-person"));
    if let (Some(person), Some(field)) = (person, by_id::<HtmlInputElement>(ids::ADDRESS)) {
        share.dispatch(Event::Picked { person, text: field.value() });
    }
}

/// Puts the state of the list into the field, and what is said of it around the list.
pub(in crate::share) fn tell_field(share: Share) {
    let (is_shown, active, is_busy, heading, remark) = share.state.with(|state| {
        let picker = &state.picker;
        let is_busy = picker.look_up == LookUp::UnderWay && !picker.query.is_empty();
        let active = picker.active.filter(|_| picker.is_shown());
        (picker.is_shown(), active, is_busy, picker.heading.clone(), picker.remark.clone())
    });
    if let Some(popup) = by_id::<Element>(ids::MATCHES_POPUP) {
        set_slot(&popup, ids::slot::HEADING, &heading);
        set_slot(&popup, ids::slot::REMARK, &remark);
    }
    popup::open(is_shown);
    let Some(field) = by_id::<Element>(ids::ADDRESS) else { return };
    let active = active.map(ids::match_id);
    let _ = field.set_attribute("aria-expanded", if is_shown { "true" } else { "false" });
    for (name, value) in
        [("aria-activedescendant", active.as_deref()), ("aria-busy", is_busy.then_some("true"))]
    {
        let _ = match value {
            Some(value) => field.set_attribute(name, value),
            None => field.remove_attribute(name),
        };
    }
    if let Some(option) = active {
        // The list is drawn: its part follows the state before this.
        if let Some(option) = by_id::<Element>(&option) {
            option.scroll_into_view_with_bool(false);
        }
    }
}
