//! Secrets in a form: what was typed never stays in a field. It lies sealed beside it for as long as the next step needs it, and whoever is shown the
//! form once more types it again.

use contract::ProblemCode;
use serde_json::Value;

use super::fields::{Fields, LOST, REMOVE, SEALED, SECRET_PARTS, inside, text};
use crate::settings::field::{FieldShape, FieldSpec};
use crate::settings::secret::{NEW, REMOVED};

/// Seals what was typed into the secrets of a form. What pretends to be sealed already is left out.
pub(crate) fn seal(specs: &[FieldSpec], fields: &mut Fields, seal: impl Fn(&str, &str) -> String) {
    for (name, longest) in secrets(specs) {
        fields.remove(&inside(name, SEALED));
        fields.remove(&inside(name, LOST));
        let typed = fields.remove(name).filter(|typed| !typed.is_empty());
        if let Some(typed) = typed {
            let is_long = typed.chars().count() > longest;
            let sealed = if is_long { String::new() } else { seal(name, &typed) };
            fields.insert(inside(name, SEALED), sealed);
        }
    }
}

/// The sealed secrets of a form, by their fields.
pub(crate) fn sealed(specs: &[FieldSpec], fields: &Fields) -> Vec<(&'static str, String)> {
    let all = secrets(specs).filter_map(|(name, _)| Some((name, fields.get(&inside(name, SEALED))?.clone())));
    all.filter(|(_, sealed)| !sealed.is_empty()).collect()
}

/// Takes out what was typed, and says so beside the field.
pub(crate) fn lose(specs: &[FieldSpec], fields: &mut Fields) {
    for (name, _) in secrets(specs) {
        let typed = fields.remove(name).filter(|typed| !typed.is_empty());
        if fields.remove(&inside(name, SEALED)).or(typed).is_some() {
            fields.insert(inside(name, LOST), "on".to_owned());
        }
    }
}

/// Puts what was taken out by [`lose`] back, by its fields and sealed.
pub(crate) fn put_back(specs: &[FieldSpec], fields: &mut Fields, secrets: Vec<(String, String)>) {
    for (name, sealed) in secrets {
        if self::secrets(specs).any(|(known, _)| known == name) {
            fields.remove(&inside(&name, LOST));
            fields.insert(inside(&name, SEALED), sealed);
        }
    }
}

/// The first secret into which something was typed that is not there any more.
pub(crate) fn lost(specs: &[FieldSpec], fields: &Fields) -> Option<&'static str> {
    secrets(specs).map(|(name, _)| name).find(|name| fields.contains_key(&inside(name, LOST)))
}

/// What a form says of its secrets.
pub(crate) fn only_secrets(specs: &[FieldSpec], fields: &Fields) -> Fields {
    let keys = secrets(specs).flat_map(|(name, _)| SECRET_PARTS.map(|part| inside(name, part)));
    keys.filter_map(|key| fields.get_key_value(&key).map(|(key, text)| (key.clone(), text.clone()))).collect()
}

/// What a field says, where `before` is stored. What is typed counts more than the box.
pub(super) fn read(fields: &Fields, key: &str, before: &Value) -> Result<Value, ProblemCode> {
    match fields.get(&inside(key, SEALED)).map(String::as_str) {
        Some("") => Err(ProblemCode::TextTooLong),
        Some(_) => Ok(NEW.into()),
        None if text(fields, &inside(key, REMOVE)).is_empty() => Ok(before.clone()),
        None => Ok(REMOVED.into()),
    }
}

fn secrets(specs: &[FieldSpec]) -> impl Iterator<Item = (&'static str, usize)> {
    specs.iter().filter_map(|spec| match spec.shape {
        FieldShape::Secret { longest } => Some((spec.name, longest)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn specs() -> Vec<FieldSpec> {
        vec![FieldSpec::secret("password", 6)]
    }

    fn form(fields: &[(&str, &str)]) -> Fields {
        fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    fn after_sealing(fields: &[(&str, &str)]) -> Fields {
        let mut fields = form(fields);
        seal(&specs(), &mut fields, |name, typed| format!("{name}:{}", typed.len()));
        fields
    }

    #[test]
    fn what_was_typed_is_sealed_and_what_was_not_changes_nothing() {
        let said = |fields: &[(&str, &str)]| read(&after_sealing(fields), "password", &json!(4));
        assert_eq!(after_sealing(&[("password", " s3cr ")]), form(&[("password.sealed", "password:6")]));
        assert_eq!(said(&[("password", "s3cret")]), Ok(json!(NEW)));
        assert_eq!(said(&[("password", "")]), Ok(json!(4)));
        assert_eq!(said(&[("password.sealed", "made up"), ("password.lost", "on")]), Ok(json!(4)));
        assert_eq!(said(&[("password.remove", "on")]), Ok(json!(REMOVED)));
        assert_eq!(said(&[("password.remove", "on"), ("password", "x")]), Ok(json!(NEW)));
        assert_eq!(said(&[("password", "too long")]), Err(ProblemCode::TextTooLong));
    }

    #[test]
    fn what_was_put_beside_a_form_comes_back_into_its_field() {
        let before = after_sealing(&[("password", "s3cret")]);
        let mut fields = before.clone();
        let beside = |name: &str| vec![(name.to_owned(), "password:6".to_owned())];
        lose(&specs(), &mut fields);
        put_back(&specs(), &mut fields, beside("host"));
        assert_eq!(fields, form(&[("password.lost", "on")]), "of a field that is no secret");
        put_back(&specs(), &mut fields, beside("password"));
        assert_eq!(fields, before);
    }

    #[test]
    fn a_form_that_is_shown_again_has_lost_it_and_says_so() {
        let mut fields = after_sealing(&[("password", "s3cret"), ("password.remove", "on")]);
        assert_eq!(sealed(&specs(), &fields), [("password", "password:6".to_owned())]);
        assert_eq!(only_secrets(&specs(), &fields), fields);
        assert_eq!(lost(&specs(), &fields), None);
        lose(&specs(), &mut fields);
        assert_eq!(fields, form(&[("password.lost", "on"), ("password.remove", "on")]));
        assert_eq!(lost(&specs(), &fields), Some("password"));
        let mut raw = form(&[("password", "s3cret")]);
        lose(&specs(), &mut raw);
        assert_eq!(raw, form(&[("password.lost", "on")]));
        let mut empty = form(&[("password", "")]);
        lose(&specs(), &mut empty);
        assert_eq!(empty, Fields::new());
    }
}
