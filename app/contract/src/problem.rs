//! Problems: errors as a person may see them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{FieldPath, NotInvitable, ParseEmailError, ProblemCode, ReferenceId, RoleName};

/// A problem with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field.
    pub field: FieldPath,
    /// The problem with it.
    pub code: ProblemCode,
}

/// An error as a person may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What happened.
    pub code: ProblemCode,
    /// The fields that the problem is about; empty when it is about the whole form.
    #[serde(default)]
    pub fields: Vec<FieldProblem>,
    /// The id of the log entry. Absent where nothing was logged, as with a mistyped address.
    #[serde(default)]
    pub reference: Option<ReferenceId>,
    /// When the next automatic retry will be; of what was refused, when it may be asked for again.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub retry_at: Option<OffsetDateTime>,
    /// The role that the person already has, for `already-shared`.
    #[serde(default)]
    pub role: Option<RoleName>,
    /// For `directory-refused`, what is known of Microsoft's reason: status, code and property, and nothing of anybody. For a problem with a group, a
    /// role or an attribute, its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Problem {
    /// A problem that is about no field.
    pub const fn new(code: ProblemCode) -> Self {
        Self { code, fields: Vec::new(), reference: None, retry_at: None, role: None, reason: None }
    }

    /// A problem with a group, a role or an attribute of this name.
    pub fn of_subject(subject: &str, code: ProblemCode) -> Self {
        Self { reason: Some(subject.to_owned()), ..Self::new(code) }
    }

    /// A problem with one field.
    pub fn of_field(field: FieldPath, code: ProblemCode) -> Self {
        Self { fields: vec![FieldProblem { field, code }], ..Self::new(code) }
    }

    /// The problem with this field, if any.
    pub fn about(&self, field: &FieldPath) -> Option<ProblemCode> {
        self.fields.iter().find(|problem| problem.field == *field).map(|problem| problem.code)
    }
}

impl From<ParseEmailError> for ProblemCode {
    fn from(error: ParseEmailError) -> Self {
        match error {
            ParseEmailError::Missing => Self::AddressMissing,
            ParseEmailError::Malformed => Self::AddressMalformed,
            ParseEmailError::Several => Self::AddressSeveral,
        }
    }
}

impl From<NotInvitable> for ProblemCode {
    fn from(reason: NotInvitable) -> Self {
        match reason {
            NotInvitable::Refused => Self::AddressRefused,
            NotInvitable::MixedScripts => Self::AddressMixedScripts,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// As the first release stored it, with every field that it knew.
    const STORED: &str = r#"{"code":"address-malformed","fields":[
        {"field":"address","code":"address-malformed"},{"field":"person","code":"person-gone"},
        {"field":"role","code":"role-unknown"},{"field":"name","code":"name-too-long"},
        {"field":"message","code":"message-too-long"},{"field":"language","code":"bad-form"}],
        "reference":"ref-1","retry_at":"2026-03-01T12:00:00Z","role":"reader"}"#;

    #[test]
    fn stored_problems_stay_readable() {
        let problem: Problem = serde_json::from_str(STORED).unwrap();
        let fields: Vec<_> = problem.fields.iter().map(|about| about.field.as_str()).collect();
        assert_eq!(fields, ["address", "person", "role", "name", "message", "language"]);
        assert_eq!(problem.about(&FieldPath::ROLE), Some(ProblemCode::RoleUnknown));
        assert_eq!(problem.about(&FieldPath::ROLE.at(0)), None);
        let (again, stored): (serde_json::Value, serde_json::Value) =
            (serde_json::to_value(&problem).unwrap(), serde_json::from_str(STORED).unwrap());
        assert_eq!(again, stored);
        let bare: Problem = serde_json::from_str(r#"{"code":"too-fast"}"#).unwrap();
        assert_eq!(bare, Problem::new(ProblemCode::TooFast));
    }
}
