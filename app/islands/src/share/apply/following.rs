//! The share that was accepted, until nothing more happens by itself.

use crate::responses::{Ack, ShareProgressResponse};
use crate::share::state::{Effect, Follow, Outcome, State};
use crate::{endpoints, ids};

/// After this number of polls without a response, the dialog says so.
const MAX_UNANSWERED: u32 = 3;
/// The longest pause between two polls, in milliseconds.
const MAX_PAUSE_MS: u32 = 5_000;

impl Follow {
    fn poll_again(&mut self) -> Vec<Effect> {
        self.pause_ms = (self.pause_ms * 2 + 150).min(MAX_PAUSE_MS);
        vec![Effect::Poll { share: self.share.clone(), round: self.round, pause_ms: self.pause_ms }]
    }

    fn poll_at_once(&mut self) -> Vec<Effect> {
        (self.round, self.pause_ms) = (self.round + 1, 0);
        (self.is_asking, self.is_outdated) = (true, false);
        vec![Effect::Poll { share: self.share.clone(), round: self.round, pause_ms: 0 }]
    }

    /// Where somebody signs in and sees the same: the page of the only invitation, or that of all.
    fn page(&self) -> String {
        let rows = self.progress.as_ref().map(|progress| progress.rows.as_slice()).unwrap_or_default();
        match rows {
            [only] => endpoints::invitation_page(&only.invitation),
            _ => endpoints::INVITATIONS_PAGE.to_owned(),
        }
    }
}

/// The response to a poll; one to an earlier poll is dropped.
pub(super) fn polled(state: &mut State, round: u32, outcome: Outcome<ShareProgressResponse>) -> Vec<Effect> {
    let own = state.unanswered.clone();
    let Some(follow) = state.follow.as_mut().filter(|follow| follow.round == round) else {
        return Vec::new();
    };
    follow.version += 1;
    follow.is_asking = false;
    let is_outdated = std::mem::take(&mut follow.is_outdated);
    let said = match outcome {
        Outcome::Ok(progress) if !progress.heading.is_empty() => {
            (follow.unanswered, follow.no_response) = (0, String::new());
            let (is_settled, key) = (progress.settled, progress.key.clone());
            let was_settled = follow.progress.replace(progress).is_some_and(|before| before.settled);
            let mut effects = Vec::new();
            if !was_settled && is_settled {
                effects.push(Effect::NotifyPending);
            }
            if is_outdated {
                effects.extend(follow.poll_at_once());
            } else if !is_settled {
                effects.extend(follow.poll_again());
            }
            state.renew_key(key);
            return effects;
        }
        Outcome::SignedOut => return vec![Effect::Open(follow.page())],
        // A failed poll says nothing about the share: the last progress stays.
        Outcome::Problem(problem) => problem.sentence,
        Outcome::Ok(_) | Outcome::Unreachable => String::new(),
    };
    follow.unanswered += 1;
    // Set once only, because a screen reader reads each change aloud.
    if follow.unanswered >= MAX_UNANSWERED && follow.no_response.is_empty() {
        follow.no_response = if said.is_empty() { own } else { said };
    }
    follow.poll_again()
}

/// Something has changed: asked at once, or as soon as the last such question is answered.
pub(super) fn woken(state: &mut State) -> Vec<Effect> {
    let Some(follow) = state.follow.as_mut() else { return Vec::new() };
    if follow.is_asking {
        follow.is_outdated = true;
        return Vec::new();
    }
    follow.poll_at_once()
}

/// Asks for another try; the button goes, so that it is asked for once, and leaves the focus to what is around it.
pub(super) fn retried(state: &mut State, invitation: String) -> Vec<Effect> {
    let Some(follow) = state.follow.as_mut() else { return Vec::new() };
    let rows = follow.progress.as_mut().map(|progress| progress.rows.as_mut_slice()).unwrap_or_default();
    let row = rows.iter_mut().find(|row| row.may_retry && row.invitation == invitation);
    let Some(row) = row else { return Vec::new() };
    row.may_retry = false;
    let tries = row.tries.clone();
    follow.version += 1;
    vec![Effect::Retry { invitation, tries }, Effect::Focus(ids::PROGRESS.to_owned())]
}

/// The form is there again, for somebody whose address was wrong: in the field, to be corrected. How the others go is told as it is when the dialog is
/// closed.
pub(super) fn corrected(state: &mut State, invitation: &str) -> Vec<Effect> {
    let rows =
        state.follow.as_ref().and_then(|follow| follow.progress.as_ref()).map(|progress| &progress.rows);
    let row = rows.and_then(|rows| rows.iter().find(|row| row.invitation == invitation));
    let Some(text) = row.map(|row| row.correctable.clone()).filter(|text| !text.is_empty()) else {
        return Vec::new();
    };
    state.first_round = state.follow.take().map_or(0, |follow| follow.round + 1);
    (state.served.is_accepted, state.leaves_out) = (false, false);
    state.chips.replace(Vec::new());
    state.forget();
    vec![state.set_field(&text), Effect::Focus(ids::ADDRESS.to_owned())]
}

/// What came of that shows in the progress.
pub(super) fn retry_answered(state: &mut State, outcome: Outcome<Ack>) -> Vec<Effect> {
    let own = state.unanswered.clone();
    let Some(follow) = state.follow.as_mut() else { return Vec::new() };
    follow.version += 1;
    follow.no_response = match outcome {
        Outcome::Ok(_) => String::new(),
        Outcome::Problem(problem) => problem.sentence,
        Outcome::Unreachable => own,
        Outcome::SignedOut => return vec![Effect::Open(follow.page())],
    };
    follow.poll_at_once()
}
