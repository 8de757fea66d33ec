//! The state, the events and the effects of the dialog. Pure.

use super::ShareStart;
use crate::responses::{
    FieldText, MatchResponse, MatchesResponse, ProblemBody, ProgressResponse, ShareResponse,
};

/// The hint below the people field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    /// How to use the field.
    #[default]
    Ready,
    /// Nobody was found.
    Nobody,
    /// The lookup failed.
    Failed,
    /// A complete address without a match: a new guest will be invited.
    New,
    /// Nobody can be invited with what is typed.
    Remark,
    /// A person of the directory is chosen, who can come at once.
    Known,
    /// A person is chosen who has not accepted an earlier invitation yet.
    Pending,
}

/// The people field with its list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// The text in the field.
    pub text: String,
    /// The latest query; responses to other queries are ignored.
    pub query: String,
    /// The people who match.
    pub matches: Vec<MatchResponse>,
    /// The number of matches of the last response; `None` before the first one.
    pub found: Option<usize>,
    /// The active option.
    pub active: Option<usize>,
    /// Whether the list is open.
    pub open: bool,
    /// The hint below the field.
    pub hint: Hint,
    /// The address in the text, as it will be invited; empty while the text is none.
    pub address: String,
    /// The name that stands beside it.
    pub name: String,
    /// What is said of the text in the place of what is said of every new address.
    pub remark: String,
    /// The chosen person.
    pub chosen: Option<MatchResponse>,
}

/// The errors of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    /// The errors of fields, in the order in which the first one gets the focus.
    pub fields: Vec<FieldText>,
    /// The error of the whole form; empty when it is about fields.
    pub sentence: String,
    /// What to do about it.
    pub advice: String,
    /// The reference id of the log entry.
    pub reference: String,
}

/// An accepted invitation whose progress is polled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follow {
    /// The invitation.
    pub invitation: String,
    /// The name or address of the person, from the form.
    pub person: String,
    /// The progress, once a response has come.
    pub progress: Option<ProgressResponse>,
    /// The number of polls in a row without a response.
    pub unanswered: u32,
    /// The text that the server does not respond; empty while it does.
    pub no_response: String,
    /// The pause before the next poll, in milliseconds.
    pub pause_ms: u32,
}

/// The dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The people field.
    pub picker: Picker,
    /// The people who may be meant, while the inviter is asked.
    pub candidates: Vec<MatchResponse>,
    /// The errors.
    pub errors: FormErrors,
    /// The idempotency key that replaces the form's own; empty while the form's own is valid.
    pub key: String,
    /// The number of times errors were shown. It changes each time, so that they are rendered again and screen readers read them again.
    pub announcements: u32,
    /// Whether the form is being sent.
    pub busy: bool,
    /// The invitation that is shown in place of the form.
    pub follow: Option<Follow>,
    /// Whether the server rendered the dialog open, on a page of its own.
    pub opened_by_server: bool,
    pub(super) person: String,
    pub(super) unreachable: String,
    pub(super) unanswered: String,
}

/// The result of a lookup of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The matches, and what the text is.
    Found(MatchesResponse),
    /// The lookup failed.
    Failed,
    /// The session has ended.
    SignedOut,
}

/// The outcome of sending the form or of polling the progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The call succeeded.
    Ok(T),
    /// The server rejected the request.
    Problem(ProblemBody),
    /// The server did not respond.
    Unreachable,
    /// The session has ended, or the form is outdated.
    SignedOut,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The text of the people field changed.
    Typed(String),
    /// The lookup of a text ended.
    Searched(String, Search),
    /// An arrow key was pressed.
    ArrowKey {
        /// Down; else up.
        down: bool,
    },
    /// The list was closed: by Escape, or because the field lost the focus.
    ListClosed,
    /// A match was picked.
    Picked(usize),
    /// The chosen person was removed.
    Removed,
    /// The form was submitted.
    Submitted {
        /// The name field.
        name: String,
    },
    /// The response to the form.
    Answered(Outcome<ShareResponse>),
    /// The response to a poll.
    Polled(Outcome<ProgressResponse>),
    /// The dialog was closed.
    Closed,
}

/// An effect to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look people up for this text, once the typing pauses.
    Search(String),
    /// Put the focus on the element with this id.
    Focus(String),
    /// Put the focus on the first candidate.
    FocusCandidates,
    /// Send the form.
    Send,
    /// Submit the form without a script: the server saves it, and the person signs in and returns to it.
    SubmitNatively,
    /// Poll the progress of an invitation for the first time, and notify the toasts.
    Follow(String),
    /// Poll again, after this number of milliseconds.
    PollAgain(String, u32),
    /// Notify the toasts that new ones are pending.
    NotifyPending,
    /// The form shows why this invitation failed: dismiss its toast, and focus the element with this id.
    ProblemShown {
        /// The invitation.
        invitation: String,
        /// The element to focus.
        focus: String,
    },
    /// Go to the page of this invitation.
    OpenInvitation(String),
    /// Go to the page of the item, with the new state.
    OpenItem,
}

impl State {
    /// The state as the server rendered it, with the current text of the people field.
    pub fn new(start: ShareStart, typed: String) -> Self {
        let errors = start.problem.map(FormErrors::of).unwrap_or_default();
        Self {
            picker: Picker {
                text: typed,
                hint: if start.chosen.is_some() { Hint::Known } else { Hint::Ready },
                chosen: start.chosen,
                ..Picker::default()
            },
            candidates: start.candidates,
            errors,
            opened_by_server: start.open,
            unreachable: start.unreachable,
            unanswered: start.unanswered,
            ..Self::default()
        }
    }

    /// For whom the form is.
    pub fn audience(&self) -> &'static str {
        let people = self.picker.chosen.iter().chain(&self.candidates);
        super::audience(people.map(|person| person.standing.as_str()))
    }

    /// Whether closing the dialog leads to another page, because the page behind it is the share page or is out of date.
    pub const fn leads_away(&self) -> bool {
        self.opened_by_server || self.follow.is_some()
    }
}

impl FormErrors {
    /// The errors of a problem: beside its fields, or of the whole form when it is about none.
    pub fn of(problem: ProblemBody) -> Self {
        let ProblemBody { sentence, advice, fields, reference, .. } = problem;
        let fields: Vec<_> = fields.into_iter().filter(|about| !about.text.is_empty()).collect();
        let (sentence, advice) = if fields.is_empty() { (sentence, advice) } else { Default::default() };
        Self { fields, sentence, advice, reference }
    }
}
