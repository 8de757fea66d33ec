//! The initial data of a world.

use super::{
    account::{Account, Realm},
    app::Client,
    ids::{AccountId, TenantId},
    tenant::Tenant,
    user::User,
};

/// The initial data of a world: tenants with their users, and app registrations. Each member has a home account of the same id.
#[derive(Debug, Clone)]
pub struct Seed {
    /// The tenant that people are invited into.
    pub resource: TenantId,
    /// Every tenant.
    pub tenants: Vec<Tenant>,
    /// Every app registration.
    pub clients: Vec<Client>,
}

/// The available seeds.
pub trait SeedSource: Send + Sync {
    /// Every seed: its name and description.
    fn names(&self) -> Vec<(String, String)>;

    /// Whether there is a seed of this name.
    fn has(&self, name: &str) -> bool;

    /// Loads the seed of this name, if there is one.
    fn load(&self, name: &str) -> Option<Seed>;
}

impl Seed {
    /// The home accounts of all members, and of guests whose home is just a mailbox.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        self.tenants.iter().flat_map(|tenant| {
            let own = |user: &&User| user.account == Some(AccountId(user.id.0));
            let home = |user: &User| {
                if user.is_guest() { mailbox_of(user) } else { Some(Account::of(tenant.id, user)) }
            };
            tenant.users.values().filter(own).filter_map(home)
        })
    }
}

/// The account of a guest who has no other identity provider: passcodes go to the mailbox.
fn mailbox_of(guest: &User) -> Option<Account> {
    Some(Account {
        id: AccountId(guest.id.0),
        realm: Realm::Passcode,
        address: guest.mail.clone()?,
        aliases: Vec::new(),
        display_name: guest.display_name.clone(),
        given_name: None,
        surname: None,
    })
}
