//! Which toasts are visible, and when to poll for more. Pure.

use crate::endpoints::invitation_page;
use crate::responses::{ToastText, ToastsResponse};

/// For how many whole readable seconds a success toast stays.
const VISIBLE_SECONDS: u32 = 6;
/// The number of polls after the last notification.
const MAX_POLLS: u32 = 40;
/// The pause before the first poll, in milliseconds.
const FIRST_PAUSE_MS: u32 = 300;
/// The longest pause between two polls, in milliseconds.
const MAX_PAUSE_MS: u32 = 15_000;
/// The pause between two polls while only guests are awaited, in milliseconds.
const GUESTS_PAUSE_MS: u32 = 20_000;
/// The number of such polls: two hours of a visible page. A page that is left open for longer must not keep its session alive.
const MAX_GUEST_POLLS: u32 = 360;
/// The pause between two polls while changes are told, in milliseconds. It counts as three of those for guests.
const LIVE_PAUSE_MS: u32 = 60_000;

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
    /// What the server said last of those that are not shown; without toasts.
    pub rest: ToastsResponse,
    /// Dismissed here: a response in progress may still contain them.
    dismissed: Vec<String>,
    /// A later notification starts a new round and ends the earlier one.
    round: u32,
    polls_left: u32,
    guest_polls_left: u32,
    pause_ms: u32,
    /// Whether changes are told; `None` before the first.
    is_live: Option<bool>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Whether new toasts are pending.
    Pending,
    /// The page has come, and no invitation is at work.
    Started,
    /// Something has changed, and the next change will be told too.
    Changed,
    /// Changes are not told any more.
    Unfollowed,
    /// The pause of this round is over.
    Due(u32),
    /// The response to the poll of this round; `None` if the poll failed.
    Answered(u32, Option<ToastsResponse>),
    /// A second has passed.
    Tick {
        /// The toasts that are on the screen: a small one has room for the newest only.
        readable: Vec<String>,
        /// The toasts under the pointer or with the focus.
        held: Vec<String>,
    },
    /// The person dismissed this toast.
    Dismissed(String),
    /// The server knows what was dismissed.
    DismissStored,
    /// The response to the question what is to be shown now; `None` if it failed.
    Refreshed(Option<ToastsResponse>),
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
    /// Fetch the toasts once more, because some were dismissed: others take their place.
    Refresh,
    /// Dismiss these toasts on the server.
    Dismiss(Vec<String>),
}

impl State {
    /// The list as the server rendered it, newest first.
    pub fn new(list: ToastsResponse) -> Self {
        let mut state = Self { guest_polls_left: MAX_GUEST_POLLS, ..Self::default() };
        state.show(list);
        for toast in &mut state.toasts {
            toast.is_new = false;
        }
        state
    }

    /// Whether a visible toast will be dismissed automatically.
    pub fn has_expiring(&self) -> bool {
        self.toasts.iter().any(|toast| !toast.text.trouble)
    }

    /// Whether this is the current round.
    pub const fn is_round(&self, round: u32) -> bool {
        self.round == round
    }

    /// Shows what the server says. What was there keeps its time, and its element in the page.
    fn show(&mut self, list: ToastsResponse) {
        let mut before = std::mem::take(&mut self.toasts);
        let ToastsResponse { toasts, .. } = &list;
        for text in toasts.iter().filter(|text| !self.dismissed.contains(&text.id)) {
            let known = before.iter().position(|toast| toast.text.id == text.id);
            let new = || VisibleToast { text: text.clone(), is_new: true, seconds: 0 };
            self.toasts.push(known.map_or_else(new, |at| before.swap_remove(at)));
        }
        self.rest = ToastsResponse { toasts: Vec::new(), ..list };
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
    fn tick(&mut self, readable: &[String], held: &[String]) -> Option<Effect> {
        let mut read = Vec::new();
        let shown = |toast: &&mut VisibleToast| !toast.text.trouble && readable.contains(&toast.text.id);
        for toast in self.toasts.iter_mut().filter(shown) {
            toast.seconds += 1;
            // The first second started before the toast arrived.
            if toast.seconds > VISIBLE_SECONDS && !held.contains(&toast.text.id) {
                read.push(toast.text.id.clone());
            }
        }
        self.dismiss(read)
    }

    /// Whether something may come by itself, and polls are left for it.
    const fn is_awaiting(&self) -> bool {
        self.polls_left > 0 || self.rest.awaits_guests && self.guest_polls_left > 0
    }

    /// The pause before the next poll of this round: ever longer after a notification, then slow while guests may accept. While changes are told
    /// it is slow all the time.
    fn wait(&mut self) -> Option<Effect> {
        if !self.is_awaiting() {
            return None;
        }
        let is_live = self.is_live == Some(true);
        let ms = if self.polls_left > 0 {
            if is_live { LIVE_PAUSE_MS } else { self.pause_ms }
        } else {
            let ms = if is_live { LIVE_PAUSE_MS } else { GUESTS_PAUSE_MS };
            self.guest_polls_left = self.guest_polls_left.saturating_sub(ms / GUESTS_PAUSE_MS);
            ms
        };
        Some(Effect::Wait { round: self.round, ms })
    }
}

/// Applies an event to the state; returns the effect to run.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Pending => {
            state.round += 1;
            (state.polls_left, state.pause_ms) = (MAX_POLLS, FIRST_PAUSE_MS);
            // What was told before the notification may have been no news then.
            Some(Effect::Wait { round: state.round, ms: FIRST_PAUSE_MS })
        }
        Event::Started => state.wait(),
        Event::Changed => {
            state.round += 1;
            // The first says that changes are told from now on. Where nothing is awaited, none has been missed.
            let is_first = state.is_live.replace(true).is_none();
            (!is_first || state.is_awaiting()).then_some(Effect::Fetch { round: state.round })
        }
        Event::Unfollowed => {
            (state.round, state.is_live) = (state.round + 1, Some(false));
            state.wait()
        }
        Event::Due(round) => state.is_round(round).then_some(Effect::Fetch { round }),
        Event::Answered(round, list) => {
            if !state.is_round(round) {
                return None;
            }
            if let Some(list) = list {
                state.show(list);
            }
            state.polls_left = state.polls_left.saturating_sub(1);
            state.pause_ms = (state.pause_ms * 3 / 2).min(MAX_PAUSE_MS);
            state.wait()
        }
        Event::Tick { readable, held } => state.tick(&readable, &held),
        Event::Dismissed(id) => state.dismiss(vec![id]),
        Event::DismissStored => (!state.rest.more_than_one.is_empty()).then_some(Effect::Refresh),
        Event::Refreshed(list) => {
            if let Some(list) = list {
                state.show(list);
            }
            None
        }
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
