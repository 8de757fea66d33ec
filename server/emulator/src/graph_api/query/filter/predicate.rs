//! A filter expression that is bound to the properties of a catalogue.

use super::{Function, Literal, Op};
use crate::graph_api::query::catalogue::{Operators, Property, ValueKind};

/// The value that a predicate compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The property.
    pub property: Property,
    /// The part of a complex property.
    pub part: Option<&'static Property>,
    /// Whether it is an element of the property, inside of `any`.
    pub element: bool,
}

impl Subject {
    /// The kind of its value.
    pub fn kind(&self) -> ValueKind {
        self.part.map_or(self.property.kind, |part| part.kind)
    }

    /// How it can be filtered on.
    pub fn operators(&self) -> Operators {
        self.part.map_or(self.property.operators, |part| part.operators)
    }
}

/// A predicate.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// All of them.
    All(Vec<Self>),
    /// Any of them.
    Either(Vec<Self>),
    /// Not.
    Not(Box<Self>),
    /// A comparison.
    Compare(Subject, Op, Literal),
    /// One of several.
    In(Subject, Vec<Literal>),
    /// A function on text.
    Call(Function, Subject, String),
    /// Some element of a collection.
    Some(Property, Box<Self>),
    /// The number of elements of a collection.
    Count(Property, Op, i64),
}

impl Predicate {
    /// The properties that it uses, with repetitions.
    pub fn properties(&self) -> Vec<&Property> {
        match self {
            Self::All(parts) | Self::Either(parts) => parts.iter().flat_map(Self::properties).collect(),
            Self::Not(inner) => inner.properties(),
            Self::Compare(subject, ..) | Self::In(subject, _) | Self::Call(_, subject, _) => {
                vec![&subject.property]
            }
            Self::Some(property, _) | Self::Count(property, ..) => vec![property],
        }
    }
}
