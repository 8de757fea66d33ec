//! What the server rendered and the state changes: errors beside the fields, the idempotency key, the button, and whether the form or the progress is
//! shown.

use web_sys::{Element, HtmlInputElement};

use super::state::{FormErrors, Served};
use crate::browser::{by_id, query_all, set_slot, show, show_case};
use crate::ids;
use crate::responses::FieldText;

/// Renders each part that differs. The other parts stay as rendered or typed.
pub(super) fn changes(before: &Served, now: &Served) {
    if before.errors != now.errors || before.announcements != now.announcements {
        errors(&now.errors);
    }
    if before.key != now.key
        && let Some(input) = by_id::<HtmlInputElement>(ids::KEY)
    {
        input.set_value(&now.key);
    }
    if before.is_busy != now.is_busy {
        button(now.is_busy);
    }
    if before.is_accepted != now.is_accepted {
        for (id, is_shown) in [(ids::FORM, !now.is_accepted), (ids::PROGRESS, now.is_accepted)] {
            if let Some(part) = by_id::<Element>(id) {
                show(&part, is_shown);
            }
        }
    }
}

/// Shows each error beside its field, or above the form when it is about no field.
pub(super) fn errors(errors: &FormErrors) {
    // Whatever fields the server has drawn.
    if let Some(form) = by_id::<Element>(ids::FORM) {
        for sentence in query_all(&form, ids::FIELD_ERRORS) {
            let id = sentence.id();
            let about = errors.fields.iter().find(|about| ids::field_error_id(&about.field) == id);
            field_error(&sentence, &id, about.map_or("", |about| &about.text));
        }
    }
    // What is about no field that the form has.
    let has_place = |about: &&FieldText| by_id::<Element>(&ids::field_error_id(&about.field)).is_some();
    let elsewhere = errors.fields.iter().find(|about| !has_place(about)).map_or("", |about| &about.text);
    let sentence = if errors.sentence.is_empty() { elsewhere } else { &errors.sentence };
    if let Some(notice) = by_id::<Element>(ids::FORM_ERROR) {
        set_slot(&notice, ids::slot::SENTENCE, sentence);
        set_slot(&notice, ids::slot::ADVICE, &errors.advice);
        show(&notice, !sentence.is_empty());
    }
    // The reference id is either in the form's error or below the field.
    let place = if errors.fields.is_empty() { ids::FORM_ERROR } else { ids::FIELD_REFERENCE };
    for each in [ids::FORM_ERROR, ids::FIELD_REFERENCE] {
        if let Some(around) = by_id::<Element>(each) {
            reference(&around, if each == place { &errors.reference } else { "" });
        }
    }
}

fn field_error(sentence: &Element, id: &str, text: &str) {
    set_slot(sentence, ids::slot::TEXT, text);
    show(sentence, !text.is_empty());
    if let Some(input) = by_id::<Element>(ids::field_of_error(id)) {
        let _ = if text.is_empty() {
            input.remove_attribute("aria-invalid")
        } else {
            input.set_attribute("aria-invalid", "true")
        };
    }
}

/// Fills or hides the line with the reference id.
fn reference(around: &Element, id: &str) {
    for line in query_all(around, "[data-reference]") {
        set_slot(&line, ids::slot::REFERENCE, id);
        for button in query_all(&line, "[data-copy]") {
            let _ = button.set_attribute("data-copy", id);
        }
        show(&line, !id.is_empty());
    }
}

/// Sets the label of the button: send, or sending.
fn button(is_busy: bool) {
    let Some(button) = by_id::<Element>(ids::SEND) else { return };
    show_case(&button, if is_busy { "busy" } else { "ready" });
    let _ = if is_busy {
        button.set_attribute("aria-busy", "true")
    } else {
        button.remove_attribute("aria-busy")
    };
}
