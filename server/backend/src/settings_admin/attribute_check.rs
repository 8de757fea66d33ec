//! The directory extensions that rules and roles name, looked up before they are stored: whether users have them, and can have what is to be written.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{FieldPath, FieldProblem, ProblemCode};
use graph::{AttributeName, ExtensionType, Graph};
use serde::Deserialize as _;
use serde_json::Value;

use super::directory_search::is_unreadable;
use crate::directory::extensions::{Definition, code_of, definitions};
use crate::directory::graph_errors::lookup_code;
use crate::settings::Section as _;
use crate::settings::form::Fields;
use crate::settings::sections::{AttributeSource, Attributes, Grants, RoleGrants};

/// What there is to say of the extensions of a section.
#[derive(Default)]
pub(super) struct LookedUpAttributes {
    /// What cannot be stored, with the paths of its form.
    pub(super) wrong: Vec<FieldProblem>,
    /// What the directory gave no answer about, with its paths, and why.
    pub(super) unanswered: Vec<FieldProblem>,
}

/// An attribute that a section names.
struct Named {
    attribute: AttributeName,
    /// Where in the form.
    place: FieldPath,
    written: Written,
}

/// What is to be written to it, as far as that can be judged now.
enum Written {
    /// This text, which is at this place of the form.
    Text(FieldPath, String),
    /// The domain of an address; that it comes from there, is said at this place.
    Domain(FieldPath),
    /// What nobody knows yet, or nothing.
    Unknown,
}

impl Written {
    /// What is wrong with it for an extension of this type.
    fn wrong(self, of: ExtensionType) -> Option<FieldProblem> {
        match self {
            Self::Text(field, text) => {
                let code = code_of(of.value_of(&text).err()?);
                Some(FieldProblem { field, code })
            }
            Self::Domain(field) => {
                let takes_texts = matches!(of, ExtensionType::String | ExtensionType::Other);
                (!takes_texts).then_some(FieldProblem { field, code: ProblemCode::AttributeNotText })
            }
            Self::Unknown => None,
        }
    }
}

/// Looks up the extensions of `section`, which is one of this name. What is stored already is not asked about again. `typed` is the form that the section was
/// read from, where there is one: it has attributes in another order than the section. `patience` is for all of them together.
pub(super) async fn look_up_attributes(
    (graph, patience): (Option<&Graph>, Duration),
    name: &str,
    (before, section): (&Value, &Value),
    typed: Option<&Fields>,
) -> LookedUpAttributes {
    let mut named = named(name, before, section, typed);
    named.retain(|named| named.attribute.application().is_some());
    let mut looked = LookedUpAttributes::default();
    if named.is_empty() {
        return looked;
    }
    match ask(graph, patience, &named).await {
        Ok(found) => {
            let wrong = |Named { attribute, place, written }| match found.get(&attribute)? {
                Definition::Single(of) => written.wrong(*of),
                Definition::Several => {
                    Some(FieldProblem { field: place, code: ProblemCode::AttributeMultiValued })
                }
                Definition::Missing => {
                    Some(FieldProblem { field: place, code: ProblemCode::AttributeUndefined })
                }
                Definition::Elsewhere => None,
            };
            looked.wrong = named.into_iter().filter_map(wrong).collect();
        }
        Err(code) if is_unreadable(code) => {}
        Err(code) => {
            let unanswered = |named: Named| FieldProblem { field: named.place, code };
            looked.unanswered = named.into_iter().map(unanswered).collect();
        }
    }
    looked
}

/// What the directory says of these, or why it says nothing.
async fn ask(
    graph: Option<&Graph>,
    patience: Duration,
    named: &[Named],
) -> Result<BTreeMap<AttributeName, Definition>, ProblemCode> {
    let Some(graph) = graph else { return Err(ProblemCode::DirectoryUnreachable) };
    let attributes: Vec<_> = named.iter().map(|named| named.attribute.clone()).collect();
    match tokio::time::timeout(patience, definitions(graph, &attributes)).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) => {
            tracing::warn!(%error, "an extension of the settings was not looked up");
            Err(lookup_code(&error))
        }
        Err(_) => {
            tracing::warn!("an extension of the settings was not looked up: no answer in time");
            Err(ProblemCode::DirectoryUnreachable)
        }
    }
}

/// The attributes that are new in a section of this name.
fn named(name: &str, before: &Value, section: &Value, typed: Option<&Fields>) -> Vec<Named> {
    let all = match name {
        Attributes::NAME => Attributes::deserialize(before)
            .and_then(|before| Ok(of_rules(&before, Attributes::deserialize(section)?))),
        Grants::NAME => Grants::deserialize(before)
            .and_then(|before| Ok(of_roles(&before, Grants::deserialize(section)?, typed))),
        _ => return Vec::new(),
    };
    // What cannot be read is refused elsewhere.
    all.unwrap_or_default()
}

fn of_rules(before: &Attributes, section: Attributes) -> Vec<Named> {
    let mut all = Vec::new();
    for (index, rule) in section.rules.into_iter().enumerate() {
        if before.rules.iter().any(|known| known.attribute == rule.attribute && known.from == rule.from) {
            continue;
        }
        let at = |field| FieldPath::known("rules").at(index).join(&FieldPath::known(field));
        let written = match rule.from {
            AttributeSource::Text(text) => Written::Text(at("text"), text),
            AttributeSource::PartnerDomain | AttributeSource::PartnerCompany => Written::Domain(at("from")),
            AttributeSource::Inviter(of) => {
                all.push(Named { attribute: of, place: at("inviter"), written: Written::Unknown });
                Written::Unknown
            }
            AttributeSource::Asked { .. } => Written::Unknown,
        };
        all.push(Named { attribute: rule.attribute, place: at("attribute"), written });
    }
    all
}

fn of_roles(before: &Grants, section: Grants, typed: Option<&Fields>) -> Vec<Named> {
    let known: Vec<_> =
        before.kinds.values().chain([&before.other_kinds]).flat_map(BTreeMap::values).collect();
    let of_kind = |index| FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
    let kinds = section.kinds.into_values().enumerate().map(|(index, roles)| (of_kind(index), roles));
    let mut all = Vec::new();
    for (place, roles) in kinds.chain([(FieldPath::known("other_kinds"), section.other_kinds)]) {
        for (index, grants) in roles.into_values().enumerate() {
            of_role(&known, grants, &place.at(index), typed, &mut all);
        }
    }
    all
}

fn of_role(
    known: &[&RoleGrants],
    grants: RoleGrants,
    role: &FieldPath,
    typed: Option<&Fields>,
    all: &mut Vec<Named>,
) {
    let list = role.join(&FieldPath::known("attributes"));
    for (index, (attribute, text)) in grants.attributes.into_iter().enumerate() {
        if known.iter().any(|known| known.attributes.get(&attribute) == Some(&text)) {
            continue;
        }
        let row = typed.and_then(|typed| row(typed, &list, &attribute)).unwrap_or(index);
        let at = |field| list.at(row).join(&FieldPath::known(field));
        all.push(Named { attribute, place: at("attribute"), written: Written::Text(at("value"), text) });
    }
}

/// In which row of a list the form names an attribute.
fn row(typed: &Fields, list: &FieldPath, attribute: &AttributeName) -> Option<usize> {
    let (prefix, name) = (format!("{}.", list.in_form()), attribute.to_string());
    let named = |(key, text): (&String, &String)| {
        let row = key.strip_prefix(&prefix)?.strip_suffix(".attribute")?.parse().ok()?;
        (text.trim() == name).then_some(row)
    };
    typed.iter().find_map(named)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn extension(own: &str) -> String {
        format!("extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_{own}")
    }

    /// The places of what would be asked about, and of the texts.
    fn places(named: &[Named]) -> Vec<(String, Option<String>)> {
        let text = |named: &Named| match &named.written {
            Written::Text(field, _) => Some(field.to_string()),
            Written::Domain(field) => Some(format!("{field} is a domain")),
            Written::Unknown => None,
        };
        named.iter().map(|named| (named.place.to_string(), text(named))).collect()
    }

    #[test]
    fn what_is_stored_already_is_not_asked_about_again() {
        let rule = |own: &str, from: Value| json!({ "attribute": extension(own), "from": from });
        let kept = rule("kept", json!({ "text": "7" }));
        let before = json!({ "rules": [kept, rule("level", json!({ "text": "7" }))] });
        let section = json!({ "rules": [
            rule("level", json!({ "text": "8" })),
            kept,
            rule("domain", json!("partner-domain")),
            rule("copy", json!({ "inviter": extension("own") })),
            rule("asked", json!({ "asked": { "required": true } })),
        ] });
        let found = named(Attributes::NAME, &before, &section, None);
        let place = |field: &str| field.to_owned();
        let expected = [
            (place("rules[0].attribute"), Some(place("rules[0].text"))),
            (place("rules[2].attribute"), Some(place("rules[2].from is a domain"))),
            (place("rules[3].inviter"), None),
            (place("rules[3].attribute"), None),
            (place("rules[4].attribute"), None),
        ];
        assert_eq!(places(&found), expected);
    }

    #[test]
    fn of_a_role_the_row_of_the_form_is_named() {
        let reader =
            json!({ "attributes": { extension("b"): "8", extension("a"): "7", extension("c"): "9" } });
        let before =
            json!({ "kinds": {}, "other_kinds": { "owner": { "attributes": { extension("c"): "9" } } } });
        let section = json!({ "kinds": { "document": { "reader": reader } }, "other_kinds": {} });
        let list = "kinds.0.roles.0.attributes";
        let typed: Fields = [("a", 2), ("b", 0), ("c", 1)]
            .map(|(own, row)| (format!("{list}.{row}.attribute"), format!(" {} ", extension(own))))
            .into();
        let of = |typed| places(&named(Grants::NAME, &before, &section, typed));
        let expected = |rows: [usize; 2]| {
            rows.map(|row| {
                let place = format!("kinds[0].roles[0].attributes[{row}]");
                (format!("{place}.attribute"), Some(format!("{place}.value")))
            })
        };
        assert_eq!(of(Some(&typed)), expected([2, 0]));
        assert_eq!(of(None), expected([0, 1]));
    }

    #[test]
    fn what_is_written_fits_the_type_or_not() {
        let field = || FieldPath::known("rules");
        let text = |text: &str| Written::Text(field(), text.to_owned());
        for (written, of, expected) in [
            (text("7"), ExtensionType::Integer, None),
            (text("x"), ExtensionType::Integer, Some(ProblemCode::NumberMalformed)),
            (text("1"), ExtensionType::Boolean, Some(ProblemCode::BooleanMalformed)),
            (text("now"), ExtensionType::DateTime, Some(ProblemCode::TimeMalformed)),
            (text("!"), ExtensionType::Binary, Some(ProblemCode::ValueRefused)),
            (Written::Domain(field()), ExtensionType::String, None),
            (Written::Domain(field()), ExtensionType::Integer, Some(ProblemCode::AttributeNotText)),
            (Written::Unknown, ExtensionType::Integer, None),
        ] {
            assert_eq!(written.wrong(of).map(|wrong| wrong.code), expected, "{of:?}");
        }
    }
}
