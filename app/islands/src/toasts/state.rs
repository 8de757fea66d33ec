//! Which toasts show, and when to ask for more. Pure.

use crate::address::invitation_page;
use crate::answers::ToastText;

/// More than this many at a time is noise.
const MOST: usize = 3;
/// For how many whole seconds a good message stays where it can be read.
const STAY: u32 = 6;
/// How often to ask after the last sign that something is under way.
const QUESTIONS: u32 = 40;
/// The pause before the first question, in milliseconds.
const FIRST_PAUSE_MS: u32 = 300;
/// The longest pause between two questions, in milliseconds.
const SLOWEST_MS: u32 = 15_000;

/// A toast on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it says.
    pub text: ToastText,
    /// Came while the page was open.
    pub is_new: bool,
    /// For how many seconds somebody can have read it.
    seconds: u32,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Newest first.
    pub toasts: Vec<Shown>,
    /// Dismissed here: an answer under way may still hold them.
    dismissed: Vec<String>,
    /// A later sign takes over from an earlier one.
    round: u32,
    questions_left: u32,
    pause_ms: u32,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something is under way that will be told about.
    Announced,
    /// The pause of this round is over.
    Due(u32),
    /// The question of this round was answered; nothing for no answer.
    Answered(u32, Option<Vec<ToastText>>),
    /// A second in which somebody can have read, and the toasts that are pointed at or hold the focus.
    Second(Vec<String>),
    /// Somebody pressed the button of this toast.
    Dismissed(String),
    /// The person has been told about this invitation in another place.
    Told(String),
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Come back after a pause, with [`Event::Due`].
    Wait {
        /// Of this round.
        round: u32,
        /// The pause.
        ms: u32,
    },
    /// Ask for the toasts.
    Ask {
        /// For this round.
        round: u32,
    },
    /// Tell the server that these are dismissed.
    Dismiss(Vec<String>),
}

impl State {
    /// The list as the server drew it, newest first.
    pub fn new(toasts: Vec<ToastText>) -> Self {
        let toasts = toasts.into_iter().map(|text| Shown { text, is_new: false, seconds: 0 }).collect();
        Self { toasts, ..Self::default() }
    }

    /// Whether a toast is on the screen that leaves by itself.
    pub fn is_any_leaving(&self) -> bool {
        self.toasts.iter().any(|toast| !toast.text.trouble)
    }

    /// Whether this round still goes on.
    pub const fn is_round(&self, round: u32) -> bool {
        self.round == round
    }

    fn add(&mut self, text: ToastText) {
        let known = self.toasts.iter().any(|toast| toast.text.id == text.id);
        if !known && !self.dismissed.contains(&text.id) {
            self.toasts.insert(0, Shown { text, is_new: true, seconds: 0 });
            self.toasts.truncate(MOST);
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

    /// A good message has been read after a while. Trouble stays, and so does what somebody points at.
    fn second(&mut self, held: &[String]) -> Option<Effect> {
        let mut read = Vec::new();
        for toast in self.toasts.iter_mut().filter(|toast| !toast.text.trouble) {
            toast.seconds += 1;
            // The first second has begun before the toast came.
            if toast.seconds > STAY && !held.contains(&toast.text.id) {
                read.push(toast.text.id.clone());
            }
        }
        self.dismiss(read)
    }
}

/// Applies what happened; gives what is to be done about it.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Announced => {
            state.round += 1;
            (state.questions_left, state.pause_ms) = (QUESTIONS, FIRST_PAUSE_MS);
            Some(Effect::Wait { round: state.round, ms: state.pause_ms })
        }
        Event::Due(round) => state.is_round(round).then_some(Effect::Ask { round }),
        Event::Answered(round, toasts) => {
            if !state.is_round(round) {
                return None;
            }
            // The answer is newest first; each goes to the top.
            toasts.into_iter().flatten().rev().for_each(|text| state.add(text));
            state.questions_left = state.questions_left.saturating_sub(1);
            state.pause_ms = (state.pause_ms * 3 / 2).min(SLOWEST_MS);
            (state.questions_left > 0).then_some(Effect::Wait { round, ms: state.pause_ms })
        }
        Event::Second(held) => state.second(&held),
        Event::Dismissed(id) => state.dismiss(vec![id]),
        Event::Told(invitation) => {
            // An answer under way may still hold it.
            state.round += 1;
            let page = invitation_page(&invitation);
            state.toasts.retain(|toast| toast.text.href != page);
            None
        }
    }
}

#[cfg(test)]
mod tests;
