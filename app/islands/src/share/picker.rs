//! The people picker: a field that finds people while one types, following the list-autocomplete pattern of the ARIA Authoring Practices Guide
//! ("Combobox Pattern").

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{form, lookup};
use crate::browser::{Answer, Failure, all, by_id, choose, counted, listen, show, slot, stamp};

thread_local! {
    static FOUND: RefCell<Vec<Answer>> = const { RefCell::new(Vec::new()) };
    static ACTIVE: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Takes over the field.
pub fn attach() {
    let (Some(input), Some(list)) =
        (by_id::<HtmlInputElement>("share-address"), by_id::<Element>("share-matches"))
    else {
        return;
    };
    listen(&input, "input", |_| typed());
    listen(&input, "keydown", |event| steer(&event));
    listen(&input, "blur", |_| close());
    // On mouse down, because the click would come after the field has lost the focus and the list has closed.
    listen(&list, "mousedown", |event| {
        event.prevent_default();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let option = target.and_then(|target| target.closest("[role=option]").ok().flatten());
        if let Some(position) = option.and_then(|option| option.get_attribute("data-position")?.parse().ok())
        {
            pick(position);
        }
    });
    if let Some(remove) = by_id::<HtmlElement>("share-remove") {
        listen(&remove, "click", |_| take_out());
    }
}

/// The form goes out as it is: an answer that is still under way would only lie in front of what it leads to.
pub fn settle() {
    lookup::forget();
    close();
}

/// Asks who is meant, with a card for each match.
pub fn ask_who(matches: &[Answer]) {
    let Some(choices) = by_id::<HtmlElement>("share-choices") else { return };
    let Some(cards) = by_id::<Element>("share-cards") else { return };
    cards.set_text_content(None);
    for person in matches {
        let Some(card) = stamp("share-choice-template") else { return };
        draw(&card, person);
        for input in
            all(&card, "input").into_iter().filter_map(|input| input.dyn_into::<HtmlInputElement>().ok())
        {
            input.set_value(&person.text("id"));
            input.set_checked(matches.len() == 1);
        }
        let _ = cards.append_child(&card);
    }
    if let Some(text) = by_id::<Element>("share-choose-text") {
        let count = u32::try_from(matches.len()).unwrap_or(u32::MAX);
        let typed = by_id::<HtmlInputElement>("share-address").map(|input| input.value()).unwrap_or_default();
        text.set_text_content(Some(&counted(&text, count).replace("{address}", typed.trim())));
    }
    show(&choices, !matches.is_empty());
    form::ready();
    if let Some(first) = all(&choices, "input").first() {
        let _ = first.focus();
    }
}

fn forget_choices() {
    if let (Some(choices), Some(cards)) = (by_id::<Element>("share-choices"), by_id::<Element>("share-cards"))
    {
        cards.set_text_content(None);
        show(&choices, false);
        form::ready();
    }
}

/// Whoever was asked about belongs to an older text.
fn typed() {
    forget_choices();
    hint("ready");
    let Some(input) = by_id::<HtmlInputElement>("share-address") else { return };
    let text = input.value().trim().to_owned();
    if text.chars().count() < 2 {
        lookup::forget();
        FOUND.take();
        return close();
    }
    spawn_local(async move {
        let whole = text.contains('@');
        match lookup::seek(text).await {
            Some(Ok(found)) => {
                match (found.is_empty(), whole) {
                    (false, _) => hint("ready"),
                    (true, false) => hint("none"),
                    (true, true) => hint("new"),
                }
                list(found);
            }
            // A whole address can still be sent; whoever is signed out by now signs in then.
            Some(Err(failure)) => {
                hint(if failure == Failure::SignedOut { "ready" } else { "failed" });
                list(Vec::new());
            }
            None => {}
        }
    });
}

/// What the line below the field says: how to go on, that nobody was found, or that a whole address of nobody will be invited.
fn hint(state: &str) {
    if let Some(line) = by_id::<Element>("share-hint") {
        choose(&line, state);
    }
}

fn list(found: Vec<Answer>) {
    let Some(list) = by_id::<Element>("share-matches") else { return };
    list.set_text_content(None);
    for (position, person) in found.iter().enumerate() {
        let Some(option) = stamp("share-match-template") else { return };
        draw(&option, person);
        option.set_id(&option_id(position));
        let _ = option.set_attribute("data-position", &position.to_string());
        let _ = list.append_child(&option);
    }
    let count = found.len();
    FOUND.set(found);
    open(count > 0);
    if let Some(status) = by_id::<Element>("share-found") {
        let text = counted(&status, u32::try_from(count).unwrap_or(u32::MAX));
        status.set_text_content(Some(&text));
    }
}

fn draw(line: &Element, person: &Answer) {
    choose(line, &person.text("standing"));
    let (name, address, company) = (person.text("name"), person.text("address"), person.text("company"));
    slot(line, "name", &name);
    slot(line, "initials", &person.text("initials"));
    slot(line, "more", &if company.is_empty() { address } else { [&address, " · ", &company].concat() });
}

fn option_id(position: usize) -> String {
    ["share-match-", &position.to_string()].concat()
}

fn open(on: bool) {
    if let (Some(input), Some(list)) = (by_id::<Element>("share-address"), by_id::<Element>("share-matches"))
    {
        show(&list, on);
        let _ = input.set_attribute("aria-expanded", if on { "true" } else { "false" });
        point_at(None);
    }
}

fn close() {
    open(false);
}

fn is_open() -> bool {
    by_id::<Element>("share-matches").is_some_and(|list| !list.has_attribute("hidden"))
}

/// Moves the arrow keys' place.
fn point_at(position: Option<usize>) {
    ACTIVE.set(position);
    let Some(input) = by_id::<Element>("share-address") else { return };
    let _ = match position {
        Some(position) => input.set_attribute("aria-activedescendant", &option_id(position)),
        None => input.remove_attribute("aria-activedescendant"),
    };
    let Some(list) = by_id::<Element>("share-matches") else { return };
    for (at, option) in all(&list, "[role=option]").into_iter().enumerate() {
        let here = position == Some(at);
        let _ = option.set_attribute("aria-selected", if here { "true" } else { "false" });
        if here {
            option.scroll_into_view_with_bool(false);
        }
    }
}

/// The arrow keys walk the list, Enter takes, Escape closes the list before it would close the dialog.
fn steer(event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else { return };
    let count = FOUND.with_borrow(Vec::len);
    let at = ACTIVE.get();
    match key.as_str() {
        "ArrowDown" | "ArrowUp" if count > 0 => {
            if !is_open() {
                open(true);
            }
            let next =
                if key == "ArrowDown" { at.map_or(0, |at| at + 1) } else { at.unwrap_or(0) + count - 1 };
            point_at(Some(next % count));
        }
        "Enter" if is_open() && at.is_some() => pick(at.unwrap_or_default()),
        "Escape" if is_open() => close(),
        _ => return,
    }
    event.prevent_default();
}

/// Takes a match. Its address goes into the field, so that the plain form would send the same.
fn pick(position: usize) {
    let Some(person) = FOUND.with_borrow(|found| found.get(position).cloned()) else { return };
    lookup::forget();
    close();
    form::clear_trouble();
    let (Some(input), Some(chip)) =
        (by_id::<HtmlInputElement>("share-address"), by_id::<Element>("share-chip"))
    else {
        return;
    };
    input.set_value(&person.text("address"));
    show(&input, false);
    draw(&chip, &person);
    chosen(&chip, &person.text("id"));
    if let Some(remove) = by_id::<HtmlElement>("share-remove") {
        let label = remove.get_attribute("data-label").unwrap_or_default();
        let _ = remove.set_attribute("aria-label", &label.replace("{person}", &person.text("name")));
    }
    hint("known");
    // What is still to be said; a second Enter does no harm there.
    form::focus("share-role");
}

/// Takes the chosen person out again, and goes on typing.
fn take_out() {
    let (Some(input), Some(chip)) =
        (by_id::<HtmlInputElement>("share-address"), by_id::<Element>("share-chip"))
    else {
        return;
    };
    chosen(&chip, "");
    hint("ready");
    show(&input, true);
    let _ = input.focus();
}

/// Who is chosen; nobody for an empty id.
fn chosen(chip: &Element, id: &str) {
    show(chip, !id.is_empty());
    if let Some(person) = by_id::<HtmlInputElement>("share-person") {
        person.set_value(id);
        person.set_disabled(id.is_empty());
    }
}
