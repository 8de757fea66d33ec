//! Which constants go with which kind of property.

use super::{
    Literal, Op,
    test::{Subject, Test},
};
use crate::directory_api::{error::GraphError, query::catalogue::Kind};

/// Refuses a constant of another kind than the property's.
pub(super) fn fits(subject: &Subject, op: Op, literal: &Literal) -> Result<(), GraphError> {
    match subject.kind() {
        Kind::Id | Kind::Text | Kind::Texts => is_of("Edm.String", op, literal),
        Kind::Flag => is_of("Edm.Boolean", op, literal),
        Kind::Time => is_of("Edm.DateTimeOffset", op, literal),
        Kind::Complex(_) | Kind::Complexes(_) | Kind::Defined => Ok(()),
    }
}

/// The same for properties whose kind is defined elsewhere: `type_of` names the type of one.
pub fn agrees(test: &Test, type_of: &dyn Fn(&str) -> Option<&'static str>) -> Result<(), GraphError> {
    let check = |subject: &Subject, op: Op, literal: &Literal| {
        let own = type_of(&subject.property.name).filter(|_| subject.kind() == Kind::Defined);
        own.map_or(Ok(()), |own| is_of(own, op, literal))
    };
    match test {
        Test::All(parts) | Test::Either(parts) => parts.iter().try_for_each(|part| agrees(part, type_of)),
        Test::Not(inner) | Test::Some(_, inner) => agrees(inner, type_of),
        Test::Compare(subject, op, literal) => check(subject, *op, literal),
        Test::In(subject, list) => list.iter().try_for_each(|literal| check(subject, Op::Eq, literal)),
        Test::Call(..) | Test::Count(..) => Ok(()),
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
