//! Where the invitations of a page stand, and when to ask again. Pure.

use super::StatesStart;
use crate::answers::{StateReply, StatesReply};

/// The pause before a question while something happens, in milliseconds.
const QUICK_MS: u32 = 1_000;
/// Quick at first, never slower than this, in milliseconds.
const SLOWEST_MS: u32 = 15_000;

/// The invitations of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// In the order of the page.
    pub rows: Vec<StateReply>,
    whole_page: bool,
    pause_ms: u32,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The islands have come.
    Started,
    /// The pause is over, and somebody can see the page.
    Due,
    /// The server's answer.
    Answered(StatesReply),
    /// There was no answer that says where they stand.
    Unanswered,
    /// The session is over.
    SignedOut,
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Come back after so many milliseconds, with [`Event::Due`].
    Wait(u32),
    /// Ask where these stand.
    Ask(Vec<String>),
    /// Load the page anew.
    Reload,
}

impl State {
    /// The page as the server drew it.
    pub fn new(start: StatesStart) -> Self {
        Self { rows: start.states, whole_page: start.whole_page, pause_ms: QUICK_MS }
    }

    /// Where an invitation stands.
    pub fn row(&self, id: &str) -> StateReply {
        self.rows.iter().find(|row| row.id == id).cloned().unwrap_or_default()
    }

    /// Takes an answer; says whether a state is new in it.
    fn take(&mut self, states: Vec<StateReply>) -> bool {
        let mut news = false;
        for state in states {
            if let Some(row) = self.rows.iter_mut().find(|row| row.id == state.id) {
                news |= row.state != state.state;
                *row = state;
            }
        }
        news
    }
}

/// Applies what happened; gives what is to be done about it.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Started => (!state.rows.is_empty()).then_some(Effect::Wait(state.pause_ms)),
        Event::Due => Some(Effect::Ask(state.rows.iter().map(|row| row.id.clone()).collect())),
        Event::Answered(answer) => {
            let news = state.take(answer.states);
            // Steps, history and what can be done are drawn by the server.
            if news && state.whole_page {
                return Some(Effect::Reload);
            }
            state.pause_ms = if news { QUICK_MS } else { (state.pause_ms * 3 / 2).min(SLOWEST_MS) };
            answer.open.then_some(Effect::Wait(state.pause_ms))
        }
        Event::Unanswered => {
            state.pause_ms = SLOWEST_MS;
            Some(Effect::Wait(state.pause_ms))
        }
        // The server knows the way to sign in, and back to this page.
        Event::SignedOut => Some(Effect::Reload),
    }
}

#[cfg(test)]
mod tests;
