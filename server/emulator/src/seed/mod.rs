//! Named worlds to start from.

mod clients;
pub mod contoso;
mod people;

pub use clients::clients;

use crate::world::{account::Account, tenant::Tenant};

/// What a seed brings: tenants with their users, and accounts at home.
#[derive(Debug, Clone)]
pub struct Seed {
    /// The tenants; the resource tenant first.
    pub tenants: Vec<Tenant>,
    /// Accounts at home, wherever home is.
    pub accounts: Vec<Account>,
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
