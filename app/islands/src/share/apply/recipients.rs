//! The recipients: added, removed, edited, chosen.

use crate::ids;
use crate::responses::ChipResponse;
use crate::share::chip::{Chip, PENDING, of_line, of_match};
use crate::share::chips::FEW;
use crate::share::state::{Announcement, Effect, FormErrors, JudgeRequest, State};
use crate::share::typed;

/// Has chips from this place on judged.
pub(super) fn judge(state: &mut State, from: usize, which: impl Fn(&Chip) -> bool) -> Vec<Effect> {
    let round = state.round + 1;
    let lines = state.chips.ask(round, from, which);
    if lines.is_empty() {
        return Vec::new();
    }
    state.round = round;
    vec![Effect::Judge { round, asked: JudgeRequest::Lines(lines) }]
}

/// Has those judged of whom nothing is said yet.
pub(super) fn judge_unlit(state: &mut State) -> Vec<Effect> {
    judge(state, 0, |chip| chip.shown.light.is_empty())
}

/// Has one judged that has come to its place, or means something else now, and those behind it. In two questions: what is said of one alone is
/// announced.
fn judge_with_behind(state: &mut State, id: u32) -> Vec<Effect> {
    let mut effects = judge(state, 0, |chip| chip.id == id);
    // Of whoever is not to be invited again any more, too, others may have the turn.
    let may_take_turn =
        |chip: &Chip| chip.id == id && (chip.ahead_index().is_some() || chip.shown.kind == PENDING);
    if let Some(at) = state.chips.iter().position(may_take_turn) {
        effects.extend(judge_behind(state, at + 1));
    }
    effects
}

/// Has the new guests from this place on judged again, because others stand before them now. Of many it takes too long for a click: the plan says it.
pub(super) fn judge_behind(state: &mut State, from: usize) -> Vec<Effect> {
    if state.chips.len() > FEW {
        return Vec::new();
    }
    judge(state, from, |chip| chip.ahead_index().is_some())
}

/// The same where somebody has left this place: whoever waits for a turn may have it earlier now, and the day may have room for whoever it had
/// none for. Whoever goes out at once still does, and is asked about only behind one who waits: all in between count.
pub(super) fn judge_waiting(state: &mut State, left: usize) -> Vec<Effect> {
    let waits = |chip: &Chip| chip.ahead_index().is_some() && chip.shown.light != "green";
    let first = state.chips.iter().skip(left).position(waits);
    first.map(|first| judge_behind(state, left + first)).unwrap_or_default()
}

/// Has a text read that stands as a chip.
fn read(state: &mut State, chip: u32, text: &str) -> Effect {
    state.round += 1;
    Effect::Judge { round: state.round, asked: JudgeRequest::Text { chip, text: text.to_owned() } }
}

/// Adds somebody who was picked.
pub(super) fn add(state: &mut State, shown: ChipResponse, said: Announcement) -> Vec<Effect> {
    if let Some(there) = state.chips.same_person(&shown.key, 0) {
        state.edited_at = None;
        return vec![state.set_field(""), state.flash(there)];
    }
    if state.room() == 0 {
        state.refuse_more();
        return Vec::new();
    }
    state.forget();
    let mut effects = vec![state.set_field("")];
    let at = state.place();
    let id = state.chips.insert(at, shown);
    state.said = said;
    effects.extend(judge_with_behind(state, id));
    effects
}

/// Takes what is typed: it stands as a chip until it is read. What the form has no room for stays in the field.
pub(super) fn take_text(state: &mut State) -> Vec<Effect> {
    let text = state.picker.text.clone();
    let (taken, rest) =
        if state.room() == 0 { ("", text.as_str()) } else { typed::split(&text, state.room()) };
    state.forget();
    let mut effects = Vec::new();
    if !taken.trim().is_empty() {
        let at = state.place();
        let chip = state.chips.insert_unread(at, taken.trim());
        effects.push(read(state, chip, taken));
    }
    if !rest.trim().is_empty() {
        state.refuse_more();
    }
    effects.insert(0, state.set_field(rest));
    effects
}

/// In the empty field Backspace selects the last chip, and then removes it.
pub(super) fn backspaced(state: &mut State) -> Vec<Effect> {
    if let Some(selected) = state.selected {
        return removed(state, selected);
    }
    if let Some(last) = state.chips.iter().next_back() {
        state.said = Announcement::Removes(last.shown.name.clone());
        state.selected = Some(last.id);
        state.chips.redraw();
    }
    Vec::new()
}

/// Takes a chip out; it can be put back.
pub(super) fn removed(state: &mut State, id: u32) -> Vec<Effect> {
    let Some((at, chip)) = state.chips.remove(id) else { return Vec::new() };
    state.forget();
    state.said = Announcement::Removed(chip.shown.name.clone());
    state.removed = Some((at, chip));
    let mut effects = vec![Effect::Focus(ids::ADDRESS.to_owned())];
    effects.extend(judge_waiting(state, at));
    effects.extend(state.send_once_read());
    effects
}

/// Puts back who was removed last.
pub(super) fn removal_undone(state: &mut State) -> Vec<Effect> {
    let Some((at, chip)) = state.removed.take() else { return Vec::new() };
    let focus = Effect::Focus(ids::ADDRESS.to_owned());
    if let Some(there) = state.chips.same_person(&chip.shown.key, 0) {
        return vec![state.flash(there), focus];
    }
    state.said =
        Announcement::Added { person: chip.shown.name.clone(), outcome: chip.shown.sentence.clone() };
    let (is_unread, is_judging, text) = (chip.is_unread, chip.is_judging, chip.shown.text.clone());
    let takes_turn = chip.ahead_index().is_some();
    let id = state.chips.put(at, chip);
    let mut effects = vec![focus];
    if is_unread {
        effects.push(read(state, id, &text));
    } else if is_judging {
        effects.extend(judge_with_behind(state, id));
    } else if takes_turn {
        // Others may have left meanwhile.
        let from = state.chips.position(id).unwrap_or(at);
        effects.extend(judge_behind(state, from));
    }
    effects
}

/// Asks for a new invitation, or no longer.
pub(super) fn resend_toggled(state: &mut State, id: u32) -> Vec<Effect> {
    state.chips.change(id, |chip| {
        chip.shown.resends = !chip.shown.resends && !chip.shown.resend_line.is_empty();
    });
    judge_with_behind(state, id)
}

/// Puts somebody who may be meant into the place of the chip.
pub(super) fn chosen(state: &mut State, id: u32, key: &str) -> Vec<Effect> {
    let candidates = state.chips.get(id).map(|chip| chip.shown.candidates.as_slice()).unwrap_or_default();
    let person = candidates.iter().find(|person| person.key == key && person.blocked.is_empty());
    let Some(person) = person.cloned() else { return Vec::new() };
    let mut effects = Vec::new();
    if let Some(there) = state.chips.same_person(&person.key, id) {
        state.chips.remove(id);
        effects.push(state.flash(there));
    } else {
        state.chips.change(id, |chip| chip.shown = of_match(&person));
        state.said = Announcement::Added { person: person.name, outcome: person.outcome };
        effects.extend(judge_with_behind(state, id));
    }
    state.served.errors = FormErrors::default();
    let next = state.first_trouble().unwrap_or_else(|| ids::ADDRESS.to_owned());
    effects.push(Effect::Focus(next));
    effects
}

/// Draws all chips, a few at a time: a key is answered between them.
pub(super) fn unfolded(state: &mut State) -> Vec<Effect> {
    let first = state.chips.iter().nth(FEW).map(|chip| Effect::Focus(ids::chip_id(chip.id)));
    let mut effects = unfolded_more(state);
    effects.extend(first);
    effects
}

/// Draws the next few.
pub(super) fn unfolded_more(state: &mut State) -> Vec<Effect> {
    if state.chips.unfold() { vec![Effect::Unfold] } else { Vec::new() }
}

/// Puts back what was typed before; whatever stands there already stays.
pub(super) fn restored(state: &mut State, lines: &[String], text: String) -> Vec<Effect> {
    state.said = Announcement::Restored;
    let mut effects = Vec::new();
    if state.picker.text.is_empty() && !text.is_empty() {
        effects.push(state.set_field(&text));
    }
    for line in lines.iter().take(state.room()) {
        let at = state.chips.len();
        state.chips.insert(at, of_line(line));
    }
    effects.extend(judge_unlit(state));
    effects
}

/// The text of a chip that could not be read stands in the field again, before what was typed meanwhile.
pub(super) fn put_back(state: &mut State, id: u32) -> Vec<Effect> {
    let Some((_, chip)) = state.chips.remove(id) else { return Vec::new() };
    state.stop_sending();
    let typed = state.picker.text.trim();
    let text =
        if typed.is_empty() { chip.shown.text } else { [chip.shown.text.as_str(), "; ", typed].concat() };
    vec![state.set_field(&text)]
}
