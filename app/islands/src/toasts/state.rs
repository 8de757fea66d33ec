//! Which toasts are visible, and when to poll for more. Pure.

use crate::endpoints::invitation_page;
use crate::responses::ToastText;

/// The most toasts that are visible at a time.
const MAX_TOASTS: usize = 3;
/// For how many whole readable seconds a success toast stays.
const VISIBLE_SECONDS: u32 = 6;
/// The number of polls after the last notification.
const MAX_POLLS: u32 = 40;
/// The pause before the first poll, in milliseconds.
const FIRST_PAUSE_MS: u32 = 300;
/// The longest pause between two polls, in milliseconds.
const MAX_PAUSE_MS: u32 = 15_000;

/// A toast on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleToast {
    /// What it says.
    pub text: ToastText,
    /// Whether it arrived while the page was open.
    pub is_new: bool,
    /// For how many seconds it was readable.
    seconds: u32,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Newest first.
    pub toasts: Vec<VisibleToast>,
    /// Dismissed here: a response in progress may still contain them.
    dismissed: Vec<String>,
    /// A later notification starts a new round and ends the earlier one.
    round: u32,
    polls_left: u32,
    pause_ms: u32,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Whether new toasts are pending.
    Pending,
    /// The pause of this round is over.
    Due(u32),
    /// The response to the poll of this round; `None` if the poll failed.
    Answered(u32, Option<Vec<ToastText>>),
    /// A readable second has passed. With the toasts under the pointer or with the focus.
    Tick(Vec<String>),
    /// The person dismissed this toast.
    Dismissed(String),
    /// The result of this invitation was shown elsewhere.
    ShownElsewhere(String),
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
    /// Fetch the toasts.
    Fetch {
        /// The round.
        round: u32,
    },
    /// Dismiss these toasts on the server.
    Dismiss(Vec<String>),
}

impl State {
    /// The list as the server rendered it, newest first.
    pub fn new(toasts: Vec<ToastText>) -> Self {
        let toasts =
            toasts.into_iter().map(|text| VisibleToast { text, is_new: false, seconds: 0 }).collect();
        Self { toasts, ..Self::default() }
    }

    /// Whether a visible toast will be dismissed automatically.
    pub fn has_expiring(&self) -> bool {
        self.toasts.iter().any(|toast| !toast.text.trouble)
    }

    /// Whether this is the current round.
    pub const fn is_round(&self, round: u32) -> bool {
        self.round == round
    }

    fn add(&mut self, text: ToastText) {
        let known = self.toasts.iter().any(|toast| toast.text.id == text.id);
        if !known && !self.dismissed.contains(&text.id) {
            self.toasts.insert(0, VisibleToast { text, is_new: true, seconds: 0 });
            self.toasts.truncate(MAX_TOASTS);
        }
    }

    fn dismiss(&mut self, ids: Vec<String>) -> Option<Effect> {
        let before = self.toasts.len();
        self.toasts.retain(|toast| !ids.contains(&toast.text.id));
        if self.toasts.len() == before {
            return None;
        }
        self.dismissed.extend(ids.iter().cloned());
        Some(Effect::Dismiss(ids))
    }

    /// Counts a second; dismisses success toasts after their time. Toasts about problems stay, and so do toasts under the pointer.
    fn tick(&mut self, held: &[String]) -> Option<Effect> {
        let mut read = Vec::new();
        for toast in self.toasts.iter_mut().filter(|toast| !toast.text.trouble) {
            toast.seconds += 1;
            // The first second started before the toast arrived.
            if toast.seconds > VISIBLE_SECONDS && !held.contains(&toast.text.id) {
                read.push(toast.text.id.clone());
            }
        }
        self.dismiss(read)
    }
}

/// Applies an event to the state; returns the effect to run.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Pending => {
            state.round += 1;
            (state.polls_left, state.pause_ms) = (MAX_POLLS, FIRST_PAUSE_MS);
            Some(Effect::Wait { round: state.round, ms: state.pause_ms })
        }
        Event::Due(round) => state.is_round(round).then_some(Effect::Fetch { round }),
        Event::Answered(round, toasts) => {
            if !state.is_round(round) {
                return None;
            }
            // The response is newest first; each toast is inserted at the top.
            toasts.into_iter().flatten().rev().for_each(|text| state.add(text));
            state.polls_left = state.polls_left.saturating_sub(1);
            state.pause_ms = (state.pause_ms * 3 / 2).min(MAX_PAUSE_MS);
            (state.polls_left > 0).then_some(Effect::Wait { round, ms: state.pause_ms })
        }
        Event::Tick(held) => state.tick(&held),
        Event::Dismissed(id) => state.dismiss(vec![id]),
        Event::ShownElsewhere(invitation) => {
            // A response in progress may still contain it.
            state.round += 1;
            let page = invitation_page(&invitation);
            state.toasts.retain(|toast| toast.text.href != page);
            None
        }
    }
}

#[cfg(test)]
mod tests;
