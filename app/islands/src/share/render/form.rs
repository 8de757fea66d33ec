//! The errors of the form, its idempotency key and its button.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};

use crate::browser::{by_id, query_all, set_slot, show, show_case, show_case_by};
use crate::ids;
use crate::share::state::FormErrors;

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
    if let Some(notice) = by_id::<Element>(ids::FORM_ERROR) {
        set_slot(&notice, ids::slot::SENTENCE, &errors.sentence);
        set_slot(&notice, ids::slot::ADVICE, &errors.advice);
        show(&notice, !errors.sentence.is_empty());
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
pub(super) fn reference(around: &Element, id: &str) {
    for line in query_all(around, "[data-reference]") {
        set_slot(&line, ids::slot::REFERENCE, id);
        for button in query_all(&line, "[data-copy]") {
            let _ = button.set_attribute("data-copy", id);
        }
        show(&line, !id.is_empty());
    }
}

/// Puts the new key into the form.
pub(super) fn key(key: &str) {
    if let Some(input) = by_id::<HtmlInputElement>(ids::KEY) {
        input.set_value(key);
    }
}

/// Shows the parts of the form that are for these people.
pub(super) fn parts(audience: &str) {
    if let Some(form) = by_id::<Element>(ids::FORM) {
        show_case_by(&form, "data-for", audience);
        // What was asked for one person is not asked for the next.
        for asked in query_all(&form, "[type=checkbox]") {
            asked.unchecked_into::<HtmlInputElement>().set_checked(false);
        }
    }
}

/// Sets the label of the button: send, share with the chosen candidate, or sending.
pub(super) fn button(busy: bool, chooses: bool) {
    let Some(button) = by_id::<Element>(ids::SEND) else { return };
    let case = match (busy, chooses) {
        (true, _) => "busy",
        (false, true) => "choose",
        (false, false) => "ready",
    };
    show_case(&button, case);
    let _ =
        if busy { button.set_attribute("aria-busy", "true") } else { button.remove_attribute("aria-busy") };
}
