//! The people field with its list.

use super::recipients;
use crate::ids;
use crate::responses::{MatchResponse, MatchesResponse};
use crate::share::state::{Announcement, Effect, FormErrors, LookUp, Picker, Search, State, Step};
use crate::share::{chip, typed};

/// What is typed is looked up, and is taken once a separator ends it. While an input method is at work nothing is taken from under it.
pub(super) fn typed(state: &mut State, text: String, is_composing: bool) -> Vec<Effect> {
    if state.selected.take().is_some() {
        state.chips.redraw();
    }
    state.removed = None;
    state.picker.text = text;
    if state.picker.text.is_empty() {
        state.edited_at = None;
    }
    if !is_composing && typed::is_ended(&state.picker.text) {
        return recipients::take_text(state);
    }
    state.picker.is_open = true;
    look_up(state, true)
}

/// In an empty form the recent people are offered, unless the list would lie over what has just been said; whoever adds more asks for them.
pub(super) fn focused(state: &mut State) -> Vec<Effect> {
    let says_something = state.removed.is_some() || state.served.errors != FormErrors::default();
    let is_untouched = state.chips.is_empty() && !says_something;
    if is_untouched && state.picker.text.trim().is_empty() { wanted(state) } else { Vec::new() }
}

/// The list is opened, whatever is typed.
pub(super) fn wanted(state: &mut State) -> Vec<Effect> {
    state.picker.is_open = true;
    look_up(state, false)
}

/// Looks up what is typed, unless that is known or under way. A list of addresses fits nobody.
pub(super) fn look_up(state: &mut State, is_debounced: bool) -> Vec<Effect> {
    let picker = &mut state.picker;
    let query = picker.text.trim().to_owned();
    picker.takes_best = false;
    if query == picker.query && matches!(picker.look_up, LookUp::UnderWay | LookUp::Answered) {
        return Vec::new();
    }
    picker.narrow(&query);
    picker.query.clone_from(&query);
    if typed::is_list(&query) {
        picker.look_up = LookUp::None;
        return Vec::new();
    }
    picker.look_up = LookUp::UnderWay;
    // What was said of an earlier text is true no longer.
    if matches!(state.said, Announcement::Text(_) | Announcement::SearchFailed) {
        state.said = Announcement::Nothing;
    }
    vec![Effect::Search { text: query, is_debounced }]
}

impl Picker {
    /// Leaves what still fits a longer text, and nothing else: what does not fit any more cannot be picked. Recent people who still fit keep their heading
    /// until the answer takes their place, so that they do not move from under the pointer.
    fn narrow(&mut self, query: &str) {
        let is_longer = !query.is_empty() && query.starts_with(&self.query);
        self.matches.retain(|person| is_longer && fits(person, query));
        if self.matches.is_empty() {
            self.heading.clear();
        }
        self.remark.clear();
        self.active = None;
    }
}

fn fits(person: &MatchResponse, query: &str) -> bool {
    let has = |text: &str| {
        text.as_bytes().windows(query.len()).any(|part| part.eq_ignore_ascii_case(query.as_bytes()))
    };
    has(&person.name) || has(&person.address)
}

/// The answer to a look-up; one to an earlier text is dropped.
pub(super) fn searched(state: &mut State, text: &str, search: Search) -> Vec<Effect> {
    let picker = &mut state.picker;
    if !picker.awaits(text) {
        return Vec::new();
    }
    (picker.look_up, picker.active) = (LookUp::Answered, None);
    let takes_best = std::mem::take(&mut picker.takes_best);
    match search {
        Search::Found(MatchesResponse { matches, heading, remark, announcement }) => {
            let said = if announcement.is_empty() { &remark } else { &announcement };
            state.said = Announcement::Text(said.clone());
            (picker.matches, picker.heading, picker.remark) = (matches, heading, remark);
            if takes_best {
                return entered(state);
            }
        }
        Search::Failed => {
            picker.matches.clear();
            // Nobody has asked for recent people.
            if !text.is_empty() {
                picker.look_up = LookUp::Failed;
                state.said = Announcement::SearchFailed;
            }
        }
        // A complete address can still be sent; the person signs in then.
        Search::SignedOut => picker.matches.clear(),
    }
    Vec::new()
}

/// Moves the active option, with wrap-around.
pub(super) fn moved(state: &mut State, step: Step) -> Vec<Effect> {
    let picker = &mut state.picker;
    let Some(last) = picker.matches.len().checked_sub(1) else { return Vec::new() };
    let next = match (step, picker.active) {
        (Step::Down, Some(at)) if at < last => at + 1,
        (Step::Down | Step::First, _) => 0,
        (Step::Up, Some(at)) if at > 0 => at - 1,
        (Step::Up | Step::Last, _) => last,
    };
    (picker.is_open, picker.active) = (true, Some(next));
    Vec::new()
}

/// Enter and Tab take the active match, else the best; an address or a list that nobody has answered yet is taken as it is typed.
pub(super) fn entered(state: &mut State) -> Vec<Effect> {
    let picker = &mut state.picker;
    if let Some(active) = picker.active.filter(|_| picker.is_shown()) {
        return take(state, active);
    }
    let query = picker.text.trim();
    if query.is_empty() {
        return Vec::new();
    }
    let has_address = typed::has_address(query);
    let is_answered = picker.look_up == LookUp::Answered;
    if typed::is_list(query) || !is_answered && has_address {
        return recipients::take_text(state);
    }
    if is_answered {
        return match picker.best() {
            Some(best) => take(state, best),
            None if has_address => recipients::take_text(state),
            None => refuse(state, 0),
        };
    }
    // A name that is still being looked up, or could not be: asked at once.
    let text = query.to_owned();
    picker.query.clone_from(&text);
    (picker.look_up, picker.takes_best, picker.is_open) = (LookUp::UnderWay, true, true);
    vec![Effect::Search { text, is_debounced: false }]
}

/// A match that was pointed at, unless the text has changed since, or it is none any more.
pub(super) fn picked(state: &mut State, person: &str, text: &str) -> Vec<Effect> {
    let at = state.picker.matches.iter().position(|shown| shown.key == person);
    match at.filter(|_| text.trim() == state.picker.query) {
        Some(at) => take(state, at),
        None => Vec::new(),
    }
}

fn take(state: &mut State, at: usize) -> Vec<Effect> {
    let person = state.picker.matches.get(at).filter(|person| person.blocked.is_empty());
    let Some(person) = person.cloned() else { return refuse(state, at) };
    let said = Announcement::Added { person: person.name.clone(), outcome: person.outcome.clone() };
    recipients::add(state, chip::of_match(&person), said)
}

/// Says why nothing is taken.
fn refuse(state: &mut State, at: usize) -> Vec<Effect> {
    let picker = &state.picker;
    let blocked = picker.matches.get(at).map(|person| &person.blocked).filter(|why| !why.is_empty());
    state.said = Announcement::Text(blocked.unwrap_or(&picker.remark).clone());
    Vec::new()
}

/// Puts the text of a chip back into the field; what comes of it goes to the same place.
pub(super) fn edited(state: &mut State, id: u32) -> Vec<Effect> {
    let mut effects = Vec::new();
    if state.chips.get(id).is_none() {
        return effects;
    }
    if !state.picker.text.trim().is_empty() {
        effects = recipients::take_text(state);
        if !state.picker.text.is_empty() {
            return effects;
        }
    }
    let Some((at, chip)) = state.chips.remove(id) else { return effects };
    state.stop_sending();
    state.forget();
    state.edited_at = Some(at);
    effects.push(state.set_field(&chip.shown.text));
    effects.push(Effect::Focus(ids::ADDRESS.to_owned()));
    effects.extend(wanted(state));
    effects.extend(recipients::judge_waiting(state, at));
    effects
}
