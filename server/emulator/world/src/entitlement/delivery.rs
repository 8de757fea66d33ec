//! Where a request goes over time, on the emulator's clock: submitted, delivering, delivered. The guest is made silently, without mail.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{AccessRequest, Grant, RequestState, RequestType, Target};
use crate::{
    World,
    due::STAY,
    effect::{Cause, Effect},
    ids::{PrincipalId, TenantId, UserId},
    invite::Addressee,
    membership::Member,
    tenant::Tenant,
    update::Changes,
    user::User,
};

impl RequestType {
    /// Whether it takes an assignment back.
    pub const fn takes_back(self) -> bool {
        matches!(self, Self::AdminRemove | Self::UserRemove)
    }
}

impl World {
    /// Takes a request to its next state, when it still stands where it was.
    pub(crate) fn move_request(&mut self, cause: &Cause, tenant: TenantId, id: Uuid, from: RequestState) {
        let Some(directory) = self.tenant(tenant) else { return };
        let mut requests = directory.entitlement.requests.iter();
        let Some(request) = requests.find(|own| own.id == id && own.state == from).cloned() else { return };
        let package = directory.entitlement.packages.get(&request.package);
        let policy = package
            .and_then(|package| package.policies.iter().find(|policy| policy.id == request.policy))
            .is_some_and(|policy| policy.approval);
        let (state, status, user) = match request.state {
            RequestState::Submitted if policy && request.kind == RequestType::UserAdd => {
                (RequestState::PendingApproval, "PendingApproval", None)
            }
            RequestState::Submitted => (RequestState::Delivering, "Fulfilling", None),
            RequestState::Delivering => match self.deliver_access(cause, tenant, &request) {
                Some(user) => (RequestState::Delivered, "Delivered", Some(user)),
                None => (RequestState::DeliveryFailed, "DeliveryFailed", None),
            },
            _ => return,
        };
        let status = status.to_owned();
        self.record(cause, Effect::AccessMoved { tenant, request: id, state, status, user });
    }

    /// Does what was asked, and says for which user. None when it cannot be done.
    fn deliver_access(&mut self, cause: &Cause, tenant: TenantId, request: &AccessRequest) -> Option<UserId> {
        let grants = self.tenant(tenant)?.entitlement.packages.get(&request.package)?.grants.clone();
        if request.kind.takes_back() {
            let Target::User(user) = request.target else { return None };
            self.take_back(cause, tenant, user, &grants);
            self.block_without_access(cause, tenant, user, request.assignment);
            return Some(user);
        }
        let user = match &request.target {
            Target::User(user) => self.tenant(tenant)?.user(*user)?.id,
            Target::Address(mail) => self.guest_for(cause, tenant, mail)?,
        };
        self.give(cause, tenant, user, &grants);
        Some(user)
    }

    fn give(&mut self, cause: &Cause, tenant: TenantId, user: UserId, grants: &[Grant]) {
        for grant in grants {
            match *grant {
                Grant::Group(group) => {
                    let target = self.tenant(tenant).and_then(|directory| directory.groups.get(&group));
                    if target.is_some_and(|target| !target.members.contains(&user)) {
                        let added = vec![Member::User(user)];
                        let effect = Effect::MembersChanged { tenant, group, added, removed: Vec::new() };
                        self.record(cause, effect);
                    }
                }
                Grant::AppRole { app, role } => {
                    let resource = self.service_principals(tenant).find(|own| own.client_id == app);
                    if let Some(resource) = resource.map(|client| PrincipalId(client.service_principal)) {
                        // Held already is as good.
                        let _ = self.assign_app_role(cause, tenant, user.0, resource, role);
                    }
                }
            }
        }
    }

    fn take_back(&mut self, cause: &Cause, tenant: TenantId, user: UserId, grants: &[Grant]) {
        for grant in grants {
            let Some(directory) = self.tenant(tenant) else { return };
            match *grant {
                Grant::Group(group) => {
                    let target = directory.groups.get(&group);
                    if target.is_some_and(|target| target.members.contains(&user)) {
                        let removed = vec![Member::User(user)];
                        let effect = Effect::MembersChanged { tenant, group, added: Vec::new(), removed };
                        self.record(cause, effect);
                    }
                }
                Grant::AppRole { app, role } => {
                    let held = directory.app_role_assignments.iter().find(|held| {
                        held.principal.id() == user.0 && held.resource == app && held.role == role
                    });
                    if let Some(id) = held.map(super::super::app_role::AppRoleAssignment::id) {
                        self.unassign_app_role(cause, tenant, &id);
                    }
                }
            }
        }
    }

    /// Whoever has the address, else a new guest, when one may come in. Nobody gets a mail.
    fn guest_for(&mut self, cause: &Cause, tenant: TenantId, mail: &str) -> Option<UserId> {
        let directory = self.tenant(tenant)?;
        let addresses = match self.addressee(directory, None, cause.now, mail).ok()? {
            Addressee::Known(user) => return Some(user.id),
            Addressee::Newcomer(addresses) => addresses,
        };
        let user = self.newcomer(directory, cause, mail, addresses);
        let id = user.id;
        self.record(cause, Effect::UserCreated { tenant, user: Box::new(user) });
        Some(id)
    }

    /// A guest that came by a package may not sign in any more once the last one is gone.
    fn block_without_access(&mut self, cause: &Cause, tenant: TenantId, user: UserId, but: Uuid) {
        let Some(user_type) = self.without_access(tenant, user, Some(but)).map(|guest| guest.user_type)
        else {
            return;
        };
        let changes = Changes { account_enabled: Some(false), ..Changes::default() };
        self.record(cause, Effect::UserChanged { tenant, user, user_type, changes: Box::new(changes) });
    }

    /// A guest that was blocked like this is deleted after a while, unless somebody let it in again.
    pub(crate) fn delete_without_access(&mut self, cause: &Cause, tenant: TenantId, user: UserId) {
        let leaves = self.without_access(tenant, user, None).is_some_and(|guest| !guest.account_enabled);
        let taken_back = self.tenant(tenant).and_then(|directory| directory.access_taken_back(user));
        if leaves && taken_back.is_some_and(|at| at + STAY <= cause.now) {
            self.delete_user(cause, tenant, user);
        }
    }

    /// The guest, when it came by a package and has none but this one.
    fn without_access(&self, tenant: TenantId, user: UserId, but: Option<Uuid>) -> Option<&User> {
        let directory = self.tenant(tenant)?;
        let mut others = directory
            .access_assignments()
            .filter(|held| held.user == Some(user) && Some(held.assignment) != but);
        let came_by_package = directory
            .entitlement
            .requests
            .iter()
            .any(|request| request.user == Some(user) && matches!(request.target, Target::Address(_)));
        directory.user(user).filter(|user| user.is_guest() && came_by_package && others.next().is_none())
    }
}

impl World {
    /// Whether this request takes access back.
    pub(crate) fn takes_access_back(&self, tenant: TenantId, id: Uuid) -> bool {
        let mut requests = self.tenant(tenant).into_iter().flat_map(|own| &own.entitlement.requests);
        requests.any(|request| request.id == id && request.kind.takes_back())
    }
}

impl Tenant {
    /// When access was last taken back from a user.
    fn access_taken_back(&self, user: UserId) -> Option<OffsetDateTime> {
        let own = self.entitlement.requests.iter().filter(|request| {
            request.kind.takes_back()
                && request.user == Some(user)
                && request.state == RequestState::Delivered
        });
        own.filter_map(|request| request.completed).max()
    }
}
