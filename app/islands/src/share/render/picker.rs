//! The people field with its list, following the list-autocomplete pattern of the ARIA Authoring Practices Guide ("Combobox Pattern"), and the
//! cards of the candidates.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::browser::{by_id, clone_template, plural_text, query_all, set_slot, show, show_case};
use crate::ids;
use crate::responses::MatchResponse;
use crate::share::state::{Hint, Picker};

/// Renders each part that differs.
pub(super) fn changes(before: &Picker, now: &Picker) {
    if before.matches != now.matches {
        matches(&now.matches);
    }
    if let Some(found) = now.found.filter(|_| before.found != now.found) {
        count(found);
    }
    if before.open != now.open {
        open(now.open);
    }
    if before.active != now.active || before.matches != now.matches {
        set_active(now.active);
    }
    if before.hint != now.hint || before.address != now.address || before.remark != now.remark {
        hint(now);
    }
    if before.name != now.name {
        name(&before.name, &now.name);
    }
    if before.chosen != now.chosen {
        chosen(now.chosen.as_ref());
    }
}

fn matches(found: &[MatchResponse]) {
    let Some(list) = by_id::<Element>(ids::MATCHES) else { return };
    list.set_text_content(None);
    for (position, person) in found.iter().enumerate() {
        let Some(option) = clone_template(ids::MATCH_TEMPLATE) else { return };
        draw(&option, person);
        option.set_id(&option_id(position));
        let _ = option.set_attribute("data-position", &position.to_string());
        if !person.blocked.is_empty() {
            let _ = option.set_attribute("aria-disabled", "true");
        }
        let _ = list.append_child(&option);
    }
}

/// Announces the number of matches to screen readers.
fn count(found: usize) {
    if let Some(status) = by_id::<Element>(ids::FOUND) {
        let text = plural_text(&status, u32::try_from(found).unwrap_or(u32::MAX));
        status.set_text_content(Some(&text));
    }
}

fn draw(line: &Element, person: &MatchResponse) {
    let MatchResponse { name, address, company, standing, initials, blocked, .. } = person;
    show_case(line, standing);
    set_slot(line, ids::slot::NAME, name);
    set_slot(line, ids::slot::INITIALS, initials);
    let more = if blocked.is_empty() { company } else { blocked };
    let more = if more.is_empty() { address.clone() } else { [address, " · ", more].concat() };
    set_slot(line, ids::slot::MORE, &more);
}

fn option_id(position: usize) -> String {
    ["share-match-", &position.to_string()].concat()
}

fn open(on: bool) {
    if let (Some(input), Some(list)) = (by_id::<Element>(ids::ADDRESS), by_id::<Element>(ids::MATCHES)) {
        show(&list, on);
        let _ = input.set_attribute("aria-expanded", if on { "true" } else { "false" });
    }
}

/// Marks the active option.
fn set_active(position: Option<usize>) {
    let Some(input) = by_id::<Element>(ids::ADDRESS) else { return };
    let _ = match position {
        Some(position) => input.set_attribute("aria-activedescendant", &option_id(position)),
        None => input.remove_attribute("aria-activedescendant"),
    };
    let Some(list) = by_id::<Element>(ids::MATCHES) else { return };
    for (at, option) in query_all(&list, "[role=option]").into_iter().enumerate() {
        let here = position == Some(at);
        let _ = option.set_attribute("aria-selected", if here { "true" } else { "false" });
        if here {
            option.scroll_into_view_with_bool(false);
        }
    }
}

fn hint(picker: &Picker) {
    let case = match picker.hint {
        Hint::Ready => "ready",
        Hint::Nobody => "none",
        Hint::Failed => "failed",
        Hint::New => "new",
        Hint::Remark => "remark",
        Hint::Known => "known",
        Hint::Pending => "pending",
    };
    if let Some(line) = by_id::<Element>(ids::HINT) {
        for text in query_all(&line, "[data-text]") {
            let around = text.get_attribute("data-text").unwrap_or_default();
            text.set_text_content(Some(&around.replace(ids::PERSON_MARK, &picker.address)));
        }
        set_slot(&line, ids::slot::REMARK, &picker.remark);
        show_case(&line, case);
    }
}

/// Puts the name that stands beside the address into its field, unless another was typed there.
fn name(before: &str, now: &str) {
    if let Some(input) = by_id::<HtmlInputElement>(ids::NAME)
        && input.value().trim() == before
    {
        input.set_value(now);
    }
}

/// Shows the chosen person in place of the field, which keeps the address for the plain form.
fn chosen(person: Option<&MatchResponse>) {
    let (Some(input), Some(chip)) = (by_id::<HtmlInputElement>(ids::ADDRESS), by_id::<Element>(ids::CHIP))
    else {
        return;
    };
    if let Some(person) = person {
        input.set_value(&person.address);
        draw(&chip, person);
        if let Some(remove) = by_id::<HtmlElement>(ids::REMOVE) {
            let label = remove.get_attribute("data-label").unwrap_or_default();
            let _ = remove.set_attribute("aria-label", &label.replace("{person}", &person.name));
        }
    }
    show(&chip, person.is_some());
    show(&input, person.is_none());
    if let Some(field) = by_id::<HtmlInputElement>(ids::PERSON) {
        field.set_value(person.map_or("", |person| &person.id));
        field.set_disabled(person.is_none());
    }
}

/// Shows a card for each candidate; hides the question when there is none.
pub(super) fn candidates(people: &[MatchResponse], typed: &str) {
    let (Some(around), Some(cards)) = (by_id::<HtmlElement>(ids::CANDIDATES), by_id::<Element>(ids::CARDS))
    else {
        return;
    };
    cards.set_text_content(None);
    for person in people {
        let Some(card) = clone_template(ids::CARD_TEMPLATE) else { return };
        draw(&card, person);
        let inputs = query_all(&card, "input")
            .into_iter()
            .filter_map(|input| input.dyn_into::<HtmlInputElement>().ok());
        for input in inputs {
            input.set_value(&person.id);
            input.set_disabled(!person.blocked.is_empty());
            input.set_checked(people.len() == 1 && person.blocked.is_empty());
        }
        let _ = cards.append_child(&card);
    }
    if let Some(text) = by_id::<Element>(ids::CHOOSE_TEXT).filter(|_| !people.is_empty()) {
        let phrase = plural_text(&text, u32::try_from(people.len()).unwrap_or(u32::MAX));
        text.set_text_content(Some(&phrase.replace("{address}", typed)));
    }
    show(&around, !people.is_empty());
}
