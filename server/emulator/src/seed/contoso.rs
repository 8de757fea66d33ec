//! Contoso: four members, two guests, and the two tenants the guests come from.

use uuid::uuid;

use super::{
    Seed, groups,
    people::{ADELE, ALEX, DIEGO, GRADY_AT_HOME, GRADY_GUEST, JONI_AT_HOME, JONI_GUEST, MEGAN, Person},
};
use crate::world::{
    entitlement::Entitlement,
    ids::{AppId, TenantId},
    policy::Policy,
    tenant::{Tenant, role},
    users::Users,
};

/// The seed's name.
pub const NAME: &str = "contoso";
/// The tenant that people are invited into.
pub const CONTOSO: TenantId = TenantId(uuid!("c0e10f00-7e4a-4e0a-9c5e-0c0470500001"));
/// Grady's home.
pub const FABRIKAM: TenantId = TenantId(uuid!("fab21ca0-7e4a-4e0a-9c5e-0fab21ca0002"));
/// Joni's home.
pub const NORTHWIND: TenantId = TenantId(uuid!("504781d0-7e4a-4e0a-9c5e-0504781d0003"));
/// The application's client id.
pub const VESTIBULE: AppId = AppId(uuid!("7e571b01-e000-4c11-a0f0-00000000a001"));
/// The app role of the application's administrators.
pub const ADMIN_APP_ROLE: &str = "Vestibule.Admin";

/// A member of Contoso who answers to an address of a domain that is not Contoso's.
const DIEGO_ELSEWHERE: &str = "diego.siciliani@relecloud.example";
const GROUP_ADDRESS: &str = "all.company@contoso.example";

/// The world of Contoso.
pub fn seed() -> Seed {
    let fabrikam = home(FABRIKAM, "Fabrikam", "fabrikam", &GRADY_AT_HOME);
    let northwind = home(NORTHWIND, "Northwind Traders", "northwind", &JONI_AT_HOME);
    Seed { tenants: vec![contoso(), fabrikam, northwind] }
}

fn contoso() -> Tenant {
    let mut alex = ALEX.member();
    alex.directory_roles = vec![role::GUEST_INVITER];
    let mut diego = DIEGO.member();
    diego.other_mails = vec![DIEGO_ELSEWHERE.to_owned()];
    let mut megan = MEGAN.member();
    megan.directory_roles = vec![role::GLOBAL_ADMINISTRATOR];

    let mut tenant = empty(CONTOSO, "Contoso", "contoso");
    tenant.group_addresses = vec![GROUP_ADDRESS.to_owned()];
    let grady = GRADY_AT_HOME.guest(GRADY_GUEST, &tenant.initial_domain, true);
    let joni = JONI_AT_HOME.guest(JONI_GUEST, &tenant.initial_domain, false);
    tenant.users = [ADELE.member(), alex, diego, megan, grady, joni].into_iter().collect();
    groups::furnish(&mut tenant);
    tenant
}

fn home(id: TenantId, display_name: &str, name: &str, person: &Person) -> Tenant {
    let mut tenant = empty(id, display_name, name);
    tenant.users.insert(person.member());
    tenant
}

fn empty(id: TenantId, display_name: &str, name: &str) -> Tenant {
    Tenant {
        id,
        display_name: display_name.to_owned(),
        domains: vec![format!("{name}.example")],
        initial_domain: format!("{name}example.onmicrosoft.com"),
        users: Users::default(),
        deleted: std::collections::BTreeMap::new(),
        groups: std::collections::BTreeMap::new(),
        group_addresses: Vec::new(),
        policy: Policy::default(),
        units: std::collections::BTreeMap::new(),
        app_role_assignments: Vec::new(),
        custom_roles: std::collections::BTreeMap::new(),
        scoped_roles: Vec::new(),
        entitlement: Entitlement::default(),
        subscriptions: std::collections::BTreeMap::new(),
        earlier_policies: Vec::new(),
        contacts: std::collections::BTreeSet::new(),
        unsubscribed: std::collections::BTreeSet::new(),
    }
}
