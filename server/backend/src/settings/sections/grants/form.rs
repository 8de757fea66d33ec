//! The grants as their form has them: what is chosen in the directory beside what is to be done with it, and lists in the place of names.

use std::collections::{BTreeMap, BTreeSet};

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{AppRoleGrant, Grants, GroupGrant, LONGEST_ATTRIBUTE, RoleGrants, wrong_value};
use crate::settings::field::FieldSpec;
use crate::settings::picked::{PickedAppRole, PickedGroup};
use crate::settings::section::FormSection;

const MOST_KINDS: usize = 50;
const MOST_ROLES: usize = 20;
const MOST_GROUPS: usize = 20;
const MOST_ATTRIBUTES: usize = 30;

pub(super) fn fields() -> Vec<FieldSpec> {
    let kind = vec![FieldSpec::map("roles", MOST_ROLES, fields_of_role())];
    vec![
        FieldSpec::map("kinds", MOST_KINDS, kind),
        FieldSpec::map("other_kinds", MOST_ROLES, fields_of_role()),
    ]
}

fn fields_of_role() -> Vec<FieldSpec> {
    let group = vec![FieldSpec::group_of_directory("group", "by_rule", false), FieldSpec::toggle("by_rule")];
    let app_role = vec![
        FieldSpec::app_role("role"),
        FieldSpec::group_of_directory("through", "through_by_rule", true),
        FieldSpec::toggle("through_by_rule"),
    ];
    let attribute = vec![FieldSpec::attribute("attribute"), FieldSpec::text("value", LONGEST_ATTRIBUTE)];
    vec![
        FieldSpec::entries("groups", MOST_GROUPS, group),
        FieldSpec::entries("app_role", 1, app_role),
        FieldSpec::entries("attributes", MOST_ATTRIBUTES, attribute),
    ]
}

#[derive(Debug, Serialize)]
struct FormGrants {
    kinds: BTreeMap<String, FormKind>,
    other_kinds: BTreeMap<String, FormRole>,
}

#[derive(Debug, Serialize)]
struct FormKind {
    roles: BTreeMap<String, FormRole>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FormRole {
    groups: Vec<FormGroup>,
    /// One at most.
    app_role: Vec<FormAppRole>,
    attributes: Vec<FormAttribute>,
}

/// What makes no sense is null in these.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FormGroup {
    group: Option<PickedGroup>,
    by_rule: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FormAppRole {
    role: Option<PickedAppRole>,
    through: Option<PickedGroup>,
    through_by_rule: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FormAttribute {
    attribute: Option<String>,
    value: String,
}

fn picked(group: &GroupGrant) -> PickedGroup {
    PickedGroup { id: group.id.clone(), name: group.name.clone() }
}

impl From<&RoleGrants> for FormRole {
    fn from(grants: &RoleGrants) -> Self {
        let group = |group: &GroupGrant| FormGroup { group: Some(picked(group)), by_rule: group.by_rule };
        let app_role = |grant: &AppRoleGrant| {
            let AppRoleGrant { application, application_name, role, name, through } = grant.clone();
            FormAppRole {
                role: Some(PickedAppRole { application, application_name, role, name }),
                through_by_rule: through.as_ref().is_some_and(|through| through.by_rule),
                through: through.as_ref().map(picked),
            }
        };
        let attribute = |(name, value): (&graph::AttributeName, &String)| FormAttribute {
            attribute: Some(name.to_string()),
            value: value.clone(),
        };
        Self {
            groups: grants.groups.iter().map(group).collect(),
            app_role: grants.app_role.iter().map(app_role).collect(),
            attributes: grants.attributes.iter().map(attribute).collect(),
        }
    }
}

pub(super) fn to_form(stored: Value) -> Value {
    let Ok(grants) = Grants::deserialize(&stored) else { return stored };
    let roles = |roles: &BTreeMap<contract::RoleName, RoleGrants>| {
        roles.iter().map(|(name, grants)| (name.to_string(), grants.into())).collect()
    };
    let kinds = grants.kinds.iter().map(|(name, own)| (name.to_string(), FormKind { roles: roles(own) }));
    json!(FormGrants { kinds: kinds.collect(), other_kinds: roles(&grants.other_kinds) })
}

pub(super) fn read_form(form: &Value) -> FormSection {
    let mut wrong = Vec::new();
    let mut kinds = Map::new();
    for (index, (name, kind)) in members(form, "kinds").enumerate() {
        let place = FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
        kinds.insert(name.clone(), stored_roles(members(kind, "roles"), &place, &mut wrong));
    }
    let other_kinds =
        stored_roles(members(form, "other_kinds"), &FieldPath::known("other_kinds"), &mut wrong);
    FormSection { stored: json!({ "kinds": kinds, "other_kinds": other_kinds }), wrong }
}

fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

fn stored_roles<'a>(
    roles: impl Iterator<Item = (&'a String, &'a Value)>,
    place: &FieldPath,
    wrong: &mut Vec<FieldProblem>,
) -> Value {
    let stored = |(index, (name, role)): (usize, (&String, &Value))| {
        let role = FormRole::deserialize(role).map(|role| stored_role(role, &place.at(index), wrong));
        (name.clone(), role.unwrap_or_default())
    };
    Value::Object(roles.enumerate().map(stored).collect())
}

/// What is missing stays null, which cannot be stored.
fn stored_role(role: FormRole, place: &FieldPath, wrong: &mut Vec<FieldProblem>) -> Value {
    let group = |group: Option<PickedGroup>, by_rule: bool| {
        group.map(|group| json!({ "id": group.id, "name": group.name, "by_rule": by_rule }))
    };
    let groups: Vec<_> = role.groups.into_iter().map(|of| group(of.group, of.by_rule)).collect();
    let app_role = role.app_role.into_iter().next().map(|of| {
        let mut app_role = json!(of.role);
        if app_role.is_object() {
            app_role["through"] = json!(group(of.through, of.through_by_rule));
        }
        // A role that makes no sense is not the same as none.
        if app_role.is_null() { Value::Bool(false) } else { app_role }
    });
    let attributes = stored_attributes(role.attributes, &place.join(&FieldPath::known("attributes")), wrong);
    json!({ "groups": groups, "app_role": app_role, "attributes": attributes })
}

fn stored_attributes(
    typed: Vec<FormAttribute>,
    place: &FieldPath,
    wrong: &mut Vec<FieldProblem>,
) -> Map<String, Value> {
    let mut known = BTreeSet::new();
    let mut stored = Map::new();
    for (index, FormAttribute { attribute, value }) in typed.into_iter().enumerate() {
        let mut refuse = |field: &'static str, code| {
            wrong.push(FieldProblem { field: place.at(index).join(&FieldPath::known(field)), code });
        };
        let Some(name) = attribute.and_then(|name| name.parse::<graph::AttributeName>().ok()) else {
            continue;
        };
        if !known.insert(name.clone()) {
            refuse("attribute", ProblemCode::ValueRepeated);
        }
        match wrong_value(&name, &value) {
            Some(code) => refuse("value", code),
            None => drop(stored.insert(name.to_string(), value.into())),
        }
    }
    stored
}

/// Of a group, what is chosen can be wrong.
pub(super) fn place_in_form(stored: &FieldPath) -> FieldPath {
    let is_group = stored.as_str().rsplit_once('.').is_some_and(|(_, last)| last.starts_with("groups["));
    if is_group { stored.join(&FieldPath::known("group")) } else { stored.clone() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn stored() -> Value {
        let group = |id: &str, by_rule: bool| json!({ "id": id, "name": id, "by_rule": by_rule });
        json!({
            "kinds": { "document": { "reader": {
                "groups": [group("g1", false), group("g2", true)],
                "app_role": {
                    "application": "sp", "application_name": "Planner", "role": "r", "name": "Reader",
                    "through": group("g3", true),
                },
                "attributes": { "city": "Vilnius", "department": "Partners" },
            } }, "drawing": {} },
            "other_kinds": { "reader": { "groups": [], "app_role": null, "attributes": {} } },
        })
    }

    #[test]
    fn grants_come_back_from_their_form_as_they_are_stored() {
        let form = to_form(stored());
        let role = &form["kinds"]["document"]["roles"]["reader"];
        assert_eq!(role["groups"][1], json!({ "group": { "id": "g2", "name": "g2" }, "by_rule": true }));
        assert_eq!(role["app_role"][0]["through_by_rule"], json!(true));
        assert_eq!(role["attributes"][0], json!({ "attribute": "city", "value": "Vilnius" }));
        let back = read_form(&form);
        assert_eq!((back.stored, back.wrong), (stored(), Vec::new()));
    }

    #[test]
    fn what_is_not_chosen_is_not_stored_as_nothing() {
        let role = json!({ "groups": [{ "group": null }], "app_role": [{ "role": null }], "attributes": [] });
        let back = read_form(&json!({ "kinds": {}, "other_kinds": { "reader": role } }));
        assert!(serde_json::from_value::<Grants>(back.stored).is_err());
    }

    #[test]
    fn attributes_that_make_no_sense_are_named_where_they_stand() {
        let attribute = |name: &str, value: &str| json!({ "attribute": name, "value": value });
        let attributes = [
            attribute("department", "Partners"),
            attribute("city", " "),
            attribute("usageLocation", "LTU"),
            attribute("department", "Others"),
        ];
        let form =
            json!({ "kinds": { "document": { "roles": { "reader": { "attributes": attributes } } } } });
        let wrong: Vec<_> =
            read_form(&form).wrong.iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect();
        let place = |field: &str| format!("kinds[0].roles[0].attributes{field}");
        let expected = [
            (place("[1].value"), ProblemCode::ValueMissing),
            (place("[2].value"), ProblemCode::ValueRefused),
            (place("[3].attribute"), ProblemCode::ValueRepeated),
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn a_group_that_is_there_twice_is_said_beside_the_group() {
        let place = |path: &str| place_in_form(&FieldPath::parse(path).unwrap()).to_string();
        assert_eq!(place("other_kinds[0].groups[2]"), "other_kinds[0].groups[2].group");
        assert_eq!(place("other_kinds[0].app_role"), "other_kinds[0].app_role");
    }
}
