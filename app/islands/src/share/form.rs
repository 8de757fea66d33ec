//! What is wrong with the form, and where.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::browser::{Answer, all, by_id, choose, show, slot};

/// The fields that can have something wrong with them.
const FIELDS: [&str; 6] = ["address", "person", "role", "name", "message", "language"];

/// While the form is on its way.
pub fn busy(on: bool) {
    let Some(button) = by_id::<Element>("share-send") else { return };
    if on {
        choose(&button, "busy");
        let _ = button.set_attribute("aria-busy", "true");
    } else {
        ready();
        let _ = button.remove_attribute("aria-busy");
    }
}

/// The button says what it will do: send, or share with whoever is chosen among the matches.
pub fn ready() {
    let Some(button) = by_id::<Element>("share-send") else { return };
    let asked = by_id::<Element>("share-choices").is_some_and(|choices| !choices.has_attribute("hidden"));
    choose(&button, if asked { "choose" } else { "ready" });
}

/// Takes all trouble away.
pub fn clear_trouble() {
    for field in FIELDS {
        say(field, "");
    }
    notice("", "");
    reference("", "");
}

/// Says what an answer says: beside its field, or in the notice when it is about none. Focus goes to where something must be mended.
pub fn trouble(answer: &Answer) {
    let fields = answer.get("fields");
    let texts = FIELDS.map(|field| (field, fields.text(field)));
    for (field, text) in &texts {
        say(field, text);
    }
    let first = texts.iter().find(|(_, text)| !text.is_empty()).map(|(field, _)| *field);
    if first.is_none() {
        notice(&answer.text("sentence"), &answer.text("advice"));
    } else {
        notice("", "");
    }
    reference(
        if first.is_none() { "share-notice" } else { "share-field-reference" },
        &answer.text("reference"),
    );
    focus(["share-", first.unwrap_or("address")].concat().as_str());
}

/// The same key never has its effect twice: when an answer brings a new one, whatever is sent next is something new.
pub fn renew_key(answer: &Answer) {
    let key = answer.text("key");
    if let Some(input) = by_id::<HtmlInputElement>("share-key").filter(|_| !key.is_empty()) {
        input.set_value(&key);
    }
}

/// Our own server does not answer; the text for that is in the markup.
pub fn unreachable() {
    let text = by_id::<Element>("share-notice").and_then(|notice| notice.get_attribute("data-unreachable"));
    notice(&text.unwrap_or_default(), "");
    reference("", "");
}

/// Puts the focus somewhere.
pub fn focus(id: &str) {
    if let Some(element) = by_id::<HtmlElement>(id) {
        let _ = element.focus();
    }
}

fn say(field: &str, text: &str) {
    let id = ["share-", field].concat();
    if let Some(sentence) = by_id::<Element>(&[&id, "-trouble"].concat()) {
        slot(&sentence, "text", text);
        show(&sentence, !text.is_empty());
    }
    if let Some(input) = by_id::<Element>(&id) {
        let _ = if text.is_empty() {
            input.remove_attribute("aria-invalid")
        } else {
            input.set_attribute("aria-invalid", "true")
        };
    }
}

fn notice(sentence: &str, advice: &str) {
    if let Some(notice) = by_id::<Element>("share-notice") {
        slot(&notice, "sentence", sentence);
        slot(&notice, "advice", advice);
        show(&notice, !sentence.is_empty());
    }
}

/// Shows the reference in one of the two places for it: with the notice, or beneath the field.
fn reference(place: &str, id: &str) {
    for each in ["share-notice", "share-field-reference"] {
        if let Some(around) = by_id::<Element>(each) {
            refer(&around, if each == place { id } else { "" });
        }
    }
}

/// Fills, or hides, the line with the reference.
pub fn refer(around: &Element, id: &str) {
    for line in all(around, "[data-reference]") {
        slot(&line, "reference", id);
        for button in all(&line, "[data-copy]") {
            let _ = button.set_attribute("data-copy", id);
        }
        show(&line, !id.is_empty());
    }
}
