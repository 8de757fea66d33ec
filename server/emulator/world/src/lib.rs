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
pub mod delay;
pub mod delete;
mod description;
pub mod directory_role;
pub mod discovery;
mod due;
pub mod effect;
pub mod entitlement;
pub mod extension;
pub mod group;
pub mod ids;
pub mod invitation;
mod invitation_mail;
pub mod invite;
pub mod late;
pub mod mail;
pub mod membership;
mod multi_tenant;
pub mod optional_claim;
pub mod policy;
pub mod profile;
pub mod redeem;
pub mod registration;
pub mod rule;
pub mod seed;
mod session;
pub mod sign_in;
pub mod sign_up;
pub mod sponsor;
mod sponsor_again;
pub mod standing;
pub mod subscription;
pub mod tenant;
pub mod terms;
pub mod unit;
pub mod update;
pub mod user;
pub mod users;

use std::{collections::BTreeMap, fmt, sync::Arc};

use account::Account;
use accounts::Accounts;
use app::Client;
use consent::Consent;
use effect::{Cause, Effect, Entry};
use extension::Definition;
use ids::{AccountId, AppId, NewId, TenantId};
use invitation::Invitations;
use mail::StoredMail;
use policy::Policy;
use registration::Registration;
use seed::Seeds;
use tenant::Tenant;
use time::OffsetDateTime;
use uuid::Uuid;

/// The whole state.
#[derive(Clone)]
pub struct World {
    seeds: Arc<dyn Seeds>,
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
    ledger: Vec<Entry>,
    due: due::Agenda,
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

/// Two worlds are equal when nobody could tell them apart from outside; where new ids come from does not count, nor what is still due: that
/// follows from the ledger.
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
    /// A world without anything. It becomes one by [`Effect::Seeded`].
    pub fn empty(seeds: Arc<dyn Seeds>, new_id: NewId) -> Self {
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
            due: due::Agenda::default(),
            new_id,
        }
    }

    /// Makes the world anew from a named seed; the ledger starts again. False when there is no such seed.
    pub fn reseed(&mut self, cause: &Cause, seed: &str) -> bool {
        if !self.seeds.has(seed) {
            return false;
        }
        self.ledger.clear();
        self.record(cause, Effect::Seeded { seed: seed.to_owned() });
        true
    }

    /// Every effect ever had, in order.
    pub fn ledger(&self) -> &[Entry] {
        &self.ledger
    }

    /// How many things the service is yet to do by itself.
    pub fn scheduled(&self) -> usize {
        self.due.len()
    }

    /// Name of the seed the world grew from.
    pub fn seed(&self) -> &str {
        &self.seed
    }

    /// Every seed that it could grow from: its name, and what it is.
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

    /// Every account at home.
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
    pub fn set_policy(&mut self, cause: &Cause, tenant: TenantId, policy: Policy) -> bool {
        let known = self.tenants.contains_key(&tenant);
        if known {
            self.record(cause, Effect::PolicyChanged { tenant, policy: Box::new(policy) });
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
