//! The dialog in the browser: its views are drawn into what the server rendered, and its events are heard there.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{
    ClipboardEvent, Element, Event as DomEvent, HtmlDialogElement, HtmlElement, HtmlFormElement,
    HtmlInputElement, InputEvent, KeyboardEvent,
};

use super::effects::item_page;
use super::keys::{Key, keyed};
use super::state::Event;
use super::store::Share;
use super::{ShareStart, chip, keep, popup, served, typed, view};
use crate::browser::{KEY, by_id, closest, document, listen, listen_before, on_change, query_all, window};
use crate::{copying, ids};

/// The code of every key that an input method takes ("UI Events", Legacy Key Attributes).
const INPUT_METHOD: u32 = 229;
/// What was chosen of recipients otherwise than the server drew it.
const CHOSEN: &str = "[type=radio]:checked:not([checked]), [type=checkbox]:is(:checked:not([checked]), [checked]:not(:checked))";
/// The frame around the chips and the people field, which looks like one field.
const PEOPLE: &str = ".share-people";

/// Takes over the dialog that the server rendered, with the text typed so far.
pub fn mount(mut start: ShareStart) {
    let (Some(dialog), Some(form), Some(field)) = (
        by_id::<HtmlDialogElement>(ids::DIALOG),
        by_id::<HtmlFormElement>(ids::FORM),
        by_id::<HtmlInputElement>(ids::ADDRESS),
    ) else {
        return;
    };
    // A form that came back stands as it was sent; what was kept before is older.
    let comes_back = !start.chips.is_empty() || start.problem.is_some() || is_draft(&field);
    start.chips = chip::taken_over(
        start.chips,
        &values(ids::CHIPS, "[type=checkbox]:not(:checked)"),
        &values(ids::TROUBLES, CHOSEN),
    );
    // Unless it was changed here before the page was loaded anew.
    let is_outdated = comes_back && keep::is_of_page(&start.keep);
    if is_outdated {
        start.chips.clear();
        if field.value() == field.default_value() {
            field.set_value("");
        }
    }
    let share = Share::new(start, field.value());
    view::mount(share);
    if comes_back && !is_outdated {
        share.begin();
    }
    if comes_back {
        served::errors(&share.state.with_untracked(|state| state.served.errors.clone()));
    }
    hear_form(share, &form);
    hear_field(share, &field);
    hear_dialog(share, &dialog);
    share.dispatch(Event::Begun);
    open(share, &dialog);
    share.count_message();
    on_change(move |_| share.dispatch(Event::Woken));
    listen(&window(), "resize", |_| popup::place());
    // Of whatever scrolls.
    listen_before(&document(), "scroll", |_| popup::place());
    listen(&window(), "pagehide", move |_| share.keep());
    if dialog.open() && document().active_element().is_some_and(|focused| focused.id() == ids::ADDRESS) {
        share.dispatch(if field.value().trim().is_empty() { Event::Focused } else { Event::ListWanted });
    }
}

/// Whether the server drew a saved form that has somebody in the people field.
fn is_draft(field: &HtmlInputElement) -> bool {
    keep::is_draft_page() && !field.default_value().is_empty()
}

/// The values of boxes that were ticked or unticked before the island came.
fn values(place: &str, selector: &str) -> Vec<String> {
    let boxes = by_id::<Element>(place).map(|place| query_all(&place, selector));
    boxes.into_iter().flatten().filter_map(|each| each.get_attribute("value")).collect()
}

fn hear_form(share: Share, form: &HtmlFormElement) {
    listen(form, "submit", move |event| {
        event.prevent_default();
        share.dispatch(Event::Submitted { leaves_out: false });
    });
    let is_field =
        |event: &DomEvent| closest(event, "input,select,textarea").is_some_and(|it| it.id() == ids::ADDRESS);
    listen(form, "input", move |event| {
        if !is_field(&event) {
            share.count_message();
            share.dispatch(Event::FormChanged);
        }
    });
    listen(form, "click", |event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(field) = by_id::<HtmlElement>(ids::ADDRESS)
            && clicked.is_some_and(|clicked| clicked.matches(PEOPLE).unwrap_or_default())
        {
            let _ = field.focus();
        }
    });
    listen(form, "change", move |event| {
        if closest(&event, "select").is_some_and(|select| select.id() == ids::ROLE) {
            share.dispatch(Event::RoleChanged);
        }
    });
    // Where a button of a chip has the focus.
    listen(form, "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
        let removes = matches!(key.as_str(), "Delete" | "Backspace") && closest(&event, "li.chip").is_some();
        if let Some(chip) = number_at(&event, KEY).filter(|_| removes) {
            event.prevent_default();
            share.dispatch(Event::Removed(chip));
        }
    });
}

fn hear_field(share: Share, field: &HtmlInputElement) {
    let input = field.clone();
    listen(field, "input", move |event| {
        let is_composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
        share.dispatch(Event::Typed { text: input.value(), is_composing });
    });
    let input = field.clone();
    listen(field, "compositionend", move |_| {
        share.dispatch(Event::Typed { text: input.value(), is_composing: false });
    });
    listen(field, "focus", move |_| share.dispatch(Event::Focused));
    listen(field, "click", move |_| share.dispatch(Event::ListWanted));
    listen(field, "blur", move |_| share.dispatch(Event::ListClosed));
    let input = field.clone();
    listen(field, "keydown", move |event| {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else { return };
        let name = pressed.key();
        // Whoever holds it down deletes the text, and not the people before it.
        if name == "Backspace" && pressed.repeat() && input.value().is_empty() {
            return;
        }
        let key = Key {
            name: &name,
            is_composing: pressed.is_composing() || pressed.key_code() == INPUT_METHOD,
            is_modified: pressed.shift_key() || pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key(),
        };
        if let Some(action) = share.state.with_untracked(|state| keyed(state, key)) {
            event.prevent_default();
            share.dispatch(action);
        }
    });
    let input = field.clone();
    listen(field, "paste", move |event| {
        let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let pasted = pasted.and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        if typed::is_pasted_list(&pasted) {
            event.prevent_default();
            // A field of one line has no line ends.
            let pasted = pasted.replace(['\r', '\n'], ";");
            // The browser lays out what the field has: a long list is taken past it.
            let text = if input.value().is_empty() {
                pasted
            } else {
                let _ = input.set_range_text(&pasted);
                input.value()
            };
            share.dispatch(Event::Pasted(text));
        }
    });
}

/// The number in an attribute of what an event happened to, or of what is around it.
fn number_at<T: std::str::FromStr>(event: &DomEvent, attribute: &str) -> Option<T> {
    text_at(event, attribute)?.parse().ok()
}

fn text_at(event: &DomEvent, attribute: &str) -> Option<String> {
    closest(event, &["[", attribute, "]"].concat())?.get_attribute(attribute)
}

/// On the item page the dialog just closes. On the share page, or after a share was accepted, closing leads to a page with the new state.
fn hear_dialog(share: Share, dialog: &HtmlDialogElement) {
    let clicked = dialog.clone();
    listen(dialog, "click", move |event| {
        if closest(&event, "[data-close]").is_some() {
            if share.state.with_untracked(|state| state.leads_away) {
                keep::return_to(&item_page());
            } else {
                event.prevent_default();
                clicked.close();
            }
        } else if let Some(action) = pressed(&event) {
            share.dispatch(action);
        }
    });
    listen(dialog, "close", move |_| {
        copying::reset();
        share.keep();
        share.dispatch(Event::Closed);
    });
}

/// What a button that the island drew does.
fn pressed(event: &DomEvent) -> Option<Event> {
    let does = closest(event, "[data-do]")?.get_attribute("data-do")?;
    let chip = || number_at(event, KEY);
    match does.as_str() {
        "remove" => Some(Event::Removed(chip()?)),
        "edit" => Some(Event::Edited(chip()?)),
        "resend" => Some(Event::ResendToggled(chip()?)),
        "choose" => Some(Event::Chosen { chip: chip()?, person: text_at(event, "data-person")? }),
        "undo" => Some(Event::RemovalUndone),
        "unfold" => Some(Event::Unfolded),
        "leave-out" => Some(Event::Submitted { leaves_out: true }),
        "correct" => Some(Event::Corrected(text_at(event, KEY)?)),
        "retry" => Some(Event::Retried(text_at(event, KEY)?)),
        _ => None,
    }
}

/// Opens the dialog by its link. When it opens for the first time, what was kept is there again.
fn open(share: Share, dialog: &HtmlDialogElement) {
    if dialog.open() {
        into_top_layer(dialog);
        restore(share);
    }
    let Some(button) = by_id::<HtmlElement>(ids::OPEN) else { return };
    if !dialog.open() && keep::has_returned() {
        let _ = button.focus();
    }
    let dialog = dialog.clone();
    let link = button.clone();
    // It opens a dialog: so it does as buttons do.
    listen(&button, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|pressed| pressed.key() == " ") {
            event.prevent_default();
            link.click();
        }
    });
    listen(&button, "click", move |event| {
        let is_elsewhere = |click: &MouseEvent| click.ctrl_key() || click.meta_key() || click.shift_key();
        if event.dyn_ref::<MouseEvent>().is_some_and(is_elsewhere) {
            return;
        }
        event.prevent_default();
        restore(share);
        let _ = dialog.show_modal();
    });
}

/// Gives back what was kept, unless the form came back as it was sent or has been open before.
fn restore(share: Share) {
    if !share.begin() {
        return;
    }
    let Some(kept) = keep::restore(&share.keep_name()) else { return };
    if kept.has_more || !kept.lines.is_empty() || !kept.text.is_empty() {
        share.dispatch(Event::Restored { lines: kept.lines, text: kept.text });
        share.count_message();
    }
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
