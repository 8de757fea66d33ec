//! Every home account, with an index by address.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use uuid::Uuid;

use super::{account::Account, address, ids::AccountId};

/// Accounts by id, with an index that every change updates.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts {
    by_id: BTreeMap<AccountId, Account>,
    addresses: BTreeSet<(Box<str>, AccountId)>,
}

impl PartialEq for Accounts {
    fn eq(&self, other: &Self) -> bool {
        self.by_id == other.by_id
    }
}

impl FromIterator<Account> for Accounts {
    fn from_iter<I: IntoIterator<Item = Account>>(accounts: I) -> Self {
        let by_id: BTreeMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
        let addresses = by_id.values().flat_map(keys).collect();
        Self { by_id, addresses }
    }
}

impl Accounts {
    pub(super) fn get(&self, id: AccountId) -> Option<&Account> {
        self.by_id.get(&id)
    }

    pub(super) fn values(&self) -> btree_map::Values<'_, AccountId, Account> {
        self.by_id.values()
    }

    /// Adds an account, in place of one with the same id.
    pub(super) fn insert(&mut self, account: Account) {
        if let Some(old) = self.by_id.remove(&account.id) {
            self.addresses.retain(|(_, id)| *id != old.id);
        }
        self.addresses.extend(keys(&account));
        self.by_id.insert(account.id, account);
    }

    /// Every account that signs in with this address, or has it as an alias.
    pub(super) fn at_address(&self, address: &str) -> impl Iterator<Item = &Account> {
        let wanted = address::canonical(address).into_boxed_str();
        let from = (wanted.clone(), AccountId(Uuid::nil()));
        let own = self.addresses.range(from..).take_while(move |(key, _)| *key == wanted);
        own.filter_map(|(_, id)| self.get(*id))
    }
}

fn keys(account: &Account) -> impl Iterator<Item = (Box<str>, AccountId)> {
    account.addresses().map(|own| (address::canonical(own).into_boxed_str(), account.id))
}
