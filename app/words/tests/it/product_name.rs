//! What this is called an administrator decides: texts for people either take that name or do without one.

use std::path::Path;

use serde_json::Value;

/// Where it is called by its own name: the name itself, what administrators read of their settings, and problems that only those fields have.
const FOR_ADMINISTRATORS: [&str; 6] = [
    "app.name",
    "settings.",
    "problems.attribute_unknown.",
    "problems.host_local.",
    "problems.mail_server_in_use.",
    "problems.way_needs_mail.",
];
/// The texts beside those fields.
const FIELDS: [&str; 2] = ["problems.group_dynamic.field", "problems.group_by_hand.field"];
/// What to do about an address that an administrator types.
const ADVICE: &str = "problems.landing_unknown.advice";

fn collect(key: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(inner) => {
            for (name, value) in inner {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                collect(&key, value, found);
            }
        }
        Value::String(text) if text.contains("Vestibule") => found.push(key.to_owned()),
        _ => {}
    }
}

#[test]
fn texts_for_people_do_not_name_the_product() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    for language in ["en", "lt", "fr", "pt-BR", "zh-TW"] {
        let text = std::fs::read_to_string(folder.join(format!("{language}.json"))).unwrap();
        let mut named = Vec::new();
        collect("", &serde_json::from_str(&text).unwrap(), &mut named);
        assert!(named.iter().any(|key| key == "app.name"), "{language}: {named:?}");
        let is_for_people = |key: &String| {
            !FOR_ADMINISTRATORS.iter().any(|start| key.starts_with(start))
                && !FIELDS.contains(&key.as_str())
                && key != ADVICE
        };
        named.retain(is_for_people);
        assert!(named.is_empty(), "{language}: {named:?}");
    }
}
