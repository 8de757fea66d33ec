//! What the server says of recipients.

use super::recipients;
use crate::ids;
use crate::responses::{ChipResponse, JudgedResponse};
use crate::share::chip::Chip;
use crate::share::state::{Announcement, Effect, FormErrors, JudgeRequest, Notice, Outcome, State};

/// The answer about recipients. It is for the chips as they were asked about: one that is gone, or has been asked about again, is left alone.
pub(super) fn judged(
    state: &mut State,
    round: u32,
    asked: JudgeRequest,
    outcome: Outcome<JudgedResponse>,
) -> Vec<Effect> {
    match (asked, outcome) {
        (JudgeRequest::Text { chip, .. }, outcome) => read(state, chip, outcome),
        (JudgeRequest::Lines(lines), Outcome::Ok(response)) => lit(state, round, &lines, response),
        // They are judged when the form is sent.
        (JudgeRequest::Lines(_), Outcome::Problem(_) | Outcome::Unreachable | Outcome::SignedOut) => {
            state.chips.settle(round);
            Vec::new()
        }
    }
}

/// Lights the chips, all in one go.
fn lit(state: &mut State, round: u32, lines: &[(u32, String)], response: JudgedResponse) -> Vec<Effect> {
    let JudgedResponse { chips, repeated } = response;
    let mut effects = Vec::new();
    let is_each = chips.len() == lines.len();
    let mut left = None::<usize>;
    for (at, (id, line)) in lines.iter().enumerate() {
        let is_asked = |chip: &Chip| chip.asked == round && chip.line() == *line;
        if !state.chips.get(*id).is_some_and(is_asked) {
            continue;
        }
        let of_line = |shown: &&ChipResponse| shown.line == *line || shown.resend_line == *line;
        let shown = if is_each { chips.get(at) } else { chips.iter().find(of_line) };
        let Some(shown) = shown else { continue };
        // Nobody waits behind whoever does not go out.
        let place = state.chips.position(*id);
        if let Some(there) = state.chips.same_person(&shown.key, *id) {
            state.chips.remove(*id);
            effects.push(state.flash(there));
            left = left.into_iter().chain(place).min();
        } else {
            state.chips.change(*id, |chip| chip.shown = shown.clone());
            if lines.len() == 1 && shown.light == "red" {
                left = place.map(|place| place + 1);
            }
        }
    }
    state.chips.settle(round);
    let only = if let [(id, _)] = lines { state.chips.get(*id) } else { None };
    if let Some(chip) = only.filter(|chip| chip.asked == round && chip.is_red()) {
        state.said = Announcement::Text(chip.shown.sentence.clone());
    }
    say_repeated(state, repeated);
    effects.extend(left.into_iter().flat_map(|left| recipients::judge_waiting(state, left)));
    effects
}

/// What was typed, read: one chip or many in the place of the text.
fn read(state: &mut State, id: u32, outcome: Outcome<JudgedResponse>) -> Vec<Effect> {
    if !state.chips.get(id).is_some_and(|chip| chip.is_unread) {
        return Vec::new();
    }
    let is_awaited = state.sends_once_read;
    match outcome {
        Outcome::Ok(JudgedResponse { chips, repeated }) if !chips.is_empty() => {
            let mut effects = put_in(state, id, chips);
            say_repeated(state, repeated);
            effects.extend(state.send_once_read());
            effects
        }
        Outcome::Problem(problem) => {
            let mut effects = recipients::put_back(state, id);
            effects.push(Effect::Focus(state.show_problem(problem)));
            effects
        }
        // Whoever has to sign in does so when the form is sent.
        Outcome::SignedOut => {
            let mut effects = recipients::put_back(state, id);
            effects.extend(is_awaited.then_some(Effect::SubmitNatively));
            effects
        }
        Outcome::Ok(_) | Outcome::Unreachable => {
            let effects = recipients::put_back(state, id);
            let sentence = state.unreachable.clone();
            state.served.errors = FormErrors { sentence, ..FormErrors::default() };
            state.served.announcements += 1;
            effects
        }
    }
}

/// Puts chips into the place of a text, but for those who are there already. What the form has no room for goes back into the field.
fn put_in(state: &mut State, id: u32, chips: Vec<ChipResponse>) -> Vec<Effect> {
    let Some((mut at, _)) = state.chips.remove(id) else { return Vec::new() };
    let (mut effects, mut added, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
    let any_is_known = chips.iter().any(is_known);
    for shown in chips {
        if let Some(there) = state.chips.same_person(&shown.key, 0) {
            effects.push(state.flash(there));
        } else if state.room() == 0 {
            beyond.push(shown.text);
        } else {
            added.push((shown.name.clone(), shown.sentence.clone()));
            state.chips.insert(at, shown);
            at += 1;
        }
    }
    match added.as_slice() {
        [] => {}
        [(person, outcome)] if effects.is_empty() => {
            state.said = Announcement::Added { person: person.clone(), outcome: outcome.clone() };
        }
        _ => state.said = Announcement::Count(state.chips.len()),
    }
    effects.extend(recipients::judge_behind(state, at));
    // Nobody is given access by an address alone: whoever sends has seen whose it is.
    if any_is_known && state.sends_once_read {
        state.stop_sending();
        effects.push(Effect::Focus(ids::SEND.to_owned()));
    }
    if !beyond.is_empty() {
        state.stop_sending();
        if !state.picker.text.trim().is_empty() {
            beyond.push(state.picker.text.clone());
        }
        effects.push(state.set_field(&beyond.join("; ")));
        state.refuse_more();
    }
    effects
}

/// Whether it is somebody of the directory, who was found by the address.
fn is_known(chip: &ChipResponse) -> bool {
    matches!(chip.kind.as_str(), "member" | "guest" | "pending")
}

fn say_repeated(state: &mut State, repeated: String) {
    if !repeated.is_empty() {
        state.said = Announcement::Text(repeated.clone());
        state.notice = Notice::Repeated(repeated);
        state.chips.redraw();
    }
}
