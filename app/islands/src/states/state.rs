//! The states of the invitations on a page, and when to poll again. Pure.

use super::StatesStart;
use crate::responses::{StateResponse, StatesResponse};

/// The pause before a poll after a change, in milliseconds.
const MIN_PAUSE_MS: u32 = 1_000;
/// The longest pause, in milliseconds.
const MAX_PAUSE_MS: u32 = 15_000;
/// The pause while changes are told, in milliseconds: what is said of a wait is to stay true.
const LIVE_PAUSE_MS: u32 = 30_000;

/// The invitations of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that is known of the page, independently of the others"
)]
pub struct State {
    /// In the order of the page.
    pub rows: Vec<StateResponse>,
    whole_page: bool,
    /// Whether all changes would be told; where others' would not, it asks as if none were.
    is_told: bool,
    pause_ms: u32,
    /// What is told in between starts a new round and ends the earlier one.
    round: u32,
    /// Whether changes are told.
    is_live: bool,
    /// Whether something may still change by itself.
    is_open: bool,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The island has started.
    Started,
    /// Something has changed, and the next change will be told too.
    Changed,
    /// Changes are not told any more.
    Unfollowed,
    /// The pause of this round is over, and the page is visible.
    Due(u32),
    /// The response to the poll of this round.
    Answered(u32, StatesResponse),
    /// The poll of this round failed.
    Unanswered(u32),
    /// The session has ended.
    SignedOut,
}

/// An effect to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Dispatch [`Event::Due`] after a pause.
    Wait {
        /// The round.
        round: u32,
        /// The pause.
        ms: u32,
    },
    /// Fetch the states of these invitations.
    Fetch {
        /// The round.
        round: u32,
        /// The invitations.
        ids: Vec<String>,
    },
    /// Reload the page.
    Reload,
}

impl State {
    /// The page as the server rendered it.
    pub fn new(start: StatesStart) -> Self {
        let is_open = !start.states.is_empty();
        let StatesStart { states: rows, whole_page, is_told, .. } = start;
        Self { rows, whole_page, is_told, pause_ms: MIN_PAUSE_MS, is_open, ..Self::default() }
    }

    /// The state of an invitation.
    pub fn row(&self, id: &str) -> StateResponse {
        self.rows.iter().find(|row| row.id == id).cloned().unwrap_or_default()
    }

    /// Whether this is the current round.
    pub const fn is_round(&self, round: u32) -> bool {
        self.round == round
    }

    fn fetch(&self) -> Option<Effect> {
        let ids: Vec<_> = self.rows.iter().map(|row| row.id.clone()).collect();
        (!ids.is_empty()).then_some(Effect::Fetch { round: self.round, ids })
    }

    fn wait(&self) -> Option<Effect> {
        let ms = if self.is_live { LIVE_PAUSE_MS } else { self.pause_ms };
        self.is_open.then_some(Effect::Wait { round: self.round, ms })
    }

    /// Merges a response; returns whether a state has changed.
    fn merge(&mut self, states: Vec<StateResponse>) -> bool {
        let mut changed = false;
        for state in states {
            if let Some(row) = self.rows.iter_mut().find(|row| row.id == state.id) {
                changed |= row.state != state.state;
                *row = state;
            }
        }
        changed
    }
}

/// Applies an event to the state; returns the effect to run.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Started => state.wait(),
        Event::Changed => {
            state.round += 1;
            (state.is_live, state.pause_ms) = (state.is_told, MIN_PAUSE_MS);
            state.fetch()
        }
        Event::Unfollowed => {
            state.round += 1;
            state.is_live = false;
            state.wait()
        }
        Event::Due(round) | Event::Answered(round, _) | Event::Unanswered(round)
            if !state.is_round(round) =>
        {
            None
        }
        Event::Due(_) => state.fetch(),
        Event::Answered(_, response) => {
            let changed = state.merge(response.states);
            // The server renders steps, history and actions.
            if changed && state.whole_page {
                return Some(Effect::Reload);
            }
            state.pause_ms = if changed { MIN_PAUSE_MS } else { (state.pause_ms * 3 / 2).min(MAX_PAUSE_MS) };
            state.is_open = response.open;
            state.wait()
        }
        Event::Unanswered(_) => {
            state.pause_ms = MAX_PAUSE_MS;
            state.wait()
        }
        // The server redirects to the sign-in, and back to this page.
        Event::SignedOut => Some(Effect::Reload),
    }
}

#[cfg(test)]
mod tests;
