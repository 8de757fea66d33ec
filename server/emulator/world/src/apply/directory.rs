//! How effects change groups, administrative units, roles, access packages and subscriptions.

use time::OffsetDateTime;

use crate::{
    World,
    directory_role::{BUILT_IN, RoleAssignment, Scope},
    effect::DirectoryEffect,
    entitlement::RequestState,
    ids::{GroupId, TenantId, UnitId, UserId},
    tenant::Tenant,
};

impl World {
    pub(super) fn apply_to_directory(&mut self, at: OffsetDateTime, effect: DirectoryEffect) {
        match effect {
            DirectoryEffect::GroupChanged { tenant, group, changes } => self.in_tenant(tenant, |directory| {
                if let Some(group) = directory.groups.get_mut(&group) {
                    group.change(*changes);
                }
            }),
            DirectoryEffect::GroupDeleted { tenant, group } => {
                self.in_tenant(tenant, |directory| directory.forget_group(group));
            }
            DirectoryEffect::MembersChanged { tenant, group, added, removed } => {
                self.in_tenant(tenant, |directory| {
                    if let Some(group) = directory.groups.get_mut(&group) {
                        group.change_members(&added, &removed);
                    }
                });
            }
            DirectoryEffect::UnitCreated { tenant, unit } => self.in_tenant(tenant, |directory| {
                directory.units.insert(unit.id, *unit);
            }),
            DirectoryEffect::UnitDeleted { tenant, unit } => {
                self.in_tenant(tenant, |directory| directory.forget_unit(unit));
            }
            DirectoryEffect::UnitMembersChanged { tenant, unit, added, removed } => {
                self.in_tenant(tenant, |directory| {
                    if let Some(unit) = directory.units.get_mut(&unit) {
                        unit.members.extend(added);
                        unit.members.retain(|id| !removed.contains(id));
                    }
                });
            }
            other => self.apply_rights(at, other),
        }
    }

    fn apply_rights(&mut self, at: OffsetDateTime, effect: DirectoryEffect) {
        match effect {
            DirectoryEffect::AppRoleAssigned { tenant, assignment } => {
                self.in_tenant(tenant, |directory| directory.app_role_assignments.push(*assignment));
            }
            DirectoryEffect::AppRoleUnassigned { tenant, assignment } => {
                self.in_tenant(tenant, |directory| {
                    directory.app_role_assignments.retain(|held| held.number != assignment);
                });
            }
            DirectoryEffect::RoleDefined { tenant, role } => self.in_tenant(tenant, |directory| {
                directory.custom_roles.insert(role.id, *role);
            }),
            DirectoryEffect::RoleAssigned { tenant, assignment } => self.grant_role(at, tenant, assignment),
            DirectoryEffect::RoleUnassigned { tenant, assignment } => {
                self.withdraw_role(at, tenant, assignment);
            }
            DirectoryEffect::AccessRequested { tenant, request } => {
                self.in_tenant(tenant, |directory| directory.entitlement.requests.push(*request));
            }
            DirectoryEffect::AccessMoved { tenant, request, state, status, user } => {
                self.in_tenant(tenant, |directory| {
                    directory.move_access(at, request, state, status, user);
                });
            }
            DirectoryEffect::Subscribed { tenant, subscription } => self.in_tenant(tenant, |directory| {
                directory.subscriptions.insert(subscription.id, *subscription);
            }),
            DirectoryEffect::SubscriptionRenewed { tenant, subscription, expires } => {
                self.in_tenant(tenant, |directory| {
                    if let Some(own) = directory.subscriptions.get_mut(&subscription) {
                        own.expires = expires;
                    }
                });
            }
            DirectoryEffect::Unsubscribed { tenant, subscription } => self.in_tenant(tenant, |directory| {
                directory.subscriptions.remove(&subscription);
            }),
            other => tracing::error!(?other, "nothing applies this effect"),
        }
    }

    /// A built-in role that counts everywhere is kept at its user, any other one with the tenant.
    fn is_kept_at_user(&self, tenant: TenantId, assignment: RoleAssignment) -> bool {
        let built_in = BUILT_IN.iter().any(|(id, _)| *id == assignment.role);
        let user = self.tenant(tenant).and_then(|directory| directory.user(UserId(assignment.principal)));
        built_in && assignment.scope == Scope::Directory && user.is_some()
    }

    fn grant_role(&mut self, at: OffsetDateTime, tenant: TenantId, assignment: RoleAssignment) {
        if self.is_kept_at_user(tenant, assignment) {
            let user = UserId(assignment.principal);
            self.change_roles(at, tenant, user, |roles| roles.push(assignment.role));
        } else {
            self.in_tenant(tenant, |directory| directory.scoped_roles.push(assignment));
        }
    }

    fn withdraw_role(&mut self, at: OffsetDateTime, tenant: TenantId, assignment: RoleAssignment) {
        if self.is_kept_at_user(tenant, assignment) {
            let user = UserId(assignment.principal);
            self.change_roles(at, tenant, user, |roles| roles.retain(|role| *role != assignment.role));
        } else {
            self.in_tenant(tenant, |directory| directory.scoped_roles.retain(|held| *held != assignment));
        }
    }

    fn in_tenant(&mut self, tenant: TenantId, change: impl FnOnce(&mut Tenant)) {
        if let Some(directory) = self.tenants.get_mut(&tenant) {
            change(directory);
        }
    }
}

impl Tenant {
    /// A deleted group is nobody's member or sponsor, and holds no app roles.
    fn forget_group(&mut self, group: GroupId) {
        self.groups.remove(&group);
        let sponsored = self.users.values().filter(|user| user.sponsor_groups.contains(&group));
        for id in sponsored.map(|user| user.id).collect::<Vec<_>>() {
            self.users.change(id, |user| user.sponsor_groups.retain(|own| *own != group));
        }
        for other in self.groups.values_mut() {
            other.nested.remove(&group);
        }
        self.app_role_assignments.retain(|held| held.principal.id() != group.0);
    }

    fn forget_unit(&mut self, unit: UnitId) {
        self.units.remove(&unit);
        self.scoped_roles.retain(|held| held.scope != Scope::Unit(unit));
    }

    fn move_access(
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
                (request.kind.takes_back() && state == RequestState::Delivered).then_some(request.assignment);
        }
        for request in &mut self.entitlement.requests {
            request.ended |= ended == Some(request.assignment);
        }
    }
}
