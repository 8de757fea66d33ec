//! What is wrong with the form, and where; its key, its button.

use web_sys::{Element, HtmlInputElement};

use crate::browser::{all, by_id, choose, show, slot};
use crate::ids;
use crate::share::state::{FIELDS, Trouble};

/// Says what is wrong: beside its field, or in the notice when it is about none.
pub(super) fn trouble(trouble: &Trouble) {
    for field in FIELDS {
        let about = trouble.fields.iter().find(|about| about.field == field);
        beside(field, about.map_or("", |about| &about.text));
    }
    if let Some(notice) = by_id::<Element>(ids::NOTICE) {
        slot(&notice, ids::slot::SENTENCE, &trouble.sentence);
        slot(&notice, ids::slot::ADVICE, &trouble.advice);
        show(&notice, !trouble.sentence.is_empty());
    }
    // In one of the two places for it: with the notice, or beneath the field.
    let place = if trouble.fields.is_empty() { ids::NOTICE } else { ids::FIELD_REFERENCE };
    for each in [ids::NOTICE, ids::FIELD_REFERENCE] {
        if let Some(around) = by_id::<Element>(each) {
            reference(&around, if each == place { &trouble.reference } else { "" });
        }
    }
}

fn beside(field: &str, text: &str) {
    if let Some(sentence) = by_id::<Element>(&ids::trouble_of(field)) {
        slot(&sentence, ids::slot::TEXT, text);
        show(&sentence, !text.is_empty());
    }
    if let Some(input) = by_id::<Element>(&ids::of_field(field)) {
        let _ = if text.is_empty() {
            input.remove_attribute("aria-invalid")
        } else {
            input.set_attribute("aria-invalid", "true")
        };
    }
}

/// Fills, or hides, the line with the reference.
pub(super) fn reference(around: &Element, id: &str) {
    for line in all(around, "[data-reference]") {
        slot(&line, ids::slot::REFERENCE, id);
        for button in all(&line, "[data-copy]") {
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

/// The button says what it does, or will do: send, or share with whoever is chosen among those who may be meant.
pub(super) fn button(busy: bool, chooses: bool) {
    let Some(button) = by_id::<Element>(ids::SEND) else { return };
    let case = match (busy, chooses) {
        (true, _) => "busy",
        (false, true) => "choose",
        (false, false) => "ready",
    };
    choose(&button, case);
    let _ =
        if busy { button.set_attribute("aria-busy", "true") } else { button.remove_attribute("aria-busy") };
}
