//! Named worlds to start from.

pub mod broken;
mod clients;
pub mod contoso;
pub mod crowded;
pub mod groups;
mod people;

pub use clients::clients;

use crate::world::{account::Account, ids::AccountId, tenant::Tenant, user::User};

/// What a seed brings: tenants with their users. Each member has the account of the same id at home.
#[derive(Debug, Clone)]
pub struct Seed {
    /// The tenants; the resource tenant first.
    pub tenants: Vec<Tenant>,
}

impl Seed {
    /// The accounts of all members, each at home in its tenant, and of guests whose home is just a mailbox.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        self.tenants.iter().flat_map(|tenant| {
            let own = |user: &&User| user.account == Some(AccountId(user.id.0));
            tenant.users.values().filter(own).filter_map(|user| {
                if user.is_guest() { crowded::account(user) } else { Some(Account::of(tenant.id, user)) }
            })
        })
    }
}

/// Every seed: its name, and what it is.
pub const NAMES: [(&str, &str); 3] = [
    (contoso::NAME, "six people, two of them guests"),
    (broken::NAME, "the same, with everything that goes wrong in real directories"),
    (crowded::NAME, "the same, with 100,000 more users"),
];

/// Whether there is a seed of this name.
pub fn exists(name: &str) -> bool {
    NAMES.iter().any(|(own, _)| *own == name)
}

/// The seed of this name; the one of Contoso when there is none.
pub fn named(name: &str) -> Seed {
    match name {
        contoso::NAME => contoso::seed(),
        broken::NAME => broken::seed(),
        crowded::NAME => crowded::seed(),
        other => {
            tracing::warn!(seed = other, "no such seed, using {}", contoso::NAME);
            contoso::seed()
        }
    }
}
