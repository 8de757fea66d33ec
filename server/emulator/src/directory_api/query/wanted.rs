//! Which objects a request wants: `$filter` and `$search`, bound to a catalogue. Where the set keeps an index, candidates come from it, so that
//! looking somebody up does not walk through everybody.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    catalogue::{Property, Search as How},
    filter,
    filter::{
        Function, Literal, Op,
        test::{Subject, Test},
    },
    search::Search,
    value::Object,
};
use crate::directory_api::error::GraphError;

/// What a set of objects can look up without walking through all. It may find too many, never too few.
pub trait Index {
    /// The objects of which this property may be this text, or may have it among its values; none when there is no index on it.
    fn exactly(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>>;

    /// The objects of which this property, or one of its words, may start with this text; none when there is no index on it.
    fn starting(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>>;
}

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub(super) test: Option<Test>,
    pub(super) search: Option<Search>,
    pub(super) order: Option<Property>,
}

impl Wanted {
    /// Whether this object is.
    pub fn finds(&self, object: &dyn Object) -> bool {
        self.test.as_ref().is_none_or(|test| filter::holds(test, object))
            && self.search.as_ref().is_none_or(|search| search.finds(object))
    }

    /// The properties that decide which objects are found, and in which order.
    pub fn properties(&self) -> Vec<&Property> {
        let filtered = self.test.iter().flat_map(Test::properties);
        filtered.chain(self.search.iter().flat_map(Search::properties)).chain(&self.order).collect()
    }

    /// Refuses constants of another type than a property's whose type is defined elsewhere: `type_of` names it.
    pub fn agrees(&self, type_of: &dyn Fn(&str) -> Option<&'static str>) -> Result<(), GraphError> {
        self.test.iter().try_for_each(|test| filter::agrees(test, type_of))
    }

    /// Everything that can be found, by index; none when all objects have to be looked at.
    pub fn candidates(&self, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
        let tested = self.test.as_ref().and_then(|test| tested(test, index));
        tested.or_else(|| self.search.as_ref().and_then(|search| searched(search, index)))
    }
}

fn tested(condition: &Test, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
    let exactly = |subject: &Subject, literal: &Literal| match literal {
        Literal::Text(text) if subject.part.is_none() => index.exactly(&subject.property.name, text),
        _ => None,
    };
    match condition {
        Test::All(parts) => parts.iter().filter_map(|part| tested(part, index)).min_by_key(BTreeSet::len),
        Test::Either(parts) => union(parts.iter().map(|part| tested(part, index))),
        Test::Compare(subject, Op::Eq, literal) => exactly(subject, literal),
        Test::In(subject, list) => union(list.iter().map(|literal| exactly(subject, literal))),
        Test::Call(Function::StartsWith, subject, text) if subject.part.is_none() => {
            index.starting(&subject.property.name, text)
        }
        Test::Some(_, inner) => tested(inner, index),
        _ => None,
    }
}

fn searched(search: &Search, index: &dyn Index) -> Option<BTreeSet<Uuid>> {
    union(search.groups().iter().map(|group| {
        let found = group.iter().filter_map(|clause| {
            let name = &clause.property.name;
            if clause.property.search == How::Start {
                return index.starting(name, &clause.text);
            }
            clause.words().filter_map(|word| index.starting(name, word)).min_by_key(BTreeSet::len)
        });
        found.min_by_key(BTreeSet::len)
    }))
}

/// All of them; none when one of them is not known.
fn union(sets: impl Iterator<Item = Option<BTreeSet<Uuid>>>) -> Option<BTreeSet<Uuid>> {
    let sets: Option<Vec<_>> = sets.collect();
    sets.map(|sets| sets.into_iter().flatten().collect())
}
