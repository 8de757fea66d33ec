//! The reducer of the dialog. Pure: tested natively.

use super::state::{Effect, Event, FIELDS, Follow, Hint, Outcome, Picker, Search, State, Trouble};
use crate::answers::{ProblemBody, ProgressReply, ShareReply};
use crate::ids;

/// The fewest characters that are looked up.
const FEWEST: usize = 2;
/// After so many questions in a row without an answer it is said that there is none.
const PATIENCE: u32 = 3;
/// Longest pause between two questions, in milliseconds.
const SLOWEST_MS: u32 = 5_000;

/// Applies what happened; gives what is to be done about it.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        Event::Typed(text) => typed(state, text),
        Event::Searched(query, search) => {
            if query == state.picker.query {
                searched(&mut state.picker, search);
            }
            None
        }
        Event::Moved { down } => {
            state.picker.go(down);
            None
        }
        Event::Left => {
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
        Event::Followed(outcome) => followed(state, outcome),
        Event::Closed => state.leads_away().then_some(Effect::Leave),
    }
}

impl Picker {
    fn close(&mut self) {
        (self.open, self.active) = (false, None);
    }

    /// The form goes out, or somebody is chosen: an answer that is still under way would only lie in front of what comes next.
    fn settle(&mut self) {
        self.query.clear();
        self.close();
    }

    /// The arrow keys walk the list round.
    fn go(&mut self, down: bool) {
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
    // Whoever was asked about belongs to an older text.
    state.candidates.clear();
    let picker = &mut state.picker;
    picker.hint = Hint::Ready;
    picker.query = text.trim().to_owned();
    picker.text = text;
    if picker.query.chars().count() < FEWEST {
        picker.matches.clear();
        picker.settle();
        return None;
    }
    Some(Effect::Search(picker.query.clone()))
}

fn searched(picker: &mut Picker, search: Search) {
    let whole = picker.query.contains('@');
    (picker.matches, picker.hint) = match search {
        Search::Found(matches) if !matches.is_empty() => (matches, Hint::Ready),
        Search::Found(none) => (none, if whole { Hint::New } else { Hint::Nobody }),
        // A whole address can still be sent; whoever is signed out by now signs in then.
        Search::SignedOut => (Vec::new(), Hint::Ready),
        Search::Failed => (Vec::new(), Hint::Failed),
    };
    (picker.open, picker.active) = (!picker.matches.is_empty(), None);
    picker.found = Some(picker.matches.len());
}

/// The match's address goes into the field, so that the plain form would send the same.
fn picked(state: &mut State, position: usize) -> Option<Effect> {
    let person = state.picker.matches.get(position)?.clone();
    state.trouble = Trouble::default();
    state.picker.settle();
    state.picker.hint = Hint::Known;
    person.address.clone_into(&mut state.picker.text);
    state.picker.chosen = Some(person);
    // What is still to be said; a second Enter does no harm there.
    Some(Effect::Focus(ids::ROLE.to_owned()))
}

fn submitted(state: &mut State, name: &str) -> Option<Effect> {
    if std::mem::replace(&mut state.busy, true) {
        return None;
    }
    state.picker.settle();
    let chosen = state.picker.chosen.as_ref().map(|person| person.name.as_str());
    let named = chosen.unwrap_or(name).trim();
    state.person = if named.is_empty() { state.picker.text.trim() } else { named }.to_owned();
    Some(Effect::Send)
}

fn answered(state: &mut State, outcome: Outcome<ShareReply>) -> Option<Effect> {
    match outcome {
        Outcome::Answer(ShareReply::Accepted { invitation }) => {
            let person = state.person.clone();
            state.follow = Some(Follow { invitation: invitation.clone(), person, ..Follow::default() });
            Some(Effect::Follow(invitation))
        }
        Outcome::Answer(ShareReply::Choose { matches }) => {
            state.trouble = Trouble::default();
            state.candidates = matches;
            Some(Effect::FocusCandidates)
        }
        Outcome::Answer(ShareReply::Refused { problem, key }) => {
            state.renew_key(key);
            Some(Effect::Focus(state.refuse(problem)))
        }
        Outcome::Problem(problem) => Some(Effect::Focus(state.refuse(problem))),
        Outcome::SignedOut => Some(Effect::SendPlainly),
        Outcome::Unreachable => {
            let fields = std::mem::take(&mut state.trouble.fields);
            state.trouble = Trouble { fields, sentence: state.unreachable.clone(), ..Trouble::default() };
            state.told += 1;
            None
        }
    }
}

fn followed(state: &mut State, outcome: Outcome<ProgressReply>) -> Option<Effect> {
    let invitation = state.follow.as_ref()?.invitation.clone();
    let said = match outcome {
        Outcome::Answer(progress) if !progress.state.is_empty() => return progressed(state, progress),
        // The page of the invitation knows the way to sign in, and back.
        Outcome::SignedOut => return Some(Effect::Open(invitation)),
        // Trouble with the question says nothing of the invitation: what was known of it stands.
        Outcome::Problem(problem) => problem.sentence,
        Outcome::Answer(_) | Outcome::Unreachable => String::new(),
    };
    let own = state.unanswered.clone();
    let follow = state.follow.as_mut()?;
    follow.unanswered += 1;
    // Said once only: a screen reader would read it out each time.
    if follow.unanswered >= PATIENCE && follow.silence.is_empty() {
        follow.silence = if said.is_empty() { own } else { said };
    }
    Some(Effect::AskAgain(invitation, follow.slow_down()))
}

/// Shows how far it is, until nothing more happens by itself. What failed for good goes back into the form.
fn progressed(state: &mut State, progress: ProgressReply) -> Option<Effect> {
    state.renew_key(progress.key.clone());
    if progress.state == "failed" {
        let invitation = state.follow.take()?.invitation;
        let focus = state.refuse(progress.problem.unwrap_or_default());
        return Some(Effect::Refused { invitation, focus });
    }
    let follow = state.follow.as_mut()?;
    (follow.unanswered, follow.silence) = (0, String::new());
    let settled = progress.settled;
    follow.progress = Some(progress);
    if settled {
        return Some(Effect::Announce);
    }
    Some(Effect::AskAgain(follow.invitation.clone(), follow.slow_down()))
}

impl Follow {
    fn slow_down(&mut self) -> u32 {
        self.pause_ms = (self.pause_ms * 2 + 150).min(SLOWEST_MS);
        self.pause_ms
    }
}

impl State {
    /// The same key never has its effect twice: when an answer brings a new one, whatever is sent next is something new.
    fn renew_key(&mut self, key: String) {
        if !key.is_empty() {
            self.key = key;
        }
    }

    /// Says what is wrong; gives the id of the element where it must be mended.
    fn refuse(&mut self, problem: ProblemBody) -> String {
        self.trouble = Trouble::of(problem);
        self.told += 1;
        // In the order of the form.
        let first =
            FIELDS.into_iter().find(|field| self.trouble.fields.iter().any(|about| about.field == *field));
        first.map_or_else(|| ids::ADDRESS.to_owned(), ids::of_field)
    }
}

#[cfg(test)]
mod tests;
