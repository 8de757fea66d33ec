//! Which constants go with which kind of property.

use super::{Literal, Op, Subject};
use crate::directory_api::{GraphError, query::Kind};

/// Refuses a constant of another kind than the property's.
pub(super) fn fits(subject: &Subject, op: Op, literal: &Literal) -> Result<(), GraphError> {
    let own = match subject.kind() {
        Kind::Id | Kind::Text | Kind::Texts => "Edm.String",
        Kind::Flag => "Edm.Boolean",
        Kind::Time => "Edm.DateTimeOffset",
        Kind::Complex(_) | Kind::Complexes(_) | Kind::Defined => return Ok(()),
    };
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
