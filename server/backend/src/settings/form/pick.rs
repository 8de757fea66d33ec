//! Fields that search the directory: what is chosen stands beside the text that was searched for.

use contract::ProblemCode;
use serde_json::Value;

use super::fields::{Fields, OPEN, SEARCH, field_at, inside, text};
use crate::settings::field::{FieldShape, FieldSpec, PickKind};
use crate::settings::picked::{by_id, parse};

/// A field whose matches are to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenPick {
    /// Its name in the form.
    pub(crate) field: String,
    /// What is searched for.
    pub(crate) of: PickKind,
    /// The text.
    pub(crate) search: String,
    /// A group that is filled by a rule is wanted.
    pub(crate) by_rule: bool,
}

/// What a form says: what is chosen, or else an id that was typed.
pub(super) fn read(
    of: PickKind,
    chosen: &str,
    search: &str,
    is_optional: bool,
) -> Result<Value, ProblemCode> {
    if !chosen.is_empty() {
        return parse(of, chosen).ok_or(ProblemCode::ValueMissing);
    }
    if search.is_empty() && is_optional {
        return Ok(Value::Null);
    }
    by_id(of, search).ok_or(ProblemCode::ValueMissing)
}

/// The field whose matches are to be shown, if there is one.
pub(crate) fn open_pick(specs: &[FieldSpec], fields: &Fields) -> Option<OpenPick> {
    let suffix = format!(".{OPEN}");
    let field = fields.keys().find_map(|key| key.strip_suffix(&suffix))?;
    pick_at(specs, fields, field)
}

/// The first field in which something was typed to be searched for, and nothing is chosen: the Enter key presses no button of its own.
pub(crate) fn unanswered_search(specs: &[FieldSpec], fields: &Fields) -> Option<String> {
    let suffix = format!(".{SEARCH}");
    let all = fields.keys().filter_map(|key| key.strip_suffix(&suffix));
    let mut open = all.filter_map(|field| pick_at(specs, fields, field));
    let is_open = |pick: &OpenPick| text(fields, &pick.field).is_empty() && !pick.search.is_empty();
    open.find(|pick| is_open(pick) && by_id(pick.of, &pick.search).is_none()).map(|pick| pick.field)
}

fn pick_at(specs: &[FieldSpec], fields: &Fields, field: &str) -> Option<OpenPick> {
    let FieldShape::Pick { of, by_rule, .. } = field_at(specs, field)?.shape else { return None };
    let beside =
        |name: &str| field.rsplit_once('.').map_or_else(|| name.to_owned(), |(place, _)| inside(place, name));
    Some(OpenPick {
        field: field.to_owned(),
        of,
        search: text(fields, &inside(field, SEARCH)).to_owned(),
        by_rule: by_rule.is_some_and(|name| fields.contains_key(&beside(name))),
    })
}

/// Shows the matches of this field, and of no other; what was chosen before is searched for anew.
pub(super) fn open(fields: &mut Fields, field: &str) {
    let suffix = format!(".{OPEN}");
    fields.retain(|key, _| key != field && !key.ends_with(&suffix));
    fields.insert(inside(field, OPEN), "on".to_owned());
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    const A: &str = "62090000-0001-4a57-8c11-5c0e10f0c001";
    const B: &str = "62090000-0002-4a57-8c11-5c0e10f0c002";

    #[test]
    fn what_is_chosen_counts_more_than_what_was_typed_and_an_id_stands_for_itself() {
        let chosen = format!(r#"{{"id":"{A}","name":"Falcon"}}"#);
        assert_eq!(read(PickKind::Group, &chosen, B, false).unwrap(), json!({ "id": A, "name": "Falcon" }));
        assert_eq!(read(PickKind::Group, "", B, false).unwrap(), json!({ "id": B, "name": B }));
        assert_eq!(read(PickKind::Group, "", "", true), Ok(Value::Null));
        for (chosen, search) in [("", ""), ("", "falcon"), ("", &format!("{A} {B}")), ("{}", A)] {
            let read = read(PickKind::Group, chosen, search, false);
            assert_eq!(read, Err(ProblemCode::ValueMissing), "{chosen} {search}");
        }
        let role = read(PickKind::AppRole, "", &format!(" {A} / {B}"), false).unwrap();
        assert_eq!((role["application"].as_str(), role["role"].as_str()), (Some(A), Some(B)));
        assert_eq!(read(PickKind::AppRole, "", A, false), Err(ProblemCode::ValueMissing));
    }
}
