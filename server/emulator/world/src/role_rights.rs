//! What directory roles allow whom, and on which objects ("Microsoft Entra custom roles": user, group and enterprise application permissions).

use uuid::Uuid;

use super::{
    directory_role::{CLOUD_APPLICATION_ADMINISTRATOR, CustomRole, GROUPS_ADMINISTRATOR, Scope},
    group::{Group, GroupKind},
    ids::UserId,
    tenant::{Tenant, role},
};

impl Tenant {
    /// Whether a principal holds a role that allows this action on this user, in the whole directory or in a unit that the user is in.
    pub fn allows_action_on(&self, principal: Uuid, action: &str, target: UserId) -> bool {
        let covers = |scope: Scope| match scope {
            Scope::Directory => true,
            Scope::Unit(unit) => self.units.get(&unit).is_some_and(|unit| unit.members.contains(&target)),
            Scope::Object(_) => false,
        };
        self.allows_in(principal, action, covers)
    }

    /// Whether a principal holds a role that allows this action on the object with one of these ids, in the whole directory or on this object alone.
    /// Without an id it is asked of the whole directory.
    pub fn allows_action_on_object(&self, principal: Uuid, action: &str, ids: &[Uuid]) -> bool {
        self.allows_in(principal, action, |scope| match scope {
            Scope::Directory => true,
            Scope::Unit(_) => false,
            Scope::Object(id) => ids.contains(&id),
        })
    }

    /// Whether a principal holds a role that allows this, e.g. `members/update`, on a group, or on all groups when none is given. Some actions are for
    /// one kind of groups only ("Group management permissions for Microsoft Entra custom roles"). No custom role covers a role-assignable group.
    pub fn allows_action_on_group(&self, principal: Uuid, what: &str, group: Option<&Group>) -> bool {
        let kinds = match group {
            None => ["groups"].as_slice(),
            Some(group) if group.assignable_to_role => return false,
            Some(group) => action_kinds(group),
        };
        let ids: Vec<Uuid> = group.map(|group| group.id.0).into_iter().collect();
        let mut actions = kinds.iter().map(|kind| format!("microsoft.directory/{kind}/{what}"));
        actions.any(|action| self.allows_action_on_object(principal, &action, &ids))
    }

    fn allows_in(&self, principal: Uuid, action: &str, covers: impl Fn(Scope) -> bool) -> bool {
        let mut held = self.scoped_roles.iter().filter(|held| held.principal == principal);
        held.any(|held| covers(held.scope) && self.role_allows(held.role, action))
    }

    fn role_allows(&self, role: Uuid, action: &str) -> bool {
        let users = action.starts_with("microsoft.directory/users/");
        let groups = action.starts_with("microsoft.directory/groups");
        match role {
            role::GLOBAL_ADMINISTRATOR => true,
            role::USER_ADMINISTRATOR => users || groups,
            GROUPS_ADMINISTRATOR => groups,
            CLOUD_APPLICATION_ADMINISTRATOR => action.starts_with("microsoft.directory/servicePrincipals/"),
            role::DIRECTORY_READERS => action.ends_with("/read"),
            custom => self.custom_roles.get(&custom).is_some_and(|role| role.allows(action)),
        }
    }
}

/// How actions name the kinds of groups that a group is of.
fn action_kinds(group: &Group) -> &'static [&'static str] {
    match (group.kind, group.rule.is_none()) {
        (GroupKind::Unified, true) => &["groups", "groups.unified", "groups.unified.assignedMembership"],
        (GroupKind::Unified, false) => &["groups", "groups.unified"],
        (GroupKind::Security | GroupKind::MailEnabledSecurity, true) => {
            &["groups", "groups.security", "groups.security.assignedMembership"]
        }
        (GroupKind::Security | GroupKind::MailEnabledSecurity, false) => &["groups", "groups.security"],
        (GroupKind::Distribution, _) => &["groups"],
    }
}

impl CustomRole {
    fn allows(&self, action: &str) -> bool {
        self.enabled && self.actions.iter().any(|own| own.eq_ignore_ascii_case(action))
    }
}
