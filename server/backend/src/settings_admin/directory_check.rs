//! What grants, rules about attributes and ways in name of the directory, looked at before it is stored: whether it is there, whether it can work, and what it is called.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{FieldPath, FieldProblem, ProblemCode, RoleName};
use graph::{Graph, GraphError, NO_APP_ROLE};
use serde::Deserialize as _;
use serde_json::Value;

use super::attribute_check::{LookedUpAttributes, look_up_attributes};
use super::directory_search::{is_unreadable, role_name};
use super::package_check::{LookedUpPackages, look_up_packages};
use crate::directory::graph_errors::lookup_code;
use crate::directory::role_holders::holds_role;
use crate::directory::usable_groups::why_unusable;
use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::form::Fields;
use crate::settings::sections::{AppRoleGrant, Grants, GroupGrant, RoleGrants, Ways};

/// A section that was looked up.
pub(super) struct LookedUp {
    /// With the names that the directory has.
    pub(super) section: Value,
    /// What cannot be stored of it, with the paths of its form.
    pub(super) wrong: Vec<FieldProblem>,
    /// What the directory gave no answer about, with its paths, and why.
    pub(super) unanswered: Vec<FieldProblem>,
}

impl LookedUp {
    /// Nothing of it was asked about.
    pub(super) const fn unasked(section: Value) -> Self {
        Self { section, wrong: Vec::new(), unanswered: Vec::new() }
    }
}

/// Looks a section up. What is stored already is not asked about again: nobody who changes something else has to mend what has changed in the
/// directory. Without a directory nothing is answered. `patience` is for each question. `typed` is the form that the section was read from, where there is
/// one.
pub(super) async fn look_up(
    (graph, patience): (Option<&Graph>, Duration),
    of: &dyn AnySection,
    before: &Value,
    section: Value,
    typed: Option<&Fields>,
) -> LookedUp {
    if of.name() == Ways::NAME {
        let LookedUpPackages { wrong, unanswered } =
            look_up_packages((graph, patience), before, &section).await;
        return LookedUp { section, wrong, unanswered };
    }
    let LookedUpAttributes { wrong, unanswered } =
        look_up_attributes((graph, patience), of.name(), (before, &section), typed).await;
    if of.name() != Grants::NAME {
        return LookedUp { section, wrong, unanswered };
    }
    let (Ok(before), Ok(mut grants)) = (Grants::deserialize(before), Grants::deserialize(&section)) else {
        return LookedUp { section, wrong, unanswered };
    };
    let trouble = unanswered.first().map(|unknown| unknown.code);
    let trouble = trouble.or(graph.is_none().then_some(ProblemCode::DirectoryUnreachable));
    let mut check = Check { graph, patience, known: &before, trouble, wrong, unanswered };
    for (index, roles) in grants.kinds.values_mut().enumerate() {
        let place = FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
        check.roles(roles, &place).await;
    }
    check.roles(&mut grants.other_kinds, &FieldPath::known("other_kinds")).await;
    let (wrong, unanswered) = (check.wrong, check.unanswered);
    LookedUp { section: serde_json::to_value(grants).unwrap_or(section), wrong, unanswered }
}

/// Why there is no answer.
enum Unknown {
    /// It is not there.
    Gone,
    /// It may not be read: then what was typed stands.
    Unreadable,
    /// The directory is in trouble.
    Trouble(ProblemCode),
}

struct Check<'a> {
    graph: Option<&'a Graph>,
    patience: Duration,
    known: &'a Grants,
    /// Why the directory is not asked any more: somebody waits for all the answers together.
    trouble: Option<ProblemCode>,
    wrong: Vec<FieldProblem>,
    unanswered: Vec<FieldProblem>,
}

impl<'a> Check<'a> {
    async fn roles(&mut self, roles: &mut BTreeMap<RoleName, RoleGrants>, place: &FieldPath) {
        for (index, grants) in roles.values_mut().enumerate() {
            let place = place.at(index);
            for (index, group) in grants.groups.iter_mut().enumerate() {
                let field = place.join(&FieldPath::known("groups").at(index));
                self.group(group, field.join(&FieldPath::known("group"))).await;
            }
            if let Some(role) = &mut grants.app_role {
                self.whole_role(role, &place.join(&FieldPath::known("app_role[0]"))).await;
            }
        }
    }

    /// The role of an application, and the group through which it is given.
    async fn whole_role(&mut self, role: &mut AppRoleGrant, place: &FieldPath) {
        let is_known = self.known_roles().any(|known| known.app_role.as_ref() == Some(&*role));
        let is_there = self.app_role(role, place.join(&FieldPath::known("role"))).await;
        let Some(through) = &mut role.through else { return };
        let field = place.join(&FieldPath::known("through"));
        let is_usable = self.group(through, field.clone()).await;
        if is_there && is_usable && !is_known {
            self.holder(role, field).await;
        }
    }

    fn known_roles(&self) -> impl Iterator<Item = &'a RoleGrants> + use<'a> {
        let known = self.known;
        known.kinds.values().flat_map(BTreeMap::values).chain(known.other_kinds.values())
    }

    /// Whether nothing is said against the group.
    async fn group(&mut self, group: &mut GroupGrant, field: FieldPath) -> bool {
        if self.known_roles().any(|role| role.all_groups().contains(&&*group)) {
            return true;
        }
        let found = match self.reach() {
            Ok(graph) => self.ask(graph.group(group.id.as_str())).await,
            Err(unknown) => Err(unknown),
        };
        let found = match found {
            Ok(found) => found,
            Err(unknown) => return self.unknown(unknown, field, ProblemCode::GroupGone),
        };
        if let Some(name) = found.display_name.clone() {
            group.name = name;
        }
        match why_unusable(&found, group.by_rule) {
            Some(code) => self.refuse(field, code),
            None => true,
        }
    }

    /// Whether nothing is said against the role.
    async fn app_role(&mut self, role: &mut AppRoleGrant, field: FieldPath) -> bool {
        let bare = |role: &AppRoleGrant| AppRoleGrant { through: None, ..role.clone() };
        let is_same = |known: &AppRoleGrant| bare(known) == bare(role);
        if self.known_roles().filter_map(|known| known.app_role.as_ref()).any(is_same) {
            return true;
        }
        let found = match self.reach() {
            Ok(graph) => self.ask(graph.service_principal(role.application.as_str())).await,
            Err(unknown) => Err(unknown),
        };
        let found = match found {
            Ok(found) => found,
            Err(unknown) => return self.unknown(unknown, field, ProblemCode::AppRoleGone),
        };
        if let Some(name) = found.display_name.clone() {
            role.application_name = name;
        }
        let mut for_people = found.app_roles.iter().filter(|own| own.is_for_users());
        let is_whole = role.role.as_str() == NO_APP_ROLE && for_people.clone().next().is_none();
        match for_people.find(|own| own.id.eq_ignore_ascii_case(role.role.as_str())) {
            Some(own) => role.name = role_name(own),
            None if is_whole => role.name.clone_from(&role.application_name),
            None => return self.refuse(field, ProblemCode::AppRoleGone),
        }
        true
    }

    /// The group has to hold the role: else whoever is put into it gets nothing. Whether nothing is said against it.
    async fn holder(&mut self, role: &AppRoleGrant, field: FieldPath) -> bool {
        let Some(group) = &role.through else { return true };
        let holds = match self.reach() {
            Ok(graph) => self.ask(holds_role(graph, &group.id, (&role.application, &role.role))).await,
            Err(unknown) => Err(unknown),
        };
        match holds {
            Ok(true) => true,
            Ok(false) => self.refuse(field, ProblemCode::GroupWithoutAppRole),
            Err(unknown) => self.unknown(unknown, field, ProblemCode::GroupWithoutAppRole),
        }
    }

    /// The directory. After the first trouble it is not asked again.
    fn reach(&self) -> Result<&'a Graph, Unknown> {
        match (self.graph, self.trouble) {
            (Some(graph), None) => Ok(graph),
            (_, trouble) => Err(Unknown::Trouble(trouble.unwrap_or(ProblemCode::DirectoryUnreachable))),
        }
    }

    /// What the directory says.
    async fn ask<T>(&mut self, question: impl Future<Output = Result<T, GraphError>>) -> Result<T, Unknown> {
        let code = match tokio::time::timeout(self.patience, question).await {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(error)) if error.is_not_found() => return Err(Unknown::Gone),
            Ok(Err(error)) => {
                tracing::warn!(%error, "what settings name was not looked up");
                lookup_code(&error)
            }
            Err(_) => {
                tracing::warn!("what settings name was not looked up: the directory gave no answer in time");
                ProblemCode::DirectoryUnreachable
            }
        };
        if is_unreadable(code) {
            return Err(Unknown::Unreadable);
        }
        self.trouble = Some(code);
        Err(Unknown::Trouble(code))
    }

    /// What follows from no answer, where `gone` says what it means that something is not there. Whether nothing is said against the field.
    fn unknown(&mut self, unknown: Unknown, field: FieldPath, gone: ProblemCode) -> bool {
        match unknown {
            Unknown::Gone => self.refuse(field, gone),
            Unknown::Unreadable => true,
            Unknown::Trouble(code) => {
                self.unanswered.push(FieldProblem { field, code });
                false
            }
        }
    }

    /// Says what is wrong with a field, so something is said against it.
    fn refuse(&mut self, field: FieldPath, code: ProblemCode) -> bool {
        self.wrong.push(FieldProblem { field, code });
        false
    }
}
