//! The reducer of the dialog. Pure: tested natively.

use super::state::{Effect, Event, Follow, FormErrors, Hint, Outcome, Picker, Search, State};
use crate::ids;
use crate::responses::{ProblemBody, ProgressResponse, ShareResponse};

/// The shortest query, in characters, where one character is not a word.
const MIN_QUERY_LENGTH: usize = 2;
/// From here on, scripts have characters that are words: Chinese, Japanese, Korean.
const FIRST_WORD: char = '\u{2E80}';
/// After this number of polls without a response, the dialog says so.
const MAX_UNANSWERED: u32 = 3;
/// The longest pause between two polls, in milliseconds.
const MAX_PAUSE_MS: u32 = 5_000;

/// Applies an event to the state; returns the effect to run.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Typed(text) => typed(state, text),
        Event::Searched(query, search) => {
            if query == state.picker.query {
                searched(&mut state.picker, search);
            }
            None
        }
        Event::ArrowKey { down } => {
            state.picker.move_active(down);
            None
        }
        Event::ListClosed => {
            state.picker.close();
            None
        }
        Event::Picked(position) => picked(state, position),
        Event::Removed => {
            (state.picker.chosen, state.picker.hint) = (None, Hint::Ready);
            Some(Effect::Focus(ids::ADDRESS.to_owned()))
        }
        Event::Submitted { name } => submitted(state, &name),
        Event::Answered(outcome) => {
            state.busy = false;
            answered(state, outcome)
        }
        Event::Polled(outcome) => polled(state, outcome),
        Event::Closed => state.leads_away().then_some(Effect::OpenItem),
    }
}

impl Picker {
    /// Forgets what was said of an earlier text.
    fn forget(&mut self) {
        self.address.clear();
        self.name.clear();
        self.remark.clear();
    }

    fn close(&mut self) {
        (self.open, self.active) = (false, None);
    }

    /// Ignores the response of a lookup that is still in progress, because the form is sent or a person is chosen.
    fn cancel_lookup(&mut self) {
        self.query.clear();
        self.close();
    }

    /// The address as it will be invited, else what is typed.
    pub fn shown_address(&self) -> &str {
        if self.address.is_empty() { self.text.trim() } else { &self.address }
    }

    /// Moves the active option by the arrow keys, with wrap-around.
    fn move_active(&mut self, down: bool) {
        let count = self.matches.len();
        if count == 0 {
            return;
        }
        let next = match (self.active, down) {
            (Some(at), true) => at + 1,
            (None, true) => 0,
            (at, false) => at.unwrap_or(0) + count - 1,
        };
        (self.open, self.active) = (true, Some(next % count));
    }
}

fn typed(state: &mut State, text: String) -> Option<Effect> {
    // The candidates belong to an older text.
    state.candidates.clear();
    let picker = &mut state.picker;
    picker.hint = Hint::Ready;
    picker.forget();
    picker.query = text.trim().to_owned();
    picker.text = text;
    let is_short = picker.query.chars().count() < MIN_QUERY_LENGTH;
    if is_short && !picker.query.starts_with(|c| c >= FIRST_WORD) {
        picker.matches.clear();
        picker.cancel_lookup();
        return None;
    }
    Some(Effect::Search(picker.query.clone()))
}

fn searched(picker: &mut Picker, search: Search) {
    (picker.matches, picker.hint) = match search {
        Search::Found(found) => {
            let hint = match () {
                () if !found.matches.is_empty() => Hint::Ready,
                () if !found.remark.is_empty() => Hint::Remark,
                () if !found.address.is_empty() => Hint::New,
                () => Hint::Nobody,
            };
            (picker.address, picker.name, picker.remark) = (found.address, found.name, found.remark);
            (found.matches, hint)
        }
        // A complete address can still be sent; the person signs in then.
        Search::SignedOut => (Vec::new(), Hint::Ready),
        Search::Failed => (Vec::new(), Hint::Failed),
    };
    (picker.open, picker.active) = (!picker.matches.is_empty(), None);
    picker.found = Some(picker.matches.len());
}

/// Puts the address of the match into the field, so that the plain form sends the same.
fn picked(state: &mut State, position: usize) -> Option<Effect> {
    let person = state.picker.matches.get(position).filter(|person| person.blocked.is_empty())?.clone();
    state.picker.forget();
    state.errors = FormErrors::default();
    state.picker.cancel_lookup();
    state.picker.hint = if person.standing == "pending" { Hint::Pending } else { Hint::Known };
    person.address.clone_into(&mut state.picker.text);
    state.picker.chosen = Some(person);
    // The role is what remains to be chosen; a second Enter does no harm there.
    Some(Effect::Focus(ids::ROLE.to_owned()))
}

fn submitted(state: &mut State, name: &str) -> Option<Effect> {
    if std::mem::replace(&mut state.busy, true) {
        return None;
    }
    state.picker.cancel_lookup();
    let chosen = state.picker.chosen.as_ref().map(|person| person.name.as_str());
    let named = chosen.unwrap_or(name).trim();
    state.person = if named.is_empty() { state.picker.shown_address() } else { named }.to_owned();
    Some(Effect::Send)
}

fn answered(state: &mut State, outcome: Outcome<ShareResponse>) -> Option<Effect> {
    match outcome {
        Outcome::Ok(ShareResponse::Accepted { invitation, address }) => {
            let is_typed = state.person == state.picker.text.trim() && !address.is_empty();
            // Whatever was typed: what is invited is what is shown.
            let person = if is_typed { address } else { state.person.clone() };
            state.follow = Some(Follow { invitation: invitation.clone(), person, ..Follow::default() });
            Some(Effect::Follow(invitation))
        }
        Outcome::Ok(ShareResponse::Choose { matches }) => {
            state.errors = FormErrors::default();
            state.candidates = matches;
            Some(Effect::FocusCandidates)
        }
        Outcome::Ok(ShareResponse::Refused { problem, key }) => {
            state.renew_key(key);
            Some(Effect::Focus(state.show_problem(problem)))
        }
        Outcome::Problem(problem) => Some(Effect::Focus(state.show_problem(problem))),
        Outcome::SignedOut => Some(Effect::SubmitNatively),
        Outcome::Unreachable => {
            let fields = std::mem::take(&mut state.errors.fields);
            state.errors =
                FormErrors { fields, sentence: state.unreachable.clone(), ..FormErrors::default() };
            state.announcements += 1;
            None
        }
    }
}

fn polled(state: &mut State, outcome: Outcome<ProgressResponse>) -> Option<Effect> {
    let invitation = state.follow.as_ref()?.invitation.clone();
    let said = match outcome {
        Outcome::Ok(progress) if !progress.state.is_empty() => return progressed(state, progress),
        // The page of the invitation leads to the sign-in and back.
        Outcome::SignedOut => return Some(Effect::OpenInvitation(invitation)),
        // A failed poll says nothing about the invitation: the last progress stays.
        Outcome::Problem(problem) => problem.sentence,
        Outcome::Ok(_) | Outcome::Unreachable => String::new(),
    };
    let own = state.unanswered.clone();
    let follow = state.follow.as_mut()?;
    follow.unanswered += 1;
    // Set once only, because a screen reader reads each change aloud.
    if follow.unanswered >= MAX_UNANSWERED && follow.no_response.is_empty() {
        follow.no_response = if said.is_empty() { own } else { said };
    }
    Some(Effect::PollAgain(invitation, follow.next_pause()))
}

/// Shows the progress until the invitation settles. A permanent failure returns to the form.
fn progressed(state: &mut State, progress: ProgressResponse) -> Option<Effect> {
    state.renew_key(progress.key.clone());
    if progress.state == "failed" {
        let invitation = state.follow.take()?.invitation;
        let focus = state.show_problem(progress.problem.unwrap_or_default());
        return Some(Effect::ProblemShown { invitation, focus });
    }
    let follow = state.follow.as_mut()?;
    (follow.unanswered, follow.no_response) = (0, String::new());
    let settled = progress.settled;
    follow.progress = Some(progress);
    if settled {
        return Some(Effect::NotifyPending);
    }
    Some(Effect::PollAgain(follow.invitation.clone(), follow.next_pause()))
}

impl Follow {
    fn next_pause(&mut self) -> u32 {
        self.pause_ms = (self.pause_ms * 2 + 150).min(MAX_PAUSE_MS);
        self.pause_ms
    }
}

impl State {
    /// Replaces the idempotency key when a response brings a new one, so that the next form counts as a new one.
    fn renew_key(&mut self, key: String) {
        if !key.is_empty() {
            self.key = key;
        }
    }

    /// Shows a problem; returns the id of the element to focus.
    fn show_problem(&mut self, problem: ProblemBody) -> String {
        self.errors = FormErrors::of(problem);
        self.announcements += 1;
        let first = self.errors.fields.first();
        first.map_or_else(|| ids::ADDRESS.to_owned(), |about| ids::field_id(&about.field))
    }
}

#[cfg(test)]
mod tests;
