//! The state of the dialog. Pure.

mod event;

pub use event::{Effect, Event, JudgeRequest, Outcome, Search, Step};

use super::chip::Chip;
use super::chips::Chips;
use super::{ShareStart, typed};
use crate::responses::{FieldText, MatchResponse, PlanResponse, ProblemBody, ShareProgressResponse};

/// How far the look-up of a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LookUp {
    /// There is none.
    #[default]
    None,
    /// It is under way.
    UnderWay,
    /// It is answered.
    Answered,
    /// The directory gave no answer.
    Failed,
}

/// The people field with its list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// The text in the field.
    pub text: String,
    /// The text, without blanks around it, that the matches fit; answers to any other are dropped.
    pub query: String,
    /// How far the look-up of `query` is. Until it is answered, the matches are those of an earlier text that still fit.
    pub look_up: LookUp,
    /// The people who match, best first.
    pub matches: Vec<MatchResponse>,
    /// The heading of the list.
    pub heading: String,
    /// What is said below the list, or in its place.
    pub remark: String,
    /// The active option.
    pub active: Option<usize>,
    /// Whether the list is wanted.
    pub is_open: bool,
    /// Whether the best match is taken as soon as the answer comes.
    pub takes_best: bool,
}

impl Picker {
    /// Whether the list is shown.
    pub const fn is_shown(&self) -> bool {
        self.is_open && !self.matches.is_empty()
    }

    /// The match that Enter takes: of what is typed the first that can be picked. None of recent people, whom nobody has typed.
    pub fn best(&self) -> Option<usize> {
        if self.look_up != LookUp::Answered || self.query.is_empty() {
            return None;
        }
        self.matches.iter().position(|person| person.blocked.is_empty())
    }

    /// Whether somebody waits for the answer to this text.
    pub fn awaits(&self, text: &str) -> bool {
        matches!(self.look_up, LookUp::None | LookUp::UnderWay) && self.query == text
    }

    /// Whether Tab takes what is typed rather than leave the field. Never what was left there before, or came back: Tab always leads out at last.
    pub fn is_takeable(&self) -> bool {
        let query = self.text.trim();
        let may_be_taken = match self.look_up {
            LookUp::Answered => self.best().is_some(),
            LookUp::UnderWay => typed::has_address(query) || !self.takes_best,
            LookUp::None | LookUp::Failed => typed::has_address(query),
        };
        self.is_open && !query.is_empty() && may_be_taken
    }
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

impl FormErrors {
    /// The errors of a problem: beside its fields, or of the whole form when it is about none. What is wrong with one recipient of many is the
    /// chip's to say.
    pub fn of(problem: ProblemBody) -> Self {
        let ProblemBody { sentence, advice, mut fields, reference, .. } = problem;
        fields.retain(|about| !about.text.is_empty() && !about.field.starts_with("recipients["));
        let (sentence, advice) = if fields.is_empty() { (sentence, advice) } else { Default::default() };
        Self { fields, sentence, advice, reference }
    }
}

/// What screen readers are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Announcement {
    /// Nothing.
    #[default]
    Nothing,
    /// A sentence of the server.
    Text(String),
    /// Somebody was added.
    Added {
        /// Who.
        person: String,
        /// With what result.
        outcome: String,
    },
    /// Several were added: how many there are now.
    Count(usize),
    /// Somebody was removed.
    Removed(String),
    /// The last chip is selected: what removes this person.
    Removes(String),
    /// Somebody is there already.
    There(String),
    /// The directory does not answer.
    SearchFailed,
    /// There are more than the form takes.
    TooMany,
    /// What was typed before is there again.
    Restored,
}

/// What is said among the sentences about recipients, and is about none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing.
    #[default]
    None,
    /// There are more than the form takes.
    TooMany,
    /// Some were left out, because they stand there already: a sentence of the server.
    Repeated(String),
}

/// What the share would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Whether somebody looks at it.
    pub is_open: bool,
    /// The last question; answers to earlier ones are dropped.
    pub round: u32,
    /// Whether it is still open.
    pub is_asking: bool,
    /// The last answer.
    pub answer: Option<PlanResponse>,
    /// Another one whenever it looks different.
    pub version: u32,
}

/// An accepted share whose progress is polled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follow {
    /// The share.
    pub share: String,
    /// The last poll; answers to earlier ones are dropped.
    pub round: u32,
    /// The progress, once a response has come.
    pub progress: Option<ShareProgressResponse>,
    /// The number of polls in a row without a response.
    pub unanswered: u32,
    /// The text that the server does not respond; empty while it does.
    pub no_response: String,
    /// The pause before the next poll, in milliseconds.
    pub pause_ms: u32,
    /// Whether a poll without a pause is under way: what changes meanwhile is asked about after it, because answers that are always overtaken show nothing.
    pub is_asking: bool,
    /// Whether something has changed since it began.
    pub is_outdated: bool,
    /// Another one whenever it looks different.
    pub version: u32,
}

/// The parts of the form that the server rendered and the state changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Served {
    /// The errors.
    pub errors: FormErrors,
    /// The number of times errors were shown. It changes each time, so that they are rendered again and screen readers read them again.
    pub announcements: u32,
    /// The idempotency key that replaces the form's own; empty while the form's own is valid.
    pub key: String,
    /// Whether the form is being sent.
    pub is_busy: bool,
    /// Whether the progress stands in place of the form.
    pub is_accepted: bool,
}

/// The dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The people field.
    pub picker: Picker,
    /// The recipients.
    pub chips: Chips,
    /// The chip that Backspace removes next.
    pub selected: Option<u32>,
    /// Who was removed last, and from which place: it can be taken back.
    pub removed: Option<(usize, Chip)>,
    /// What is said among the sentences about recipients.
    pub notice: Notice,
    /// What screen readers are told.
    pub said: Announcement,
    /// What the share would do.
    pub plan: Plan,
    /// The parts that the server rendered.
    pub served: Served,
    /// Whether those who cannot be sent to are left out.
    pub leaves_out: bool,
    /// The share that is shown in place of the form.
    pub follow: Option<Follow>,
    /// Whether closing the dialog leads to another page: because the page behind it is the share page, or something was shared and it is out of date.
    pub leads_away: bool,
    /// Where the next chip goes, while one is edited.
    pub(super) edited_at: Option<usize>,
    /// The last question about recipients.
    pub(super) round: u32,
    /// The first round of polls of the next share: answers about an earlier one are dropped.
    pub(super) first_round: u32,
    /// Whether the form goes out as soon as its texts are read.
    pub(super) sends_once_read: bool,
    pub(super) unreachable: String,
    pub(super) unanswered: String,
}

impl State {
    /// The state as the server rendered it, with the current text of the people field.
    pub fn new(start: &ShareStart, typed: String) -> Self {
        let mut chips = Chips::default();
        chips.replace(start.chips.clone());
        let errors = start.problem.clone().map(FormErrors::of).unwrap_or_default();
        let mut state = Self {
            chips,
            leads_away: start.open,
            unreachable: start.texts.unreachable.clone(),
            unanswered: start.texts.unanswered.clone(),
            ..Self::default()
        };
        state.picker.text = typed;
        state.served.errors = errors;
        state.hide_errors_of_chips();
        state
    }

    /// How many recipients cannot be sent to.
    pub fn reds(&self) -> usize {
        self.chips.iter().filter(|chip| chip.is_red()).count()
    }

    /// What is wrong with a recipient stands among the sentences about recipients: it is not said below the field as well.
    pub(super) fn hide_errors_of_chips(&mut self) {
        if self.chips.iter().any(Chip::is_red) {
            let fields = &mut self.served.errors.fields;
            fields.retain(|about| !matches!(about.field.as_str(), "address" | "person"));
        }
    }
}
