//! What is chosen in the directory: with the name that it had, so that it can be shown without asking the directory.

use contract::DirectoryObjectId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::field::PickKind;

/// A group that is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PickedGroup {
    pub(crate) id: DirectoryObjectId,
    pub(crate) name: String,
}

/// A role of an application that is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PickedAppRole {
    pub(crate) application: DirectoryObjectId,
    pub(crate) application_name: String,
    pub(crate) role: DirectoryObjectId,
    pub(crate) name: String,
}

/// What a text of the form names, if it does.
pub(crate) fn parse(of: PickKind, chosen: &str) -> Option<Value> {
    match of {
        PickKind::Group => serde_json::from_str::<PickedGroup>(chosen).ok().map(|group| json!(group)),
        PickKind::AppRole => serde_json::from_str::<PickedAppRole>(chosen).ok().map(|role| json!(role)),
    }
}

/// What an id that was typed names; for a role of an application two are needed. The id stands for the name until the directory says it.
pub(crate) fn by_id(of: PickKind, search: &str) -> Option<Value> {
    match (of, ids(search).as_slice()) {
        (PickKind::Group, [id]) => Some(json!({ "id": id, "name": id })),
        (PickKind::AppRole, [application, role]) => Some(json!({
            "application": application, "application_name": application, "role": role, "name": role,
        })),
        _ => None,
    }
}

/// The ids of a text that has nothing else.
pub(crate) fn ids(search: &str) -> Vec<&str> {
    let words: Vec<_> = search.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| is_object_id(word)) { words } else { Vec::new() }
}

fn is_object_id(word: &str) -> bool {
    let fits = |(at, b): (usize, u8)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    };
    word.len() == 36 && word.bytes().enumerate().all(fits)
}

/// What is chosen, by its name.
pub(crate) fn name_of(of: PickKind, value: &Value) -> Option<String> {
    match of {
        PickKind::Group => PickedGroup::deserialize(value).ok().map(|group| group.name),
        PickKind::AppRole => PickedAppRole::deserialize(value).ok().map(|role| match role.name.as_str() {
            // An application without roles is had as a whole.
            name if name == role.application_name => role.name,
            name => format!("{} · {name}", role.application_name),
        }),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const A: &str = "62090000-0001-4a57-8c11-5c0e10f0c001";
    const B: &str = "62090000-0002-4a57-8c11-5c0e10f0c002";

    #[test]
    fn what_is_chosen_has_a_name() {
        let role =
            |name: &str| json!({ "application": A, "application_name": "Planner", "role": B, "name": name });
        assert_eq!(name_of(PickKind::AppRole, &role("Reader")).unwrap(), "Planner · Reader");
        assert_eq!(name_of(PickKind::AppRole, &role("Planner")).unwrap(), "Planner");
        assert_eq!(name_of(PickKind::Group, &json!({ "id": A, "name": "Falcon" })).unwrap(), "Falcon");
        assert_eq!(name_of(PickKind::Group, &Value::Null), None);
    }
}
