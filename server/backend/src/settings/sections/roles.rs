//! What people may do on items.

use std::collections::BTreeMap;

use contract::{FieldPath, FieldProblem, KindName, ProblemCode, RoleName};
use serde::{Deserialize, Serialize};

use crate::rules::roles::RoleHierarchy;
use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The most kinds with roles of their own.
const MOST_KINDS: usize = 50;
/// The most roles of a kind.
const MOST_ROLES: usize = 20;

/// The roles of every kind of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roles {
    /// The kinds that have roles of their own.
    pub kinds: BTreeMap<KindName, KindRoles>,
    /// The roles of every other kind.
    pub other_kinds: KindRoles,
}

/// The roles of a kind of item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRoles {
    /// Those that may be given, weakest first.
    pub roles: Vec<RoleName>,
    /// Those that there ever were, weakest first, as soon as one of them is not offered any more: who has such a role keeps its rank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranked: Vec<RoleName>,
}

impl KindRoles {
    /// Of the roles that may be given, weakest first.
    pub const fn of(roles: Vec<RoleName>) -> Self {
        Self { roles, ranked: Vec::new() }
    }

    fn hierarchy(&self) -> RoleHierarchy {
        RoleHierarchy::new(&self.roles).with_earlier(&self.ranked)
    }

    fn carry_over(&mut self, before: &RoleHierarchy) {
        let all = self.hierarchy().with_earlier(before.ranked());
        self.ranked = if all.ranked() == self.roles { Vec::new() } else { all.ranked().to_vec() };
    }

    fn validate(&self, place: &FieldPath, wrong: &mut Vec<FieldProblem>) {
        let place = place.join(&FieldPath::known("roles"));
        for (index, role) in self.roles.iter().enumerate() {
            if self.roles[..index].contains(role) {
                wrong.push(FieldProblem { field: place.at(index), code: ProblemCode::ValueRepeated });
            }
        }
        if self.roles.is_empty() {
            wrong.push(FieldProblem { field: place, code: ProblemCode::ValueMissing });
        }
    }
}

fn names(texts: &[&str]) -> Vec<RoleName> {
    texts.iter().filter_map(|text| RoleName::parse(text).ok()).collect()
}

impl Default for Roles {
    fn default() -> Self {
        let dashboard = KindRoles::of(names(&["reader"]));
        Self {
            kinds: KindName::parse("dashboard").into_iter().map(|name| (name, dashboard.clone())).collect(),
            other_kinds: KindRoles::of(names(&["reader", "contributor"])),
        }
    }
}

impl Roles {
    /// The roles that may be given on items of a kind, weakest first; never empty.
    pub fn of_kind(&self, kind: &KindName) -> &[RoleName] {
        &self.kinds.get(kind).unwrap_or(&self.other_kinds).roles
    }

    /// The same with the rank of those that may not, or not any more: former roles of the kind, and roles of other kinds, because an item may
    /// change its kind.
    pub fn hierarchy_of_kind(&self, kind: &KindName) -> RoleHierarchy {
        let others = self.other_kinds.hierarchy();
        self.kinds.get(kind).map_or(others.clone(), |own| own.hierarchy().with_earlier(others.ranked()))
    }
}

impl Section for Roles {
    const NAME: &'static str = "roles";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"kinds":{"document":{"ranked":["reader","editor","owner"],"roles":["reader","owner"]}},"other_kinds":{"roles":["reader","contributor"]}}"#;

    fn fields() -> Vec<FieldSpec> {
        let roles = || vec![FieldSpec::roles("roles", MOST_ROLES)];
        vec![FieldSpec::map("kinds", MOST_KINDS, roles()), FieldSpec::group("other_kinds", roles())]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        self.other_kinds.validate(&FieldPath::known("other_kinds"), &mut wrong);
        for (index, kind) in self.kinds.values().enumerate() {
            kind.validate(&FieldPath::known("kinds").at(index), &mut wrong);
        }
        wrong
    }

    fn carry_over(&mut self, before: &Self) {
        self.other_kinds.carry_over(&before.other_kinds.hierarchy());
        for (name, kind) in &mut self.kinds {
            kind.carry_over(&before.hierarchy_of_kind(name));
        }
        for (_, gone) in before.kinds.iter().filter(|(name, _)| !self.kinds.contains_key(*name)) {
            self.other_kinds.carry_over(&gone.hierarchy());
        }
    }
}

#[cfg(test)]
mod tests;
