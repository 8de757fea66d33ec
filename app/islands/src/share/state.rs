//! What the dialog knows, what can happen to it, and what it asks for. Pure.

use super::ShareStart;
use crate::answers::{FieldText, MatchReply, ProblemBody, ProgressReply, ShareReply};

/// The fields that can have something wrong with them, in the order of the form.
pub const FIELDS: [&str; 6] = ["address", "person", "role", "name", "message", "language"];

/// What the line below the people field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hint {
    /// How to go on.
    #[default]
    Ready,
    /// Nobody was found.
    Nobody,
    /// Nobody could be asked.
    Failed,
    /// A whole address of nobody will be invited.
    New,
    /// Somebody known is chosen.
    Known,
}

/// The people field with its list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// What stands in the field.
    pub text: String,
    /// What was asked last; an answer for anything else is dropped.
    pub query: String,
    /// Who fits.
    pub matches: Vec<MatchReply>,
    /// How many the last answer named; nothing before the first.
    pub found: Option<usize>,
    /// Where the arrow keys are.
    pub active: Option<usize>,
    /// The list shows.
    pub open: bool,
    /// The line below.
    pub hint: Hint,
    /// Who is chosen.
    pub chosen: Option<MatchReply>,
}

/// What is wrong with the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// What stands beside fields.
    pub fields: Vec<FieldText>,
    /// What happened, when it is about no field; else empty.
    pub sentence: String,
    /// What to do about that.
    pub advice: String,
    /// Joins it to the log.
    pub reference: String,
}

/// An accepted invitation that is followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follow {
    /// Which.
    pub invitation: String,
    /// Whose, as far as the form knew.
    pub person: String,
    /// Where it stands, once that is known.
    pub progress: Option<ProgressReply>,
    /// How many questions in a row had no answer.
    pub unanswered: u32,
    /// That there is no answer; empty while there is one.
    pub silence: String,
    /// The pause before the next question, in milliseconds.
    pub pause_ms: u32,
}

/// The dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The people field.
    pub picker: Picker,
    /// Who may be meant, while that is asked.
    pub candidates: Vec<MatchReply>,
    /// What is wrong.
    pub trouble: Trouble,
    /// A key that replaces the form's; empty while the form's own is good.
    pub key: String,
    /// How often it was said: what is wrong is said anew each time, so that a screen reader reads it again.
    pub told: u32,
    /// The form is on its way.
    pub busy: bool,
    /// What is followed, in place of the form.
    pub follow: Option<Follow>,
    /// Drawn open, on a page of its own.
    pub drawn_open: bool,
    pub(super) person: String,
    pub(super) unreachable: String,
    pub(super) unanswered: String,
}

/// What a search for people gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Whoever fits.
    Found(Vec<MatchReply>),
    /// Nobody could be asked.
    Failed,
    /// The session is over.
    SignedOut,
}

/// What the server said to the form, or to a question about the progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// What was asked for.
    Answer(T),
    /// Why not.
    Problem(ProblemBody),
    /// No answer.
    Unreachable,
    /// The session is over.
    SignedOut,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody typed into the people field.
    Typed(String),
    /// The search for a text ended.
    Searched(String, Search),
    /// An arrow key: down, or up.
    Moved {
        /// Down.
        down: bool,
    },
    /// Closes the list: Escape, or the field has lost the focus.
    Left,
    /// A match was taken.
    Picked(usize),
    /// The chosen person was taken out.
    Removed,
    /// The form is sent.
    Submitted {
        /// The name field.
        name: String,
    },
    /// The form was answered.
    Answered(Outcome<ShareReply>),
    /// The question where it stands was answered.
    Followed(Outcome<ProgressReply>),
    /// The dialog was closed.
    Closed,
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look people up for this text, once the typing pauses.
    Search(String),
    /// Put the focus on the element with this id.
    Focus(String),
    /// Put the focus on the first of those who may be meant.
    FocusCandidates,
    /// Send the form.
    Send,
    /// Send the form without a script: the plain way keeps it, signs in, and comes back to it.
    SendPlainly,
    /// Ask for the first time where an invitation stands, and say that there may soon be toasts.
    Follow(String),
    /// Ask once more, after so many milliseconds.
    AskAgain(String, u32),
    /// Say that there may soon be toasts.
    Announce,
    /// The refusal of this invitation stands in the form: no toast need say it, and the focus goes to this id.
    Refused {
        /// Which invitation.
        invitation: String,
        /// Where something must be mended.
        focus: String,
    },
    /// Go to the page of this invitation.
    Open(String),
    /// Go to the item's page, which shows what is new.
    Leave,
}

impl State {
    /// As the server drew it, with what stands in the people field by now.
    pub fn new(start: ShareStart, typed: String) -> Self {
        let trouble = start.problem.map(Trouble::of).unwrap_or_default();
        Self {
            picker: Picker { text: typed, ..Picker::default() },
            candidates: start.candidates,
            trouble,
            drawn_open: start.open,
            unreachable: start.unreachable,
            unanswered: start.unanswered,
            ..Self::default()
        }
    }

    /// Whether closing the dialog leads to another page: the one behind it is its own, or shows old access.
    pub const fn leads_away(&self) -> bool {
        self.drawn_open || self.follow.is_some()
    }
}

impl Trouble {
    /// A problem beside its fields, or as a whole when it is about none.
    pub fn of(problem: ProblemBody) -> Self {
        let ProblemBody { sentence, advice, fields, reference, .. } = problem;
        let fields: Vec<_> = fields.into_iter().filter(|about| !about.text.is_empty()).collect();
        let (sentence, advice) = if fields.is_empty() { (sentence, advice) } else { Default::default() };
        Self { fields, sentence, advice, reference }
    }
}
