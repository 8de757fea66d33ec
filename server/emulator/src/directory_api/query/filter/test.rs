//! A condition whose names are properties: what can be asked of an object.

use super::{Function, Literal, Op};
use crate::directory_api::query::catalogue::{Kind, Operators, Property};

/// What a test looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The property.
    pub property: Property,
    /// The part of it, when it has parts.
    pub part: Option<&'static Property>,
    /// Whether an element of the property is meant: inside of `any`.
    pub element: bool,
}

impl Subject {
    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.part.map_or(self.property.kind, |part| part.kind)
    }

    /// How it can be filtered on.
    pub fn operators(&self) -> Operators {
        self.part.map_or(self.property.operators, |part| part.operators)
    }
}

/// A test.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
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

impl Test {
    /// Every property that it looks at, as often as it does.
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
