//! What the keys do in the people field: the list autocomplete of the ARIA Authoring Practices Guide ("Combobox Pattern"). Pure.

use super::state::{Event, State, Step};

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it belongs to an input method.
    pub is_composing: bool,
    /// Whether Shift, Control, Alt or Meta is held.
    pub is_modified: bool,
}

/// The event of a key; `None` leaves it to the browser.
pub fn keyed(state: &State, key: Key<'_>) -> Option<Event> {
    if key.is_composing {
        return None;
    }
    let picker = &state.picker;
    let (is_active, has_matches) = (picker.is_shown() && picker.active.is_some(), !picker.matches.is_empty());
    match key.name {
        // With Alt as well: it opens the list.
        "ArrowDown" if has_matches => Some(Event::Moved(Step::Down)),
        "ArrowDown" => Some(Event::ListWanted),
        "ArrowUp" if has_matches => Some(Event::Moved(Step::Up)),
        "Escape" if picker.is_shown() => Some(Event::ListClosed),
        _ if key.is_modified => None,
        "Home" if is_active => Some(Event::Moved(Step::First)),
        "End" if is_active => Some(Event::Moved(Step::Last)),
        // Never submits the form: what is typed is not taken yet, or everything else is still to be chosen.
        "Enter" => Some(Event::Entered),
        "Tab" if is_active || picker.is_takeable() => Some(Event::Entered),
        "Backspace" if picker.text.is_empty() && !state.chips.is_empty() => Some(Event::Backspaced),
        _ => None,
    }
}
