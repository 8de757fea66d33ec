//! What the directory says of one recipient, before any rule is asked.

use std::mem::Discriminant;

use contract::{PersonMatch, Problem, ProblemCode};
use graph::GraphError;

use super::answers::LookUpResults;
use super::entry::Entry;
use super::meant::chosen;
use crate::app_state::AppState;
use crate::directory::reader::Reader;
use crate::people::ranked;

/// What the directory says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Nobody can be looked up: why.
    Unreadable(ProblemCode),
    /// The chosen person.
    Chosen(PersonMatch),
    /// Nobody has the id that was chosen, and there is no address.
    Gone,
    /// Those who have the address, best first; perhaps nobody.
    Owners(Vec<PersonMatch>),
    /// The directory refused to say.
    Failed(Problem),
    /// It gave no answer in time.
    Unanswered,
}

impl Found {
    /// By what was answered. `failures` makes the problems.
    pub(super) fn of(entry: &Entry, answers: &LookUpResults, failures: &mut Failures<'_>) -> Self {
        if let Some(code) = entry.fault {
            return Self::Unreadable(code);
        }
        if let Some(key) = entry.of_person() {
            match answers.get(&key) {
                None => return Self::Unanswered,
                Some(Err(error)) => return Self::Failed(failures.problem(error)),
                Some(Ok(users)) => {
                    if let Some(found) = chosen(users, entry) {
                        return Self::Chosen(found);
                    }
                }
            }
        }
        let Some((address, key)) = entry.address.as_ref().zip(entry.of_address()) else { return Self::Gone };
        match answers.get(&key) {
            None => Self::Unanswered,
            Some(Err(error)) => Self::Failed(failures.problem(error)),
            Some(Ok(users)) => Self::Owners(ranked(users, Some(address.as_str()))),
        }
    }

    /// The people it is about.
    pub(super) fn people(&self) -> &[PersonMatch] {
        match self {
            Self::Chosen(person) => std::slice::from_ref(person),
            Self::Owners(all) => all,
            _ => &[],
        }
    }

    /// The same, to be marked.
    pub(super) fn people_mut(&mut self) -> &mut [PersonMatch] {
        match self {
            Self::Chosen(person) => std::slice::from_mut(person),
            Self::Owners(all) => all,
            _ => &mut [],
        }
    }
}

/// What tells failures of look-ups apart: the kind, and the status where there was an answer.
type FailureKind = (Discriminant<GraphError>, Option<u16>);

/// The problems of look-ups that failed: one failure of many recipients is logged once.
pub(super) struct Failures<'a> {
    app: &'a AppState,
    reader: &'a Reader,
    known: Vec<(FailureKind, Problem)>,
}

impl<'a> Failures<'a> {
    pub(super) const fn new(app: &'a AppState, reader: &'a Reader) -> Self {
        Self { app, reader, known: Vec::new() }
    }

    fn problem(&mut self, error: &GraphError) -> Problem {
        let kind = (std::mem::discriminant(error), error.status());
        if let Some((_, problem)) = self.known.iter().find(|(known, _)| *known == kind) {
            return problem.clone();
        }
        let problem = self.reader.problem(self.app, error);
        self.known.push((kind, problem.clone()));
        problem
    }
}

/// The recipient as they are meant: without whoever was chosen where the directory says that the address is another one's. Else it would be shared with the
/// wrong person where nothing is known yet of the right one.
pub(super) fn as_meant(entry: Entry, answers: &LookUpResults) -> Entry {
    match entry.of_person().and_then(|key| answers.get(&key)) {
        Some(Ok(users)) if entry.address.is_some() && chosen(users, &entry).is_none() => {
            entry.of_address_alone()
        }
        _ => entry,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::TypedRecipient;
    use graph::User;
    use serde_json::json;

    use super::*;

    #[test]
    fn whoever_was_chosen_counts_unless_the_address_is_known_to_be_another_ones() {
        let user = json!({ "id": "grady", "mail": "grady@fabrikam.example", "userType": "Guest" });
        let user: User = serde_json::from_value(user).unwrap();
        let entry = |text: &str| {
            Entry::of(&TypedRecipient { person: "grady".to_owned(), ..TypedRecipient::of_text(text) })
        };
        let answered = LookUpResults::from([(entry("").of_person().unwrap(), Ok(vec![user]))]);
        for (text, expected) in [
            ("Grady@Fabrikam.example", true),
            ("", true),
            ("no address", true),
            ("ana@fabrikam.example", false),
        ] {
            let meant = as_meant(entry(text), &answered);
            assert_eq!(meant.person.is_some(), expected, "{text}");
            assert_eq!(!meant.typed.person.is_empty(), expected, "{text}");
            assert_eq!(as_meant(entry(text), &LookUpResults::new()), entry(text), "nobody knows yet");
        }
    }
}
