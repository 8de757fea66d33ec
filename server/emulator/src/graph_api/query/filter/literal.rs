//! Checks that a literal has the type of its property.

use super::{
    Literal, Op,
    predicate::{Predicate, Subject},
};
use crate::graph_api::{error::GraphError, query::catalogue::ValueKind};

/// Refuses a literal of another type than the property's.
pub(super) fn fits(subject: &Subject, op: Op, literal: &Literal) -> Result<(), GraphError> {
    match subject.kind() {
        ValueKind::Id | ValueKind::Text | ValueKind::Texts => is_of("Edm.String", op, literal),
        ValueKind::Flag => is_of("Edm.Boolean", op, literal),
        ValueKind::Time => is_of("Edm.DateTimeOffset", op, literal),
        ValueKind::Complex(_) | ValueKind::Complexes(_) | ValueKind::Defined => Ok(()),
    }
}

/// The same for directory extensions: `type_of` returns the type of one.
pub fn check_literal_types(
    predicate: &Predicate,
    type_of: &dyn Fn(&str) -> Option<&'static str>,
) -> Result<(), GraphError> {
    let check = |subject: &Subject, op: Op, literal: &Literal| {
        let own = type_of(&subject.property.name).filter(|_| subject.kind() == ValueKind::Defined);
        own.map_or(Ok(()), |own| is_of(own, op, literal))
    };
    match predicate {
        Predicate::All(parts) | Predicate::Either(parts) => {
            parts.iter().try_for_each(|part| check_literal_types(part, type_of))
        }
        Predicate::Not(inner) | Predicate::Some(_, inner) => check_literal_types(inner, type_of),
        Predicate::Compare(subject, op, literal) => check(subject, *op, literal),
        Predicate::In(subject, list) => list.iter().try_for_each(|literal| check(subject, Op::Eq, literal)),
        Predicate::Call(..) | Predicate::Count(..) => Ok(()),
    }
}

fn is_of(own: &str, op: Op, literal: &Literal) -> Result<(), GraphError> {
    let wanted = match literal {
        Literal::Null => return Ok(()),
        Literal::Flag(_) => "Edm.Boolean",
        Literal::Text(_) => "Edm.String",
        Literal::Time(_) => "Edm.DateTimeOffset",
        Literal::Number(_) => "Edm.Int64",
    };
    if own == wanted {
        return Ok(());
    }
    let operator = match op {
        Op::Eq => "Equal",
        Op::Ne => "NotEqual",
        Op::Gt => "GreaterThan",
        Op::Ge => "GreaterThanOrEqual",
        Op::Lt => "LessThan",
        Op::Le => "LessThanOrEqual",
    };
    Err(GraphError::bad_request(&format!(
        "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types '{own}' and '{wanted}' for operator kind '{operator}'."
    )))
}
