//! One section that two people changed at the same time.

use serde_json::{Map, Value};

/// What becomes of `mine` and `theirs`, which were both made of `base`: everybody has their own changes; where both changed the same value, mine
/// stands. Lists are one value each.
pub(crate) fn merge(base: &Value, theirs: &Value, mine: &Value) -> Value {
    merge_values(Some(base), Some(theirs), Some(mine)).unwrap_or(Value::Null)
}

fn merge_values(base: Option<&Value>, theirs: Option<&Value>, mine: Option<&Value>) -> Option<Value> {
    if mine == base {
        return theirs.cloned();
    }
    match (theirs, mine) {
        (Some(Value::Object(theirs)), Some(Value::Object(mine))) => {
            let base = base.and_then(Value::as_object);
            Some(merge_objects(base.unwrap_or(&Map::new()), theirs, mine).into())
        }
        (_, mine) => mine.cloned(),
    }
}

fn merge_objects(
    base: &Map<String, Value>,
    theirs: &Map<String, Value>,
    mine: &Map<String, Value>,
) -> Map<String, Value> {
    let names = mine.keys().chain(theirs.keys().filter(|name| !mine.contains_key(*name)));
    let merged = names.filter_map(|name| {
        let value = merge_values(base.get(name), theirs.get(name), mine.get(name))?;
        Some((name.clone(), value))
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everybody_has_their_own_changes_and_mine_stands_where_both_changed() {
        let base = json!({ "a": 1, "b": 1, "c": 1, "list": [1, 2], "in": { "x": 1, "gone": 1, "both": 1 } });
        let theirs = json!({ "a": 2, "b": 1, "c": 2, "list": [1], "in": { "x": 2, "both": 1, "new": 1 } });
        let mine = json!({ "a": 1, "b": 3, "c": 3, "list": [2, 1], "in": { "x": 1, "gone": 1, "own": 1 } });
        let merged = json!({ "a": 2, "b": 3, "c": 3, "list": [2, 1], "in": { "x": 2, "new": 1, "own": 1 } });
        assert_eq!(merge(&base, &theirs, &mine), merged);
        assert_eq!(merge(&base, &base, &mine), mine);
        assert_eq!(merge(&base, &theirs, &base), theirs);
    }

    #[test]
    fn what_both_made_anew_is_merged_too() {
        let theirs = json!({ "kind": { "roles": ["a"], "more": 1 } });
        let mine = json!({ "kind": { "roles": ["b"] } });
        assert_eq!(merge(&json!({}), &theirs, &mine), json!({ "kind": { "roles": ["b"], "more": 1 } }));
    }
}
