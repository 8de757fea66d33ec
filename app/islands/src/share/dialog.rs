//! Opening, closing, sending.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement};

use super::{follow, form, picker};
use crate::browser::{Answer, Failure, ask_with, by_id, document, listen, show, window};
use crate::copying;

/// Takes over the dialog that the server drew.
pub fn attach() {
    let (Some(dialog), Some(form)) =
        (by_id::<HtmlDialogElement>("share"), by_id::<HtmlFormElement>("share-form"))
    else {
        return;
    };
    let drawn_open = dialog.open();
    if drawn_open {
        into_top_layer(&dialog);
    }
    openers(&dialog);
    closers(&dialog, drawn_open);
    picker::attach();
    let busy = Cell::new(false);
    let busy = Rc::new(busy);
    listen(&form.clone(), "submit", move |event| {
        event.prevent_default();
        if !busy.replace(true) {
            let (form, busy) = (form.clone(), Rc::clone(&busy));
            spawn_local(async move {
                send(&form).await;
                busy.set(false);
            });
        }
    });
}

/// A dialog that the server drew open becomes modal; the focus stays where the person has put it.
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

fn openers(dialog: &HtmlDialogElement) {
    let Some(button) = by_id::<HtmlElement>("share-open") else { return };
    let dialog = dialog.clone();
    listen(&button, "click", move |event| {
        event.prevent_default();
        let _ = dialog.show_modal();
    });
}

/// On the item page closing only closes; on the share page, or after something was accepted, it leads to a page that shows what is new.
fn closers(dialog: &HtmlDialogElement, drawn_open: bool) {
    let clicked = dialog.clone();
    listen(dialog, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|element| element.closest("[data-close]").ok().flatten());
        if link.is_some() && !drawn_open && !follow::has_begun() {
            event.prevent_default();
            clicked.close();
        }
    });
    let closed = dialog.clone();
    listen(dialog, "close", move |_| {
        copying::take_away();
        if drawn_open || follow::has_begun() {
            let _ = window().location().assign(&closed.get_attribute("data-item").unwrap_or_default());
        }
    });
}

async fn send(form: &HtmlFormElement) {
    form::busy(true);
    picker::settle();
    let answer = ask_with(form).await;
    form::busy(false);
    match answer {
        // The plain way keeps the form, signs in, and comes back to it.
        Err(Failure::SignedOut) => drop(form.submit()),
        Err(Failure::Unreachable) => form::unreachable(),
        Ok(answer) => heed(form, &answer).await,
    }
}

async fn heed(form: &HtmlFormElement, answer: &Answer) {
    match answer.text("kind").as_str() {
        "accepted" => {
            show(form, false);
            follow::follow(form, answer.text("invitation")).await;
        }
        "choose" => {
            form::clear_trouble();
            picker::ask_who(&answer.list("matches"));
        }
        _ => {
            form::renew_key(answer);
            form::trouble(&answer.get("trouble"));
        }
    }
}
