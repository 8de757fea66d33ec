//! Asks the directory about many at once: nobody twice, and twenty in one request.

use std::collections::{HashMap, HashSet};

use contract::{Caller, EmailAddress, EntraUserId};
use graph::{GraphError, User};

use super::entry::Entry;
use super::meant::chosen;
use crate::app_state::AppState;
use crate::directory::look_ups::LookUpKey;
use crate::directory::reader::Reader;
use crate::people::find_by_address;

/// How many are asked for at once: what has been answered is kept if the next ones take too long.
const AT_ONCE: usize = 80;

type LookUpResult = Result<Vec<User>, GraphError>;

/// What the directory has said, by what it was asked. What is not there was not answered.
pub(super) type LookUpResults = HashMap<LookUpKey, LookUpResult>;

/// Asks the directory.
pub(super) struct LookUps<'a> {
    pub(super) app: &'a AppState,
    pub(super) caller: &'a Caller,
    pub(super) reader: &'a Reader,
    /// What was said of late is good enough.
    pub(super) remembers: bool,
}

/// Somebody to be asked about.
enum LookUp<'a> {
    Person(&'a EntraUserId),
    Address(&'a EmailAddress),
}

impl LookUps<'_> {
    /// Asks about everybody: by object id who was chosen, by address the others, and those whose chosen person is not there or has another address.
    pub(super) async fn ask(&self, entries: &[Entry], answers: &mut LookUpResults) {
        self.ask_each(&wanted(entries, answers), answers).await;
        let by_address: Vec<&Entry> =
            entries.iter().filter(|entry| entry.person.is_none() || !is_settled(entry, answers)).collect();
        let mut seen = HashSet::new();
        let addresses = by_address.into_iter().filter_map(|entry| {
            let key = entry.of_address()?;
            let is_new = !answers.contains_key(&key) && seen.insert(key.clone());
            Some((key, LookUp::Address(entry.address.as_ref()?))).filter(|_| is_new)
        });
        let addresses: Vec<_> = addresses.collect();
        self.ask_each(&addresses, answers).await;
    }

    async fn ask_each(&self, wanted: &[(LookUpKey, LookUp<'_>)], answers: &mut LookUpResults) {
        let now = self.app.now();
        let mut unknown = Vec::new();
        for (key, one) in wanted {
            match self.remembers.then(|| self.app.look_ups.known(self.caller, key, now)).flatten() {
                Some(users) => drop(answers.insert(key.clone(), Ok(users))),
                None => unknown.push((key, one)),
            }
        }
        // Sorted by what is asked, not by where it stands: each batch is one kind of request.
        let (persons, addresses): (Vec<_>, Vec<_>) =
            unknown.into_iter().partition(|(_, one)| matches!(one, LookUp::Person(_)));
        let mut down: Option<GraphError> = None;
        for chunk in persons.chunks(AT_ONCE).chain(addresses.chunks(AT_ONCE)) {
            let found = match &down {
                // The answer would be the same, and somebody waits.
                Some(error) => vec![Err(error.clone()); chunk.len()],
                None => self.find(chunk).await,
            };
            // One alone may be in trouble of its own.
            down = down.or_else(|| common_error(&found).filter(|_| found.len() > 1));
            for ((key, _), answer) in chunk.iter().zip(found) {
                if let Ok(users) = &answer {
                    self.app.look_ups.remember(self.caller, key, now, users);
                }
                answers.insert((*key).clone(), answer);
            }
        }
    }

    /// The answer about each of these, who are all asked for in the same way.
    async fn find(&self, chunk: &[(&LookUpKey, &LookUp<'_>)]) -> Vec<LookUpResult> {
        let graph = self.reader.graph();
        if let [(_, one)] = chunk {
            return vec![match one {
                LookUp::Person(id) => as_list(graph.user(id.as_str()).await),
                LookUp::Address(address) => find_by_address(self.reader, address.as_str()).await,
            }];
        }
        let ids = chunk.iter().filter_map(|(_, one)| match one {
            LookUp::Person(id) => Some(id.as_str()),
            LookUp::Address(_) => None,
        });
        let ids: Vec<&str> = ids.collect();
        if !ids.is_empty() {
            return graph.users_each(&ids).await.into_iter().map(as_list).collect();
        }
        let spellings = chunk.iter().filter_map(|(_, one)| match one {
            LookUp::Address(address) => Some(address.spellings()),
            LookUp::Person(_) => None,
        });
        let spellings: Vec<Vec<String>> = spellings.collect();
        graph.find_each_by_spellings(&spellings).await
    }
}

/// How many of these the directory would be asked about, by what it was not asked of late. Beside somebody who is known to have another address, the address
/// counts, and so it does beside whoever stands there a second time: one of the two addresses at least is another one's.
pub(super) fn count_unknown(app: &AppState, caller: &Caller, entries: &[Entry]) -> usize {
    let now = app.now();
    let mut keys: HashSet<LookUpKey> = HashSet::new();
    for entry in entries {
        let Some(first) = entry.first_key() else { continue };
        if entry.person.is_some() {
            let may_be_theirs = match app.look_ups.known(caller, &first, now) {
                Some(users) => chosen(&users, entry).is_some(),
                None => !keys.contains(&first),
            };
            keys.extend(entry.of_address().filter(|_| !may_be_theirs));
        }
        keys.insert(first);
    }
    keys.iter().filter(|key| !app.look_ups.knows(caller, key, now)).count()
}

/// Each key of the first round once, in the order of the form.
fn wanted<'a>(entries: &'a [Entry], answers: &LookUpResults) -> Vec<(LookUpKey, LookUp<'a>)> {
    let mut seen = HashSet::new();
    let all = entries.iter().filter_map(|entry| {
        let key = entry.first_key()?;
        let is_new = !answers.contains_key(&key) && seen.insert(key.clone());
        let one = match (&entry.person, &entry.address) {
            (Some(person), _) => LookUp::Person(person),
            (None, address) => LookUp::Address(address.as_ref()?),
        };
        Some((key, one)).filter(|_| is_new)
    });
    all.collect()
}

/// Whether nothing more has to be asked about a recipient who was chosen.
fn is_settled(entry: &Entry, answers: &LookUpResults) -> bool {
    match entry.of_person().and_then(|key| answers.get(&key)) {
        Some(Ok(users)) => chosen(users, entry).is_some(),
        // Without an answer nobody knows whether the address is meant.
        Some(Err(_)) | None => true,
    }
}

/// What comes from the browser need not be an id that the directory takes, and then nobody has it.
fn as_list(found: Result<User, GraphError>) -> LookUpResult {
    match found {
        Ok(user) => Ok(vec![user]),
        Err(GraphError::Invalid(_)) => Ok(Vec::new()),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The error of a chunk in which nobody was found for want of an answer.
fn common_error(found: &[LookUpResult]) -> Option<GraphError> {
    let errors: Option<Vec<&GraphError>> = found.iter().map(|answer| answer.as_ref().err()).collect();
    errors?.first().map(|error| (*error).clone())
}
