//! How the state of a request changes over time on the emulator's clock: submitted, delivering, delivered. A guest that is missing is created
//! without a mail.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{AccessRequest, AccessTarget, RequestState, RequestType, ResourceRole};
use crate::{
    World,
    effect::{Effect, EventMeta},
    ids::{PrincipalId, TenantId, UserId},
    invite::Addressee,
    membership::Member,
    scheduler::GUEST_GRACE,
    tenant::Tenant,
    update::Changes,
    user::User,
};

impl RequestType {
    /// Whether it removes an assignment.
    pub const fn is_removal(self) -> bool {
        matches!(self, Self::AdminRemove | Self::UserRemove)
    }
}

impl World {
    /// Moves a request to its next state, if it is still in the state `from`.
    pub(crate) fn advance_request(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        id: Uuid,
        from: RequestState,
    ) {
        let Some(directory) = self.tenant(tenant) else { return };
        let mut requests = directory.entitlement.requests.iter();
        let Some(request) = requests.find(|own| own.id == id && own.state == from).cloned() else { return };
        let package = directory.entitlement.packages.get(&request.package);
        let approval = package
            .and_then(|package| package.policies.iter().find(|policy| policy.id == request.policy))
            .is_some_and(|policy| policy.approval);
        let (state, status, user) = match request.state {
            RequestState::Submitted if approval && !request.kind.is_removal() => {
                (RequestState::PendingApproval, "PendingApproval", None)
            }
            RequestState::Submitted => (RequestState::Delivering, "Fulfilling", None),
            RequestState::Delivering => match self.deliver_access(meta, tenant, &request) {
                Some(user) => (RequestState::Delivered, "Delivered", Some(user)),
                None => (RequestState::DeliveryFailed, "DeliveryFailed", None),
            },
            _ => return,
        };
        let status = status.to_owned();
        self.append(meta, Effect::AccessMoved { tenant, request: id, state, status, user });
    }

    /// Gives or removes the resource roles, and returns the user. None when that fails.
    fn deliver_access(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        request: &AccessRequest,
    ) -> Option<UserId> {
        let grants = self.tenant(tenant)?.entitlement.packages.get(&request.package)?.grants.clone();
        if request.kind.is_removal() {
            let AccessTarget::User(user) = request.target else { return None };
            self.revoke_access(meta, tenant, user, &grants);
            self.block_without_access(meta, tenant, user, request.assignment);
            return Some(user);
        }
        let user = match &request.target {
            AccessTarget::User(user) => self.tenant(tenant)?.user(*user)?.id,
            AccessTarget::Address(mail) => self.find_or_create_guest(meta, tenant, mail)?,
        };
        self.grant_access(meta, tenant, user, &grants);
        Some(user)
    }

    fn grant_access(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, grants: &[ResourceRole]) {
        for grant in grants {
            match *grant {
                ResourceRole::Group(group) => {
                    let target = self.tenant(tenant).and_then(|directory| directory.groups.get(&group));
                    if target.is_some_and(|target| !target.members.contains(&user)) {
                        let added = vec![Member::User(user)];
                        let effect = Effect::MembersChanged { tenant, group, added, removed: Vec::new() };
                        self.append(meta, effect);
                    }
                }
                ResourceRole::AppRole { app, role } => {
                    let resource = self.service_principals(tenant).find(|own| own.client_id == app);
                    if let Some(resource) = resource.map(|client| PrincipalId(client.service_principal)) {
                        // A user who already holds the role has what was requested.
                        let _ = self.assign_app_role(meta, tenant, user.0, resource, role);
                    }
                }
            }
        }
    }

    fn revoke_access(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, grants: &[ResourceRole]) {
        for grant in grants {
            let Some(directory) = self.tenant(tenant) else { return };
            match *grant {
                ResourceRole::Group(group) => {
                    let target = directory.groups.get(&group);
                    if target.is_some_and(|target| target.members.contains(&user)) {
                        let removed = vec![Member::User(user)];
                        let effect = Effect::MembersChanged { tenant, group, added: Vec::new(), removed };
                        self.append(meta, effect);
                    }
                }
                ResourceRole::AppRole { app, role } => {
                    let held = directory.app_role_assignments.iter().find(|held| {
                        held.principal.id() == user.0 && held.resource == app && held.role == role
                    });
                    if let Some(id) = held.map(super::super::app_role::AppRoleAssignment::id) {
                        self.unassign_app_role(meta, tenant, &id);
                    }
                }
            }
        }
    }

    /// The user with this address, else a new guest if the policies allow one. No mail is sent.
    fn find_or_create_guest(&mut self, meta: &EventMeta, tenant: TenantId, mail: &str) -> Option<UserId> {
        let directory = self.tenant(tenant)?;
        let addresses = match self.addressee(directory, None, meta.now, mail).ok()? {
            Addressee::Known(user) => return Some(user.id),
            Addressee::New(addresses) => addresses,
        };
        let user = self.new_guest(directory, meta, mail, addresses);
        let id = user.id;
        self.append(meta, Effect::UserCreated { tenant, user: Box::new(user) });
        Some(id)
    }

    /// Blocks a guest that came by an access package and has lost the last one.
    fn block_without_access(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId, but: Uuid) {
        let Some(user_type) =
            self.guest_without_other_access(tenant, user, Some(but)).map(|guest| guest.user_type)
        else {
            return;
        };
        let changes = Changes { account_enabled: Some(false), ..Changes::default() };
        self.append(meta, Effect::UserChanged { tenant, user, user_type, changes: Box::new(changes) });
    }

    /// Deletes a guest that was blocked for this reason [`GUEST_GRACE`] ago, unless it was given access or unblocked in between.
    pub(crate) fn delete_without_access(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) {
        let leaves =
            self.guest_without_other_access(tenant, user, None).is_some_and(|guest| !guest.account_enabled);
        let taken_back = self.tenant(tenant).and_then(|directory| directory.access_removed_at(user));
        if leaves && taken_back.is_some_and(|at| at + GUEST_GRACE <= meta.now) {
            self.delete_user(meta, tenant, user);
        }
    }

    /// The user, if it is a guest that came by an access package and has no assignment besides `but`.
    fn guest_without_other_access(&self, tenant: TenantId, user: UserId, but: Option<Uuid>) -> Option<&User> {
        let directory = self.tenant(tenant)?;
        let mut others = directory
            .access_assignments()
            .filter(|held| held.user == Some(user) && Some(held.assignment) != but);
        let came_by_package =
            directory.entitlement.requests.iter().any(|request| {
                request.user == Some(user) && matches!(request.target, AccessTarget::Address(_))
            });
        directory.user(user).filter(|user| user.is_guest() && came_by_package && others.next().is_none())
    }
}

impl World {
    /// Whether this request removes an assignment.
    pub(crate) fn is_removal_request(&self, tenant: TenantId, id: Uuid) -> bool {
        let mut requests = self.tenant(tenant).into_iter().flat_map(|own| &own.entitlement.requests);
        requests.any(|request| request.id == id && request.kind.is_removal())
    }
}

impl Tenant {
    /// When an assignment of the user was last removed.
    fn access_removed_at(&self, user: UserId) -> Option<OffsetDateTime> {
        let own = self.entitlement.requests.iter().filter(|request| {
            request.kind.is_removal()
                && request.user == Some(user)
                && request.state == RequestState::Delivered
        });
        own.filter_map(|request| request.completed).max()
    }
}
