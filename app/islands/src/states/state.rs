//! The states of the invitations on a page, and when to poll again. Pure.

use super::StatesStart;
use crate::responses::{StateResponse, StatesResponse};

/// The pause before a poll after a change, in milliseconds.
const MIN_PAUSE_MS: u32 = 1_000;
/// The longest pause, in milliseconds.
const MAX_PAUSE_MS: u32 = 15_000;

/// The invitations of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// In the order of the page.
    pub rows: Vec<StateResponse>,
    whole_page: bool,
    pause_ms: u32,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The island has started.
    Started,
    /// The pause is over, and the page is visible.
    Due,
    /// The response of the server.
    Answered(StatesResponse),
    /// The poll failed.
    Unanswered,
    /// The session has ended.
    SignedOut,
}

/// An effect to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Dispatch [`Event::Due`] after this number of milliseconds.
    Wait(u32),
    /// Fetch the states of these invitations.
    Fetch(Vec<String>),
    /// Reload the page.
    Reload,
}

impl State {
    /// The page as the server rendered it.
    pub fn new(start: StatesStart) -> Self {
        Self { rows: start.states, whole_page: start.whole_page, pause_ms: MIN_PAUSE_MS }
    }

    /// The state of an invitation.
    pub fn row(&self, id: &str) -> StateResponse {
        self.rows.iter().find(|row| row.id == id).cloned().unwrap_or_default()
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
        Event::Started => (!state.rows.is_empty()).then_some(Effect::Wait(state.pause_ms)),
        Event::Due => Some(Effect::Fetch(state.rows.iter().map(|row| row.id.clone()).collect())),
        Event::Answered(response) => {
            let changed = state.merge(response.states);
            // The server renders steps, history and actions.
            if changed && state.whole_page {
                return Some(Effect::Reload);
            }
            state.pause_ms = if changed { MIN_PAUSE_MS } else { (state.pause_ms * 3 / 2).min(MAX_PAUSE_MS) };
            response.open.then_some(Effect::Wait(state.pause_ms))
        }
        Event::Unanswered => {
            state.pause_ms = MAX_PAUSE_MS;
            Some(Effect::Wait(state.pause_ms))
        }
        // The server redirects to the sign-in, and back to this page.
        Event::SignedOut => Some(Effect::Reload),
    }
}

#[cfg(test)]
mod tests;
