//! The criteria of a request: `$filter` and `$search`, bound to a catalogue. Where the set has an index, candidates come from the index, so that a
//! look-up need not examine every object.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    catalogue::{Property, SearchMode},
    filter,
    filter::{
        Function, Literal, Op,
        predicate::{Predicate, Subject},
    },
    search::Search,
    value::Object,
};
use crate::graph_api::error::GraphError;

/// An index of a set of objects. It may find too many objects, never too few.
pub trait Index {
    /// The objects whose property may be, or contain, this text; none when there is no index on the property.
    fn exactly(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>>;

    /// The objects whose property, or one of its words, may start with this text; none when there is no index on the property.
    fn starting(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>>;
}

/// The criteria of a request.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    pub(super) predicate: Option<Predicate>,
    pub(super) search: Option<Search>,
    pub(super) order: Option<Property>,
}

impl Criteria {
    /// Whether this object matches.
    pub fn finds(&self, object: &dyn Object) -> bool {
        self.predicate.as_ref().is_none_or(|predicate| filter::matches(predicate, object))
            && self.search.as_ref().is_none_or(|search| search.finds(object))
    }

    /// The properties that filter, search and order use.
    pub fn properties(&self) -> Vec<&Property> {
        let filtered = self.predicate.iter().flat_map(Predicate::properties);
        filtered.chain(self.search.iter().flat_map(Search::properties)).chain(&self.order).collect()
    }

    /// Refuses literals of another type than a directory extension's: `type_of` returns the type of one.
    pub fn check_literal_types(
        &self,
        type_of: &dyn Fn(&str) -> Option<&'static str>,
    ) -> Result<(), GraphError> {
        self.predicate.iter().try_for_each(|predicate| filter::check_literal_types(predicate, type_of))
    }

    /// The same where the service decodes the value of a search once more than other values.
    pub fn with_search_decoded_again(mut self) -> Result<Self, GraphError> {
        self.search = self.search.map(Search::decoded_again).transpose()?;
        Ok(self)
    }

    /// The same where the service takes names in Chinese, Japanese and Korean apart into characters.
    #[must_use]
    pub fn with_ideographs_apart(mut self) -> Self {
        self.search = self.search.map(Search::with_ideographs_apart);
        self
    }

    /// The candidates from the index; none when every object has to be examined.
    pub fn candidates(&self, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
        let candidates_of_predicate =
            self.predicate.as_ref().and_then(|predicate| candidates_of_predicate(predicate, index));
        candidates_of_predicate
            .or_else(|| self.search.as_ref().and_then(|search| candidates_of_search(search, index)))
    }
}

fn candidates_of_predicate(condition: &Predicate, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
    let exactly = |subject: &Subject, literal: &Literal| match literal {
        Literal::Text(text) if subject.part.is_none() => index.exactly(&subject.property.name, text),
        _ => None,
    };
    match condition {
        Predicate::All(parts) => {
            parts.iter().filter_map(|part| candidates_of_predicate(part, index)).min_by_key(BTreeSet::len)
        }
        Predicate::Either(parts) => union(parts.iter().map(|part| candidates_of_predicate(part, index))),
        Predicate::Compare(subject, Op::Eq, literal) => exactly(subject, literal),
        Predicate::In(subject, list) => union(list.iter().map(|literal| exactly(subject, literal))),
        Predicate::Call(Function::StartsWith, subject, text) if subject.part.is_none() => {
            index.starting(&subject.property.name, text)
        }
        Predicate::Some(_, inner) => candidates_of_predicate(inner, index),
        _ => None,
    }
}

fn candidates_of_search(search: &Search, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
    // The index knows whole words.
    if search.ideographs_apart() {
        return None;
    }
    union(search.groups().iter().map(|group| {
        let found = group.iter().filter_map(|clause| {
            let name = &clause.property.name;
            if clause.property.search == SearchMode::Start {
                return index.starting(name, &clause.text);
            }
            clause.words().into_iter().filter_map(|word| index.starting(name, word)).min_by_key(BTreeSet::len)
        });
        found.min_by_key(BTreeSet::len)
    }))
}

/// The union; none when one of the sets is unknown.
fn union(sets: impl Iterator<Item = Option<BTreeSet<Uuid>>>) -> Option<BTreeSet<Uuid>> {
    let sets: Option<Vec<_>> = sets.collect();
    sets.map(|sets| sets.into_iter().flatten().collect())
}
