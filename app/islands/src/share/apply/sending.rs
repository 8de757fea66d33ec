//! The form is sent.

use super::recipients;
use crate::ids;
use crate::responses::ShareResponse;
use crate::share::state::{Announcement, Effect, Follow, FormErrors, Outcome, State};

/// Sends the form once. What still stands in the field is read first.
pub(super) fn submitted(state: &mut State, leaves_out: bool) -> Vec<Effect> {
    if state.served.is_busy {
        return Vec::new();
    }
    (state.picker.is_open, state.picker.active) = (false, None);
    let mut effects = Vec::new();
    if !state.picker.text.trim().is_empty() {
        effects = recipients::take_text(state);
        if !state.picker.text.is_empty() {
            effects.push(Effect::Focus(ids::ADDRESS.to_owned()));
            return effects;
        }
    }
    (state.served.is_busy, state.leaves_out, state.sends_once_read) = (true, leaves_out, true);
    effects.extend(state.send_once_read());
    effects
}

/// The response to the form.
pub(super) fn answered(state: &mut State, outcome: Outcome<ShareResponse>) -> Vec<Effect> {
    state.served.is_busy = false;
    match outcome {
        Outcome::Ok(ShareResponse::Accepted { share }) => {
            let round = state.first_round;
            state.follow = Some(Follow { share: share.clone(), round, is_asking: true, ..Follow::default() });
            (state.served.is_accepted, state.leads_away, state.said) = (true, true, Announcement::Nothing);
            vec![
                Effect::Forget,
                Effect::NotifyPending,
                Effect::Focus(ids::PROGRESS.to_owned()),
                Effect::Poll { share, round, pause_ms: 0 },
            ]
        }
        Outcome::Ok(ShareResponse::Refused { problem, chips, key }) => {
            state.renew_key(key);
            if !chips.is_empty() {
                state.chips.replace(chips);
            }
            vec![Effect::Focus(state.show_problem(problem))]
        }
        Outcome::Problem(problem) => vec![Effect::Focus(state.show_problem(problem))],
        Outcome::SignedOut => vec![Effect::SubmitNatively],
        Outcome::Unreachable => {
            let fields = std::mem::take(&mut state.served.errors.fields);
            let sentence = state.unreachable.clone();
            state.served.errors = FormErrors { fields, sentence, ..FormErrors::default() };
            state.served.announcements += 1;
            Vec::new()
        }
    }
}
