//! The list of matches, after the list autocomplete of the ARIA Authoring Practices Guide ("Combobox Pattern"), and what the field says of it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use web_sys::{Element, HtmlInputElement};

use super::person::person;
use crate::browser::{by_id, closest};
use crate::ids;
use crate::responses::MatchResponse;
use crate::share::effects::Share;
use crate::share::popup;
use crate::share::state::{Event, LookUp};

/// The button of a mouse that picks ("UI Events", `MouseEvent.button`); a touch has it as well.
const MAIN_BUTTON: i16 = 0;

/// The list, in what the browser puts into the top layer.
pub(in crate::share) fn matches(share: Share) -> impl IntoView {
    let sprite = share.start.with_value(|start| start.sprite.clone());
    let rows = move || {
        share.state.with(|state| {
            let picker = &state.picker;
            let (active, best) = (picker.active, picker.best());
            let row = |(at, each): (usize, &MatchResponse)| {
                option(&sprite, at, active == Some(at), best == Some(at), each.clone())
            };
            picker.matches.iter().enumerate().map(row).collect_view()
        })
    };
    let heading = move || share.state.with(|state| state.picker.heading.clone());
    let remark = move || share.state.with(|state| state.picker.remark.clone());
    leptos::prelude::Effect::new(move |_| tell_field(share));
    view! {
        <div class="matches" id=ids::MATCHES_POPUP hidden on:mousedown=move |event| point(share, &event)>
            <p class="matches-heading small quiet" id="share-matches-heading">{heading}</p>
            <ul id=ids::MATCHES role="listbox" aria-label=share.text(|texts| &texts.matches_label)>
                {rows}
            </ul>
            <p class="matches-remark small quiet">{remark}</p>
        </div>
    }
}

fn option(
    sprite: &str,
    at: usize,
    is_active: bool,
    is_best: bool,
    shown: MatchResponse,
) -> impl IntoView + use<> {
    let is_blocked = !shown.blocked.is_empty();
    view! {
        <li
            class=if is_best { "match match-best person" } else { "match person" }
            id=ids::match_id(at)
            role="option"
            data-at=at.to_string()
            aria-selected=if is_active { "true" } else { "false" }
            aria-disabled=is_blocked.then_some("true")
        >
            {person(sprite, shown)}
        </li>
    }
}

/// On mouse down, because at the click the field has lost the focus and the list is closed. A touch that scrolls the list makes none.
fn point(share: Share, event: &MouseEvent) {
    event.prevent_default();
    if event.button() != MAIN_BUTTON {
        return;
    }
    let at = closest(event, "[role=option]").and_then(|option| option.get_attribute("data-at")?.parse().ok());
    if let (Some(at), Some(field)) = (at, by_id::<HtmlInputElement>(ids::ADDRESS)) {
        share.dispatch(Event::Picked { at, text: field.value() });
    }
}

/// Puts the state of the list into the field.
fn tell_field(share: Share) {
    let (is_shown, active, is_busy) = share.state.with(|state| {
        let picker = &state.picker;
        let is_busy = picker.look_up == LookUp::UnderWay && !picker.query.is_empty();
        (picker.is_shown(), picker.active.filter(|_| picker.is_shown()), is_busy)
    });
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
        // Once the list is drawn.
        request_animation_frame(move || {
            if let Some(option) = by_id::<Element>(&option) {
                option.scroll_into_view_with_bool(false);
            }
        });
    }
}
