//! What changes while the dialog is open.

use leptos::prelude::*;

use super::setup::{Match, ShareSetup, Trouble};
use crate::browser::Answer;

/// One step of the invitation, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// Chooses its look.
    pub state: String,
    /// What it does.
    pub label: String,
    /// How far it is.
    pub note: String,
}

/// An accepted invitation, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Which one; empty while the form is shown.
    pub invitation: String,
    /// Where it stands.
    pub state: String,
    /// Where it stands, as a sentence.
    pub sentence: String,
    /// Nothing more happens by itself.
    pub settled: bool,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Whether there is a link to copy.
    pub has_link: bool,
}

impl Progress {
    /// Reads one out of an answer.
    pub fn read(invitation: String, answer: &Answer) -> Self {
        let step = |step: &Answer| Step {
            state: step.text("state"),
            label: step.text("label"),
            note: step.text("note"),
        };
        Self {
            invitation,
            state: answer.text("state"),
            sentence: answer.text("sentence"),
            settled: answer.flag("settled"),
            steps: answer.list("steps").iter().map(step).collect(),
            has_link: answer.flag("has_link"),
        }
    }
}

/// The dialog's signals.
#[derive(Clone, Copy)]
pub struct ShareState {
    /// Who was found while typing.
    pub found: RwSignal<Vec<Match>>,
    /// What was typed when they were found.
    pub sought: RwSignal<String>,
    /// Whether the list is open.
    pub listing: RwSignal<bool>,
    /// The entry that the arrow keys stand on.
    pub active: RwSignal<Option<usize>>,
    /// Who was chosen.
    pub chosen: RwSignal<Option<Match>>,
    /// Who may be meant, when that must be asked.
    pub asked: RwSignal<Vec<Match>>,
    /// Why the form came back.
    pub trouble: RwSignal<Trouble>,
    /// The form is on its way.
    pub busy: RwSignal<bool>,
    /// The invitation that is followed, if one is.
    pub progress: RwSignal<Option<Progress>>,
    /// The form's key.
    pub key: RwSignal<String>,
}

impl ShareState {
    /// As the server drew it.
    pub fn new(setup: &ShareSetup) -> Self {
        Self {
            found: RwSignal::default(),
            sought: RwSignal::default(),
            listing: RwSignal::new(false),
            active: RwSignal::new(None),
            chosen: RwSignal::new(None),
            asked: RwSignal::new(setup.matches.clone()),
            trouble: RwSignal::new(setup.trouble.clone()),
            busy: RwSignal::new(false),
            progress: RwSignal::new(None),
            key: RwSignal::new(setup.key.clone()),
        }
    }

    /// What stands beside a field; `None` when nothing does.
    pub fn about(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            Some(self.trouble.with(|trouble| trouble.about(field))).filter(|text| !text.is_empty())
        })
    }

    /// Chooses one of the matches.
    pub fn choose(self, person: Match) {
        self.listing.set(false);
        self.active.set(None);
        self.asked.set(Vec::new());
        self.trouble.set(Trouble::default());
        self.chosen.set(Some(person));
    }

    /// Forgets everything but the texts, for the next person.
    pub fn start_over(self) {
        self.found.set(Vec::new());
        self.chosen.set(None);
        self.asked.set(Vec::new());
        self.trouble.set(Trouble::default());
        self.progress.set(None);
    }
}
