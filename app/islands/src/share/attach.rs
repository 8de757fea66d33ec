//! Listens to the dialog that the server rendered.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

use super::ShareStart;
use super::effects::Share;
use super::state::{Event, State};
use crate::browser::{by_id, document, listen};
use crate::{copying, ids};

/// Takes over the dialog that the server rendered, with the text typed so far.
pub fn attach(start: ShareStart) {
    let (Some(dialog), Some(form)) =
        (by_id::<HtmlDialogElement>(ids::DIALOG), by_id::<HtmlFormElement>(ids::FORM))
    else {
        return;
    };
    let share = Share(RwSignal::new(State::new(start, value_of(ids::ADDRESS))));
    if dialog.open() {
        into_top_layer(&dialog);
    }
    opener(&dialog);
    closers(share, &dialog);
    picker(share);
    listen(&form, "submit", move |event| {
        event.prevent_default();
        share.dispatch(Event::Submitted { name: value_of(ids::NAME) });
    });
}

/// The value of a field.
fn value_of(id: &str) -> String {
    by_id::<HtmlInputElement>(id).map(|input| input.value()).unwrap_or_default()
}

/// Makes a dialog that the server rendered open modal; the focus stays where it is.
fn into_top_layer(dialog: &HtmlDialogElement) {
    let focused = document().active_element().and_then(|focused| focused.dyn_into::<HtmlElement>().ok());
    let _ = dialog.remove_attribute("open");
    if let Ok(inert) = document().query_selector_all("[inert]") {
        for element in (0..inert.length()).filter_map(|at| inert.get(at)?.dyn_into::<Element>().ok()) {
            let _ = element.remove_attribute("inert");
        }
    }
    let _ = dialog.show_modal();
    if let Some(focused) = focused.filter(|focused| dialog.contains(Some(focused))) {
        let _ = focused.focus();
    }
}

fn opener(dialog: &HtmlDialogElement) {
    let Some(button) = by_id::<HtmlElement>(ids::OPEN) else { return };
    let dialog = dialog.clone();
    listen(&button, "click", move |event| {
        event.prevent_default();
        let _ = dialog.show_modal();
    });
}

/// On the item page the dialog just closes. On the share page, or after an invitation was accepted, closing leads to a page with the new state.
fn closers(share: Share, dialog: &HtmlDialogElement) {
    let clicked = dialog.clone();
    listen(dialog, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|element| element.closest("[data-close]").ok().flatten());
        if link.is_some() && !share.0.with_untracked(State::leads_away) {
            event.prevent_default();
            clicked.close();
        }
    });
    listen(dialog, "close", move |_| {
        copying::reset();
        share.dispatch(Event::Closed);
    });
}

fn picker(share: Share) {
    let (Some(input), Some(list)) = (by_id::<HtmlInputElement>(ids::ADDRESS), by_id::<Element>(ids::MATCHES))
    else {
        return;
    };
    listen(&input, "input", move |_| share.dispatch(Event::Typed(value_of(ids::ADDRESS))));
    listen(&input, "blur", move |_| share.dispatch(Event::ListClosed));
    listen(&input, "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        if let Some(action) = share.0.with_untracked(|state| on_keydown(state, &key)) {
            event.prevent_default();
            share.dispatch(action);
        }
    });
    // On mouse down, because at the click the field has lost the focus and the list is closed.
    listen(&list, "mousedown", move |event| {
        event.prevent_default();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let option = target.and_then(|target| target.closest("[role=option]").ok().flatten());
        let position = option.and_then(|option| option.get_attribute("data-position")?.parse().ok());
        if let Some(position) = position {
            share.dispatch(Event::Picked(position));
        }
    });
    if let Some(remove) = by_id::<HtmlElement>(ids::REMOVE) {
        listen(&remove, "click", move |_| share.dispatch(Event::Removed));
    }
}

/// The arrow keys move in the list, Enter picks, Escape closes the list before it closes the dialog.
fn on_keydown(state: &State, key: &str) -> Option<Event> {
    let picker = &state.picker;
    match key {
        "ArrowDown" | "ArrowUp" if !picker.matches.is_empty() => {
            Some(Event::ArrowKey { down: key == "ArrowDown" })
        }
        "Enter" if picker.open => picker.active.map(Event::Picked),
        "Escape" if picker.open => Some(Event::ListClosed),
        _ => None,
    }
}
