//! How effects change groups, administrative units, roles, access packages and subscriptions.

use time::OffsetDateTime;

use crate::{
    World,
    directory_role::{BUILT_IN, RoleAssignment, Scope},
    entitlement::RequestState,
    ids::{GroupId, TenantId, UnitId, UserId},
    tenant::Tenant,
};

impl World {
    /// Whether the user object stores this assignment: a built-in role of a user for the whole directory. The tenant stores all others.
    fn is_held_by_user(&self, tenant: TenantId, assignment: RoleAssignment) -> bool {
        let built_in = BUILT_IN.iter().any(|(id, _)| *id == assignment.role);
        let user = self.tenant(tenant).and_then(|directory| directory.user(UserId(assignment.principal)));
        built_in && assignment.scope == Scope::Directory && user.is_some()
    }

    pub(super) fn grant_role(&mut self, at: OffsetDateTime, tenant: TenantId, assignment: RoleAssignment) {
        if self.is_held_by_user(tenant, assignment) {
            let user = UserId(assignment.principal);
            self.change_roles(at, tenant, user, |roles| roles.push(assignment.role));
        } else {
            self.change_tenant(tenant, |directory| directory.scoped_roles.push(assignment));
        }
    }

    pub(super) fn withdraw_role(&mut self, at: OffsetDateTime, tenant: TenantId, assignment: RoleAssignment) {
        if self.is_held_by_user(tenant, assignment) {
            let user = UserId(assignment.principal);
            self.change_roles(at, tenant, user, |roles| roles.retain(|role| *role != assignment.role));
        } else {
            self.change_tenant(tenant, |directory| directory.scoped_roles.retain(|held| *held != assignment));
        }
    }

    pub(super) fn change_tenant(&mut self, tenant: TenantId, change: impl FnOnce(&mut Tenant)) {
        if let Some(directory) = self.tenants.get_mut(&tenant) {
            change(directory);
        }
    }
}

impl Tenant {
    /// Removes a group. It no longer is a member or sponsor, and its app roles end.
    pub(super) fn remove_group(&mut self, group: GroupId) {
        self.groups.remove(&group);
        let sponsored = self.users.values().filter(|user| user.sponsor_groups.contains(&group));
        for id in sponsored.map(|user| user.id).collect::<Vec<_>>() {
            self.users.change(id, |user| user.sponsor_groups.retain(|own| *own != group));
        }
        for other in self.groups.values_mut() {
            other.nested.remove(&group);
        }
        self.app_role_assignments.retain(|held| held.principal.id() != group.0);
        self.scoped_roles.retain(|held| held.scope != Scope::Object(group.0));
    }

    pub(super) fn remove_unit(&mut self, unit: UnitId) {
        self.units.remove(&unit);
        self.scoped_roles.retain(|held| held.scope != Scope::Unit(unit));
    }

    pub(super) fn set_request_state(
        &mut self,
        at: OffsetDateTime,
        id: uuid::Uuid,
        state: RequestState,
        status: String,
        user: Option<UserId>,
    ) {
        let mut ended = None;
        if let Some(request) = self.entitlement.requests.iter_mut().find(|request| request.id == id) {
            request.state = state;
            request.status = status;
            request.user = user.or(request.user);
            request.completed = state.is_final().then_some(at);
            ended =
                (request.kind.is_removal() && state == RequestState::Delivered).then_some(request.assignment);
        }
        for request in &mut self.entitlement.requests {
            request.ended |= ended == Some(request.assignment);
        }
    }
}
