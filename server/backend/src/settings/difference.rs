//! What a change of settings changes, for the audit chain.

use serde::Serialize;
use serde_json::{Map, Result, Value};

/// One field that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Difference {
    /// Names of fields and of entries, joined by dots: `kinds.dashboard.roles`.
    pub(super) field: String,
    /// What it was; null if it was not there.
    pub(super) before: Value,
    /// What it is; null if it is not there any more.
    pub(super) after: Value,
}

/// Every field that differs, lists as a whole.
pub(super) fn difference(before: &impl Serialize, after: &impl Serialize) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    compare(&mut all, "", &serde_json::to_value(before)?, &serde_json::to_value(after)?);
    Ok(all)
}

fn compare(all: &mut Vec<Difference>, field: &str, before: &Value, after: &Value) {
    if before == after {
        return;
    }
    if let (Value::Object(before), Value::Object(after)) = (before, after) {
        return compare_fields(all, field, before, after);
    }
    all.push(Difference { field: field.to_owned(), before: before.clone(), after: after.clone() });
}

fn compare_fields(
    all: &mut Vec<Difference>,
    place: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) {
    let added = after.keys().filter(|name| !before.contains_key(*name));
    for name in before.keys().chain(added) {
        let field = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        let value = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or(Value::Null);
        compare(all, &field, &value(before), &value(after));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_what_differs_and_nothing_else() {
        let before = json!({ "same": 1, "list": [1, 2], "in": { "same": true, "gone": 1 }, "was": "x" });
        let after = json!({ "same": 1, "list": [2], "in": { "same": true, "new": 2 }, "was": { "y": 1 } });
        let differences = serde_json::to_value(difference(&before, &after).unwrap()).unwrap();
        assert_eq!(
            differences,
            json!([
                { "field": "in.gone", "before": 1, "after": null },
                { "field": "in.new", "before": null, "after": 2 },
                { "field": "list", "before": [1, 2], "after": [2] },
                { "field": "was", "before": "x", "after": { "y": 1 } },
            ])
        );
        assert!(difference(&before, &before).unwrap().is_empty());
    }
}
