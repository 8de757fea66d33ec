//! Secrets among the settings, such as a password: a document holds of each only in which version it was set. The secret itself lies sealed in a table
//! of its own, so it is in no version, difference, export or audit entry. It can be set and taken away, never read.

use std::collections::BTreeMap;

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field::{FieldShape, FieldSpec};

/// What the stored secrets are sealed for; each is bound to its [`full_name`].
pub(crate) const PURPOSE: &str = "setting";
/// What a form says of a secret that was typed: the version is known once it is stored.
pub(crate) const NEW: i64 = 0;
/// What a form says of a secret that is to be taken away.
pub(crate) const REMOVED: i64 = -1;

/// Secrets that were typed, by their fields: sealed as they are to be stored.
pub(crate) type SealedSecrets = BTreeMap<&'static str, Vec<u8>>;

/// What a section holds in the place of a secret: the version that it was set in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretMark(Option<i64>);

impl SecretMark {
    /// Whether there is a secret, or will be.
    pub const fn is_set(self) -> bool {
        matches!(self.0, Some(mark) if mark >= NEW)
    }

    /// The version in which a secret was set that is stored, and stays.
    pub const fn generation(self) -> Option<i64> {
        match self.0 {
            Some(mark) if mark > NEW => Some(mark),
            _ => None,
        }
    }
}

/// What becomes of a stored secret.
pub(super) struct SecretChange {
    pub(super) name: String,
    /// `None`: it is taken away.
    pub(super) sealed: Option<Vec<u8>>,
}

/// The names of the fields that are secrets. They stand side by side with the others of a section, in no group or entry.
pub(crate) fn names(specs: &[FieldSpec]) -> Vec<&'static str> {
    let secrets = specs.iter().filter(|spec| matches!(spec.shape, FieldShape::Secret { .. }));
    secrets.map(|spec| spec.name).collect()
}

/// The name under which a secret is kept, and to which it is bound.
pub(crate) fn full_name(section: &str, field: &str) -> String {
    format!("{section}.{field}")
}

/// Only a form sets a secret or takes it away: whatever else a section comes from, the secret stays as it is stored.
pub(super) fn keep(specs: &[FieldSpec], section: &mut Value, stored: &Value) {
    for name in names(specs) {
        if !matches!(mark(section, name), Some(NEW | REMOVED)) {
            put(section, name, stored.get(name).cloned().unwrap_or(Value::Null));
        }
    }
}

/// A section as it leaves this installation, or comes from another one: nothing of its secrets.
pub(crate) fn forget(specs: &[FieldSpec], section: &mut Value) {
    for name in names(specs) {
        if let Some(fields) = section.as_object_mut() {
            fields.remove(name);
        }
    }
}

/// Prepares to go back to an earlier version of a section: one that had no secret takes the present one away, any other leaves it. Whether another secret
/// than the present one was in force then.
pub(crate) fn go_back(specs: &[FieldSpec], section: &mut Value, stored: &Value) -> bool {
    let mut is_other = false;
    for name in names(specs) {
        match (mark(section, name), mark(stored, name)) {
            (None, Some(_)) => put(section, name, REMOVED.into()),
            (then, now) => is_other |= then != now,
        }
    }
    is_other
}

/// Gives the secrets of a section that is about to be stored their version, and says what becomes of them. One that was not typed stays; one that is said
/// to have been typed, and is not there, is refused: the rest of the section was checked as if it were.
pub(super) fn settle(
    section_name: &str,
    specs: &[FieldSpec],
    section: &mut Value,
    typed: &mut SealedSecrets,
    version: i64,
) -> Result<Vec<SecretChange>, FieldProblem> {
    let mut changes = Vec::new();
    for name in names(specs) {
        let (mark, sealed) = match (mark(section, name), typed.remove(name)) {
            (Some(NEW), Some(sealed)) => (version.into(), Some(sealed)),
            (Some(NEW), None) => {
                return Err(FieldProblem { field: FieldPath::known(name), code: ProblemCode::SecretAgain });
            }
            (Some(REMOVED), _) => (Value::Null, None),
            _ => continue,
        };
        put(section, name, mark);
        changes.push(SecretChange { name: full_name(section_name, name), sealed });
    }
    Ok(changes)
}

fn mark(section: &Value, name: &str) -> Option<i64> {
    section.get(name).and_then(Value::as_i64)
}

fn put(section: &mut Value, name: &str, mark: Value) {
    if let Some(fields) = section.as_object_mut() {
        fields.insert(name.to_owned(), mark);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn specs() -> Vec<FieldSpec> {
        vec![FieldSpec::toggle("on"), FieldSpec::secret("password", 9)]
    }

    #[test]
    fn only_a_form_changes_a_secret() {
        let stored = json!({ "on": true, "password": 4 });
        for said in [json!({ "password": 9 }), json!({ "password": null }), json!({})] {
            let mut section = said;
            keep(&specs(), &mut section, &stored);
            assert_eq!(section, json!({ "password": 4 }));
        }
        for mark in [NEW, REMOVED] {
            let mut section = json!({ "password": mark });
            keep(&specs(), &mut section, &stored);
            assert_eq!(section, json!({ "password": mark }));
        }
    }

    #[test]
    fn a_typed_secret_gets_its_version_and_one_that_is_only_said_to_be_typed_is_refused() {
        let settled = |said: i64, typed: Option<&[u8]>| {
            let mut section = json!({ "on": true, "password": said });
            let mut typed = typed.map(|sealed| ("password", sealed.to_vec())).into_iter().collect();
            let settled = settle("mail", &specs(), &mut section, &mut typed, 7).map_err(|wrong| wrong.code);
            settled.map(|changes| {
                let changes = changes.into_iter().map(|change| (change.name, change.sealed));
                (section["password"].clone(), changes.collect::<Vec<_>>())
            })
        };
        let change = |sealed: Option<&[u8]>| vec![("mail.password".to_owned(), sealed.map(<[u8]>::to_vec))];
        assert_eq!(settled(NEW, Some(b"x")), Ok((json!(7), change(Some(b"x")))));
        assert_eq!(settled(NEW, None), Err(ProblemCode::SecretAgain));
        assert_eq!(settled(REMOVED, Some(b"x")), Ok((Value::Null, change(None))));
        assert_eq!(settled(4, Some(b"x")), Ok((json!(4), vec![])));
    }

    #[test]
    fn going_back_keeps_the_present_secret_or_takes_it_away() {
        let back = |then: Value, now: Value| {
            let mut section = json!({ "password": then });
            let is_other = go_back(&specs(), &mut section, &json!({ "password": now }));
            (section["password"].clone(), is_other)
        };
        assert_eq!(back(json!(2), json!(2)), (json!(2), false));
        assert_eq!(back(json!(2), json!(5)), (json!(2), true));
        assert_eq!(back(json!(2), Value::Null), (json!(2), true));
        assert_eq!(back(Value::Null, json!(5)), (json!(REMOVED), false));
        assert_eq!(back(Value::Null, Value::Null), (Value::Null, false));
    }
}
