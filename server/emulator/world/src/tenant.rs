//! Tenants.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    address,
    app_role::AppRoleAssignment,
    delete::Deleted,
    directory_role::{CustomRole, RoleAssignment},
    entitlement::Entitlement,
    group::Group,
    ids::{AccountId, GroupId, TenantId, UnitId, UserId},
    policy::Policy,
    policy_propagation::PreviousValue,
    subscription::Subscription,
    unit::Unit,
    user::User,
    users::Users,
};

/// Template ids of directory roles ("Microsoft Entra built-in roles").
pub mod role {
    use uuid::{Uuid, uuid};

    /// Global Administrator.
    pub const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
    /// User Administrator.
    pub const USER_ADMINISTRATOR: Uuid = uuid!("fe930be7-5e62-47db-91af-98c3a49a38b1");
    /// Helpdesk Administrator.
    pub const HELPDESK_ADMINISTRATOR: Uuid = uuid!("729827e3-9c14-49f7-bb1b-9608f156bbb8");
    /// Guest Inviter.
    pub const GUEST_INVITER: Uuid = uuid!("95e79109-95c0-4d8e-aee3-d01accf2d47b");
    /// Directory Readers.
    pub const DIRECTORY_READERS: Uuid = uuid!("88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
    /// Message Center Reader.
    pub const MESSAGE_CENTER_READER: Uuid = uuid!("790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b");
    /// Reports Reader.
    pub const REPORTS_READER: Uuid = uuid!("4a5d8f65-41da-4de4-8968-e035b65339cf");
    /// Every member holds it ("User").
    pub const USER: Uuid = uuid!("b79fbf4d-3ef9-4689-8143-76b194e85509");
    /// Every guest holds it ("Guest User").
    pub const GUEST_USER: Uuid = uuid!("10dae51f-b6af-4016-8d66-8c2a99b929b3");
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// Its identifier (`tid`).
    pub id: TenantId,
    /// The organization's name.
    pub display_name: String,
    /// Verified domains; the first is the primary one.
    pub domains: Vec<String>,
    /// The initial domain, `<name>.onmicrosoft.com`.
    pub initial_domain: String,
    /// Users by object id.
    pub users: Users,
    /// Deleted users, by object id.
    #[serde(default)]
    pub deleted: BTreeMap<UserId, Deleted>,
    /// Groups by object id.
    #[serde(default)]
    pub groups: BTreeMap<GroupId, Group>,
    /// Mail addresses of groups.
    pub group_addresses: Vec<String>,
    /// The policy.
    pub policy: Policy,
    /// Administrative units.
    #[serde(default)]
    pub units: BTreeMap<UnitId, Unit>,
    /// App role assignments, oldest first.
    #[serde(default)]
    pub app_role_assignments: Vec<AppRoleAssignment>,
    /// Custom directory roles.
    #[serde(default)]
    pub custom_roles: BTreeMap<Uuid, CustomRole>,
    /// Directory role assignments that are scoped to a unit, or held by applications, or of custom roles. User objects store their built-in roles for
    /// the whole directory.
    #[serde(default)]
    pub scoped_roles: Vec<RoleAssignment>,
    /// Access packages.
    #[serde(default)]
    pub entitlement: Entitlement,
    /// Subscriptions to changes.
    #[serde(default)]
    pub subscriptions: BTreeMap<Uuid, Subscription>,
    /// Previous policies, while a change has not taken effect.
    #[serde(default)]
    pub earlier_policies: Vec<PreviousValue<Policy>>,
    /// Addresses of mail contacts.
    #[serde(default)]
    pub contacts: BTreeSet<String>,
    /// Addresses that have unsubscribed from its invitation mail.
    #[serde(default)]
    pub unsubscribed: BTreeSet<String>,
}

impl Tenant {
    /// The primary domain.
    pub fn primary_domain(&self) -> &str {
        self.domains.first().unwrap_or(&self.initial_domain)
    }

    /// Whether the tenant has verified this domain (subdomains are domains of their own).
    pub fn owns_domain(&self, domain: &str) -> bool {
        self.initial_domain.eq_ignore_ascii_case(domain)
            || self.domains.iter().any(|own| own.eq_ignore_ascii_case(domain))
    }

    /// The user with this object id, whether it is visible to directory reads yet or not.
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.get(&id)
    }

    /// The user with this object id or principal name.
    pub fn user_named(&self, id_or_upn: &str) -> Option<&User> {
        match Uuid::try_parse(id_or_upn) {
            Ok(id) => self.user(UserId(id)),
            Err(_) => self
                .users
                .at_address(id_or_upn)
                .find(|user| user.user_principal_name.eq_ignore_ascii_case(id_or_upn)),
        }
    }

    /// The first user that has this address.
    pub fn user_with_address(&self, address: &str) -> Option<&User> {
        self.users.at_address(&address::canonical(address)).next()
    }

    /// The user that this home account signs in as.
    pub fn user_of_account(&self, account: AccountId) -> Option<&User> {
        self.users.of_account(account).next()
    }
}
