//! The document: finds elements that the server rendered, fills, shows and hides them.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, VisibilityState, Window,
};

/// The window. There is always one where islands run.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// Whether the page is visible: another tab may be in front of it.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// The element with this id.
pub fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// All elements below `root` that match the selector.
pub fn query_all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Sets the text of the elements whose `data-slot` has this name.
pub fn set_slot(root: &Element, name: &str, text: &str) {
    for element in query_all(root, &["[data-slot=", name, "]"].concat()) {
        element.set_text_content(Some(text));
    }
}

/// Shows or hides an element.
pub fn show(element: &Element, on: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !on);
}

/// Of all elements below `root` with `data-case`, shows those that list this state and hides the others.
pub fn show_case(root: &Element, state: &str) {
    let Ok(found) = root.query_selector_all("[data-case]") else { return };
    for element in (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok()) {
        let cases = element.get_attribute("data-case").unwrap_or_default();
        show(&element, cases.split(' ').any(|case| case == state));
    }
}

/// What an event happened to, or the nearest element around it that matches the selector.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// A clone of the content of a `<template>`.
pub fn clone_template(template: &str) -> Option<HtmlElement> {
    let inside = by_id::<HtmlTemplateElement>(template)?.content().first_element_child()?;
    inside.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, event: &str, heard: impl FnMut(Event) + 'static) {
    attach(target, event, false, Closure::<dyn FnMut(Event)>::new(heard));
}

/// The same before the event reaches what it happens to: also of events that do not bubble.
pub fn listen_before(target: &EventTarget, event: &str, heard: impl FnMut(Event) + 'static) {
    attach(target, event, true, Closure::<dyn FnMut(Event)>::new(heard));
}

/// By itself, so that it is not compiled once more for each closure.
#[inline(never)]
fn attach(target: &EventTarget, event: &str, is_before: bool, heard: Closure<dyn FnMut(Event)>) {
    let heard_by = heard.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_bool(event, heard_by, is_before);
    heard.forget();
}
