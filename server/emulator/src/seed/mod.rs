//! Named worlds to start from.

mod clients;
pub mod contoso;
mod people;

pub use clients::clients;

use crate::world::{account::Account, tenant::Tenant};

/// What a seed brings: tenants with their users. Each member has the account of the same id at home.
#[derive(Debug, Clone)]
pub struct Seed {
    /// The tenants; the resource tenant first.
    pub tenants: Vec<Tenant>,
}

impl Seed {
    /// The accounts of all members, each at home in its tenant.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        self.tenants.iter().flat_map(|tenant| {
            tenant.users.values().filter(|user| !user.is_guest()).map(|user| Account::of(tenant.id, user))
        })
    }
}

/// Whether there is a seed of this name.
pub fn exists(name: &str) -> bool {
    name == contoso::NAME
}

/// The seed of this name; the one of Contoso when there is none.
pub fn named(name: &str) -> Seed {
    if !exists(name) {
        tracing::warn!(seed = name, "no such seed, using {}", contoso::NAME);
    }
    contoso::seed()
}
