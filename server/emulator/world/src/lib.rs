#![doc = include_str!("../README.md")]

pub mod account;
mod accounts;
pub mod address;
pub mod app;
pub mod app_role;
mod apply;
pub mod attribute;
pub mod change;
pub mod consent;
pub mod cross_tenant;
pub mod delete;
pub mod directory_admin;
pub mod directory_role;
pub mod effect;
pub mod entitlement;
pub mod extension;
pub mod graph_permission;
pub mod group;
pub mod home_realm_discovery;
pub mod ids;
pub mod invitation;
mod invitation_mail;
pub mod invite;
pub mod mail;
pub mod membership;
mod multi_tenant;
pub mod optional_claim;
pub mod policy;
pub mod policy_propagation;
pub mod profile;
pub mod redeem;
pub mod registration;
pub mod role_rights;
pub mod rule;
mod scheduler;
pub mod seed;
pub mod send_mail;
mod session;
pub mod sign_in;
pub mod sign_up;
pub mod sponsor;
mod sponsors_on_repeat;
pub mod subscription;
pub mod tenant;
pub mod terms;
pub mod unit;
pub mod update;
pub mod user;
mod user_summary;
pub mod users;
pub mod visibility_lag;

use std::{collections::BTreeMap, fmt, sync::Arc};

use account::Account;
use accounts::Accounts;
use app::Client;
use consent::Consent;
use effect::{Effect, EventMeta, LedgerEntry};
use extension::Definition;
use ids::{AccountId, AppId, NewId, TenantId};
use invitation::Invitations;
use mail::StoredMail;
use policy::Policy;
use registration::Registration;
use seed::SeedSource;
use tenant::Tenant;
use time::OffsetDateTime;
use uuid::Uuid;

/// The whole state of the emulated directory services.
#[derive(Clone)]
pub struct World {
    seeds: Arc<dyn SeedSource>,
    seed: String,
    resource: TenantId,
    tenants: BTreeMap<TenantId, Tenant>,
    accounts: Accounts,
    clients: Vec<Client>,
    invitations: Invitations,
    passcodes: BTreeMap<String, (OffsetDateTime, String)>,
    mail: Vec<StoredMail>,
    consents: Vec<(TenantId, Consent)>,
    registrations: BTreeMap<AppId, Registration>,
    extensions: Vec<Definition>,
    ledger: Vec<LedgerEntry>,
    tasks: scheduler::TaskQueue,
    new_id: NewId,
}

impl fmt::Debug for World {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("World")
            .field("seed", &self.seed)
            .field("tenants", &self.tenants.len())
            .field("ledger", &self.ledger.len())
            .finish_non_exhaustive()
    }
}

/// Two worlds are equal when no caller could tell them apart. The source of new ids is ignored, and so are the scheduled tasks, which follow from
/// the ledger.
impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.seed == other.seed
            && self.resource == other.resource
            && self.tenants == other.tenants
            && self.accounts == other.accounts
            && self.clients == other.clients
            && self.invitations == other.invitations
            && self.passcodes == other.passcodes
            && self.mail == other.mail
            && self.consents == other.consents
            && self.registrations == other.registrations
            && self.extensions == other.extensions
            && self.ledger == other.ledger
    }
}

impl World {
    /// An empty world. [`World::reseed`] fills it.
    pub fn empty(seeds: Arc<dyn SeedSource>, new_id: NewId) -> Self {
        Self {
            seeds,
            seed: String::new(),
            resource: TenantId::of(0),
            tenants: BTreeMap::new(),
            accounts: Accounts::default(),
            clients: Vec::new(),
            invitations: Invitations::default(),
            passcodes: BTreeMap::new(),
            mail: Vec::new(),
            consents: Vec::new(),
            registrations: BTreeMap::new(),
            extensions: Vec::new(),
            ledger: Vec::new(),
            tasks: scheduler::TaskQueue::default(),
            new_id,
        }
    }

    /// Resets the world to a named seed and clears the ledger. False when there is no such seed.
    pub fn reseed(&mut self, meta: &EventMeta, seed: &str) -> bool {
        if !self.seeds.has(seed) {
            return false;
        }
        self.ledger.clear();
        self.append(meta, Effect::Seeded { seed: seed.to_owned() });
        true
    }

    /// Every effect since the last reset, in order.
    pub fn ledger(&self) -> &[LedgerEntry] {
        &self.ledger
    }

    /// The number of scheduled tasks.
    pub fn scheduled(&self) -> usize {
        self.tasks.len()
    }

    /// The name of the seed of this world.
    pub fn seed(&self) -> &str {
        &self.seed
    }

    /// Every available seed: its name and description.
    pub fn seeds(&self) -> Vec<(String, String)> {
        self.seeds.names()
    }

    /// The tenant that people are invited into.
    pub fn resource_tenant(&self) -> Option<&Tenant> {
        self.tenant(self.resource)
    }

    /// The tenant with this id.
    pub fn tenant(&self, id: TenantId) -> Option<&Tenant> {
        self.tenants.get(&id)
    }

    /// The tenant with this id or one of its domains.
    pub fn tenant_named(&self, id_or_domain: &str) -> Option<&Tenant> {
        match id_or_domain.parse() {
            Ok(id) => self.tenant(id),
            Err(_) => self.tenants.values().find(|tenant| tenant.owns_domain(id_or_domain)),
        }
    }

    /// Every tenant.
    pub fn tenants(&self) -> impl Iterator<Item = &Tenant> {
        self.tenants.values()
    }

    /// Every home account.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// The account with this id.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id)
    }

    /// Every app registration.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// Captured mail, oldest first.
    pub fn mail(&self) -> &[StoredMail] {
        &self.mail
    }

    /// Changes a tenant's policy. False when there is no such tenant.
    pub fn set_policy(&mut self, meta: &EventMeta, tenant: TenantId, policy: Policy) -> bool {
        let known = self.tenants.contains_key(&tenant);
        if known {
            self.append(meta, Effect::PolicyChanged { tenant, policy: Box::new(policy) });
        }
        known
    }

    fn passcode(&self, address: &str) -> Option<(OffsetDateTime, &str)> {
        self.passcodes.get(address).map(|(issued, code)| (*issued, code.as_str()))
    }

    fn new_id(&self) -> Uuid {
        (self.new_id)()
    }

    fn new_ticket(&self) -> String {
        format!("{}{}", self.new_id().simple(), self.new_id().simple())
    }
}
