//! What a role on an item brings in the tenant's directory: groups, a role of an application, attributes.

mod form;

use std::collections::BTreeMap;

use contract::{DirectoryObjectId, FieldPath, FieldProblem, KindName, ProblemCode, RoleName};
use graph::AttributeName;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::settings::field::FieldSpec;
use crate::settings::section::{FormSection, Section};

/// The longest value of an attribute of which Microsoft documents no limit, in characters.
const LONGEST_VALUE: usize = 256;
/// The longest value of any attribute, in characters.
pub(super) const LONGEST_ATTRIBUTE: usize = 1024;

/// What each role brings. A kind that is not named has what every other kind has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grants {
    /// The kinds that have grants of their own.
    pub kinds: BTreeMap<KindName, BTreeMap<RoleName, RoleGrants>>,
    /// The grants of every other kind.
    pub other_kinds: BTreeMap<RoleName, RoleGrants>,
}

/// What one role brings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleGrants {
    /// The groups that whoever gets the role is in.
    pub groups: Vec<GroupGrant>,
    /// The role of an application that they get.
    pub app_role: Option<AppRoleGrant>,
    /// What is written to a guest who gets the role.
    pub attributes: BTreeMap<AttributeName, String>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupGrant {
    /// Its object id.
    pub id: DirectoryObjectId,
    /// Its display name when it was chosen.
    pub name: String,
    /// Microsoft fills it by a rule: nobody is added, and the share waits until the person is in.
    #[serde(default)]
    pub by_rule: bool,
}

/// A role of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppRoleGrant {
    /// The object id of the application's service principal in the tenant.
    pub application: DirectoryObjectId,
    /// The application's display name when it was chosen.
    pub application_name: String,
    /// The id of the role.
    pub role: DirectoryObjectId,
    /// The role's display name when it was chosen.
    pub name: String,
    /// The group that holds the role: whoever is in it has the role, and it is assigned to nobody else. Members of its member groups have it not.
    #[serde(default)]
    pub through: Option<GroupGrant>,
}

impl Grants {
    /// What a role on items of a kind brings.
    pub fn of(&self, kind: &KindName, role: &RoleName) -> Option<&RoleGrants> {
        self.kinds.get(kind).unwrap_or(&self.other_kinds).get(role)
    }

    /// Whether any role brings a group.
    pub fn join_groups(&self) -> bool {
        self.groups().next().is_some()
    }

    /// The groups that roles bring, each as often as roles bring it.
    pub fn groups(&self) -> impl Iterator<Item = &GroupGrant> {
        let roles = self.kinds.values().chain([&self.other_kinds]).flat_map(BTreeMap::values);
        roles.flat_map(RoleGrants::all_groups)
    }
}

impl RoleGrants {
    /// Every group that the role brings, also the one through which it brings the role of an application, each once.
    pub fn all_groups(&self) -> Vec<&GroupGrant> {
        let through = self.app_role.as_ref().and_then(|role| role.through.as_ref());
        let mut groups: Vec<&GroupGrant> = Vec::new();
        for group in self.groups.iter().chain(through) {
            if groups.iter().all(|known| known.id != group.id) {
                groups.push(group);
            }
        }
        groups
    }

    fn validate(&self, place: &FieldPath, wrong: &mut Vec<FieldProblem>) {
        let groups = place.join(&FieldPath::known("groups"));
        for (index, group) in self.groups.iter().enumerate() {
            if self.groups[..index].iter().any(|earlier| earlier.id == group.id) {
                wrong.push(FieldProblem { field: groups.at(index), code: ProblemCode::ValueRepeated });
            }
        }
        let attributes = place.join(&FieldPath::known("attributes"));
        for (index, (name, value)) in self.attributes.iter().enumerate() {
            if let Some(code) = wrong_value(name, value) {
                wrong.push(FieldProblem { field: attributes.at(index), code });
            }
        }
    }
}

/// The longest value of an attribute, in characters.
pub(super) fn longest_value(name: &AttributeName) -> usize {
    name.max_length().unwrap_or(LONGEST_VALUE)
}

/// Why a text cannot be the value of an attribute.
pub(super) fn wrong_value(name: &AttributeName, text: &str) -> Option<ProblemCode> {
    if text.trim().is_empty() {
        return Some(ProblemCode::ValueMissing);
    }
    let fits = text.trim().chars().count() <= longest_value(name) && !text.chars().any(char::is_control);
    (!fits || name.value_of(text).is_none()).then_some(ProblemCode::ValueRefused)
}

fn validate_roles(roles: &BTreeMap<RoleName, RoleGrants>, place: &FieldPath, wrong: &mut Vec<FieldProblem>) {
    for (index, grants) in roles.values().enumerate() {
        grants.validate(&place.at(index), wrong);
    }
}

impl Section for Grants {
    const NAME: &'static str = "grants";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"kinds":{"document":{"reader":{"app_role":{"application":"sp1","application_name":"Planner","name":"Reader","role":"r1","through":{"by_rule":true,"id":"g2","name":"Planner readers"}},"attributes":{"department":"Partners"},"groups":[{"by_rule":false,"id":"62090000-0001-4a57-8c11-5c0e10f0c001","name":"Project Falcon"}]}}},"other_kinds":{}}"#;

    fn fields() -> Vec<FieldSpec> {
        form::fields()
    }

    fn to_form(stored: Value) -> Value {
        form::to_form(stored)
    }

    fn read_form(form: Value) -> FormSection {
        form::read_form(&form)
    }

    fn place_in_form(stored: &FieldPath) -> FieldPath {
        form::place_in_form(stored)
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        validate_roles(&self.other_kinds, &FieldPath::known("other_kinds"), &mut wrong);
        for (index, roles) in self.kinds.values().enumerate() {
            let place = FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
            validate_roles(roles, &place, &mut wrong);
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn group(id: &str) -> GroupGrant {
        GroupGrant { id: DirectoryObjectId::parse(id).unwrap(), name: id.to_owned(), by_rule: false }
    }

    fn role() -> RoleName {
        RoleName::parse("reader").unwrap()
    }

    #[test]
    fn a_kind_without_grants_of_its_own_has_those_of_the_others() {
        let (document, drawing) = (KindName::parse("document").unwrap(), KindName::parse("drawing").unwrap());
        let others = RoleGrants { groups: vec![group("a")], ..RoleGrants::default() };
        let grants = Grants {
            kinds: [(drawing.clone(), BTreeMap::new())].into(),
            other_kinds: [(role(), others.clone())].into(),
        };
        assert_eq!(grants.of(&document, &role()), Some(&others));
        assert_eq!(grants.of(&drawing, &role()), None, "said to bring nothing");
        assert_eq!(Grants::default().of(&document, &role()), None);
    }

    #[test]
    fn the_group_that_holds_the_role_is_joined_once() {
        let id = DirectoryObjectId::parse("x").unwrap();
        let app_role = AppRoleGrant {
            application: id.clone(),
            application_name: String::new(),
            role: id,
            name: String::new(),
            through: Some(group("b")),
        };
        let grants = RoleGrants {
            groups: vec![group("a"), group("b")],
            app_role: Some(app_role.clone()),
            ..RoleGrants::default()
        };
        assert_eq!(grants.all_groups(), [&group("a"), &group("b")]);
        let only = RoleGrants { app_role: Some(app_role), ..RoleGrants::default() };
        assert_eq!(only.all_groups(), [&group("b")]);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let name = |text: &str| text.parse::<AttributeName>().unwrap();
        let wrong = RoleGrants {
            groups: vec![group("a"), group("b"), group("a")],
            app_role: None,
            attributes: [
                (name("city"), "x".repeat(129)),
                (name("department"), " ".to_owned()),
                (name("surname"), "Novak".to_owned()),
                (name("usageLocation"), "LTU".to_owned()),
                (name("state"), "a\nb".to_owned()),
            ]
            .into(),
        };
        let grants = Grants {
            kinds: [(KindName::parse("document").unwrap(), [(role(), wrong.clone())].into())].into(),
            other_kinds: [(role(), wrong)].into(),
        };
        let found: Vec<_> = grants.validate().into_iter().map(|about| about.field.to_string()).collect();
        let expected = |place: &str| {
            ["groups[2]", "attributes[0]", "attributes[1]", "attributes[2]", "attributes[4]"]
                .map(|field| format!("{place}.{field}"))
        };
        assert_eq!(found, [expected("other_kinds[0]"), expected("kinds[0].roles[0]")].concat());
    }
}
