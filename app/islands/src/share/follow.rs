//! Following an accepted invitation.

use std::cell::Cell;

use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement};

use super::form;
use crate::browser::{Answer, all, ask, by_id, choose, choose_by, show, slot, stamp, wait};
use crate::{address, toasts};

/// Longest pause between two questions, in milliseconds.
const SLOWEST_MS: i32 = 5_000;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Whether something was accepted since the page came: the page behind the dialog then shows old access.
pub fn has_begun() -> bool {
    BEGUN.get()
}

/// Shows the steps as they happen, until nothing more happens by itself. What failed for good goes back into the form.
pub async fn follow(form: &HtmlFormElement, invitation: String) {
    let Some(view) = by_id::<HtmlElement>("share-progress") else { return };
    prepare(&view, &invitation);
    toasts::announce();
    let mut pause = 0;
    loop {
        wait(pause).await;
        if let Ok(answer) = ask(address::PROGRESS, &[("invitation", &invitation)]).await {
            renew_key(&answer);
            if answer.text("state") == "failed" {
                BEGUN.set(false);
                show(&view, false);
                show(form, true);
                form::trouble(&answer.get("trouble"));
            } else {
                draw(&view, &answer);
            }
            if answer.flag("settled") {
                return toasts::announce();
            }
        }
        pause = (pause * 2 + 150).min(SLOWEST_MS);
    }
}

fn prepare(view: &HtmlElement, invitation: &str) {
    BEGUN.set(true);
    choose_by(view, "data-stage", "working");
    show(view, true);
    for link in all(view, "a[data-details]") {
        let _ = link.set_attribute("href", &["/invitations/", invitation].concat());
    }
    for button in all(view, "[data-copy-invitation]") {
        let _ = button.set_attribute("data-copy-invitation", invitation);
        show(&button, false);
    }
    let _ = view.focus();
}

/// The same key never has its effect twice: whatever is sent next is something new.
fn renew_key(answer: &Answer) {
    if let Some(key) = by_id::<HtmlInputElement>("share-key") {
        key.set_value(&answer.text("key"));
    }
}

fn draw(view: &HtmlElement, answer: &Answer) {
    let settled = answer.flag("settled");
    choose_by(view, "data-stage", if settled { "settled" } else { "working" });
    slot(view, "sentence", &answer.text("sentence"));
    for button in all(view, "[data-copy-invitation]") {
        show(&button, answer.flag("has_link"));
    }
    let reference = answer.get("trouble").text("reference");
    slot(view, "reference", &reference);
    for line in all(view, "[data-reference]") {
        show(&line, !reference.is_empty());
    }
    let Some(list) = by_id::<Element>("share-steps") else { return };
    list.set_text_content(None);
    for step in answer.list("steps") {
        let Some(line) = stamp("share-step-template") else { return };
        let state = step.text("state");
        line.set_class_name(&["step step-", &state].concat());
        choose(&line, &state);
        slot(&line, "label", &step.text("label"));
        slot(&line, "note", &step.text("note"));
        let _ = list.append_child(&line);
    }
}
