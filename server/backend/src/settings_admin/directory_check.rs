//! What grants name of the directory, looked at before it is stored: whether it is there, whether it can work, and what it is called.

use std::collections::BTreeMap;

use contract::{FieldPath, FieldProblem, ProblemCode, RoleName};
use graph::{Graph, GraphError, NO_APP_ROLE};
use serde::Deserialize as _;
use serde_json::Value;

use super::directory_search::{is_unreadable, role_name};
use crate::app_state::AppState;
use crate::directory::graph_errors::{lookup_problem, lookup_timed_out};
use crate::directory::usable_groups::why_unusable;
use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::sections::{AppRoleGrant, Grants, GroupGrant, RoleGrants};

/// A section with the names that the directory has, and what cannot be stored of it, with the paths of its form. What is stored already is not asked
/// about again: nobody who changes something else has to mend what has changed in the directory.
pub(super) async fn look_up(
    app: &AppState,
    of: &dyn AnySection,
    before: &Value,
    section: Value,
) -> (Value, Vec<FieldProblem>) {
    let (Ok(before), Ok(mut grants)) = (Grants::deserialize(before), Grants::deserialize(&section)) else {
        return (section, Vec::new());
    };
    if of.name() != Grants::NAME {
        return (section, Vec::new());
    }
    let mut check = Check { app, graph: app.directory.as_application(), known: &before, wrong: Vec::new() };
    for (index, roles) in grants.kinds.values_mut().enumerate() {
        let place = FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
        check.roles(roles, &place).await;
    }
    check.roles(&mut grants.other_kinds, &FieldPath::known("other_kinds")).await;
    let wrong = check.wrong;
    (serde_json::to_value(grants).unwrap_or(section), wrong)
}

struct Check<'a> {
    app: &'a AppState,
    graph: Graph,
    known: &'a Grants,
    wrong: Vec<FieldProblem>,
}

impl Check<'_> {
    async fn roles(&mut self, roles: &mut BTreeMap<RoleName, RoleGrants>, place: &FieldPath) {
        for (index, grants) in roles.values_mut().enumerate() {
            let place = place.at(index);
            for (index, group) in grants.groups.iter_mut().enumerate() {
                let field = place.join(&FieldPath::known("groups").at(index));
                self.group(group, field.join(&FieldPath::known("group"))).await;
            }
            if let Some(role) = &mut grants.app_role {
                let field = place.join(&FieldPath::known("app_role[0]"));
                self.app_role(role, field.join(&FieldPath::known("role"))).await;
                if let Some(through) = &mut role.through {
                    self.group(through, field.join(&FieldPath::known("through"))).await;
                }
            }
        }
    }

    fn known_roles(&self) -> impl Iterator<Item = &RoleGrants> {
        self.known.kinds.values().flat_map(BTreeMap::values).chain(self.known.other_kinds.values())
    }

    async fn group(&mut self, group: &mut GroupGrant, field: FieldPath) {
        let is_known = self.known_roles().any(|role| role.all_groups().contains(&&*group));
        if is_known {
            return;
        }
        let found = match self.ask(self.graph.group(group.id.as_str())).await {
            Ok(Some(found)) => found,
            Ok(None) => return,
            Err(code) => return self.refuse(field, code.unwrap_or(ProblemCode::GroupGone)),
        };
        if let Some(name) = found.display_name.clone() {
            group.name = name;
        }
        if let Some(code) = why_unusable(&found, group.by_rule) {
            self.refuse(field, code);
        }
    }

    async fn app_role(&mut self, role: &mut AppRoleGrant, field: FieldPath) {
        let bare = |role: &AppRoleGrant| AppRoleGrant { through: None, ..role.clone() };
        let is_same = |known: &AppRoleGrant| bare(known) == bare(role);
        if self.known_roles().filter_map(|known| known.app_role.as_ref()).any(is_same) {
            return;
        }
        let found = match self.ask(self.graph.service_principal(role.application.as_str())).await {
            Ok(Some(found)) => found,
            Ok(None) => return,
            Err(code) => return self.refuse(field, code.unwrap_or(ProblemCode::AppRoleGone)),
        };
        if let Some(name) = found.display_name.clone() {
            role.application_name = name;
        }
        let mut for_people = found.app_roles.iter().filter(|own| own.is_for_users());
        let is_whole = role.role.as_str() == NO_APP_ROLE && for_people.clone().next().is_none();
        match for_people.find(|own| own.id.eq_ignore_ascii_case(role.role.as_str())) {
            Some(own) => role.name = role_name(own),
            None if is_whole => role.name.clone_from(&role.application_name),
            None => self.refuse(field, ProblemCode::AppRoleGone),
        }
    }

    /// What the directory says: nothing where it may not be read, and then what was typed stands. An error without a code is that it is not there.
    async fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, GraphError>>,
    ) -> Result<Option<T>, Option<ProblemCode>> {
        match tokio::time::timeout(self.app.patience, question).await {
            Ok(Ok(found)) => Ok(Some(found)),
            Ok(Err(error)) if error.is_not_found() => Err(None),
            Ok(Err(error)) => match lookup_problem(self.app, &error).code {
                code if is_unreadable(code) => Ok(None),
                code => Err(Some(code)),
            },
            Err(_) => Err(Some(lookup_timed_out(self.app).code)),
        }
    }

    fn refuse(&mut self, field: FieldPath, code: ProblemCode) {
        self.wrong.push(FieldProblem { field, code });
    }
}
