//! The reducer of the dialog. Pure: tested natively.

mod changes;
mod following;
mod judged;
mod picker;
mod planned;
mod recipients;
mod sending;

use super::state::{Effect, Event, State};

/// Applies an event to the state; returns the effects to run, in order.
pub fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let (edition, text) = (state.chips.edition(), state.picker.text.clone());
    let is_of_form = matches!(event, Event::FormChanged | Event::RoleChanged);
    let mut effects = change(state, event);
    if state.follow.is_some() {
        return effects;
    }
    let is_changed = is_of_form || edition != state.chips.edition();
    if is_changed || text != state.picker.text {
        effects.push(Effect::Keep);
    }
    if is_changed {
        effects.extend(planned::ask(state));
    }
    effects
}

fn change(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Typed { text, is_composing } => picker::typed(state, text, is_composing),
        Event::Pasted(text) => {
            state.picker.text = text;
            recipients::take_text(state)
        }
        Event::Focused => picker::focused(state),
        Event::ListWanted => picker::wanted(state),
        Event::ListClosed => {
            (state.picker.is_open, state.picker.active) = (false, None);
            Vec::new()
        }
        Event::Searched(text, search) => picker::searched(state, &text, search),
        Event::Moved(step) => picker::moved(state, step),
        Event::Entered => picker::entered(state),
        Event::Picked { person, text } => picker::picked(state, &person, &text),
        Event::Backspaced => recipients::backspaced(state),
        Event::Removed(chip) => recipients::removed(state, chip),
        Event::RemovalUndone => recipients::removal_undone(state),
        Event::Edited(chip) => picker::edited(state, chip),
        Event::ResendToggled(chip) => recipients::resend_toggled(state, chip),
        Event::Chosen { chip, person } => recipients::chosen(state, chip, &person),
        Event::Unfolded => recipients::unfolded(state),
        Event::UnfoldedMore => recipients::unfolded_more(state),
        Event::FlashOver(chip) => {
            state.chips.change(chip, |chip| chip.flashes = false);
            Vec::new()
        }
        Event::Judged { round, asked, outcome } => judged::judged(state, round, asked, outcome),
        Event::RoleChanged => recipients::judge(state, 0, |_| true),
        Event::PlanToggled(is_open) => planned::toggled(state, is_open),
        Event::Planned(round, outcome) => planned::planned(state, round, outcome),
        Event::Begun => recipients::judge_unlit(state),
        Event::Restored { lines, text } => recipients::restored(state, &lines, text),
        Event::Submitted { leaves_out } => sending::submitted(state, leaves_out),
        Event::Answered(outcome) => sending::answered(state, outcome),
        Event::Polled(round, outcome) => following::polled(state, round, outcome),
        Event::Woken => following::woken(state),
        Event::Retried(invitation) => following::retried(state, invitation),
        Event::Corrected(invitation) => following::corrected(state, &invitation),
        Event::RetryAnswered(outcome) => following::retry_answered(state, outcome),
        Event::Closed if state.leads_away => vec![Effect::OpenItem],
        Event::FormChanged | Event::Closed => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
