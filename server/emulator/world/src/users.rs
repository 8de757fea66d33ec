//! The users of a tenant, with indexes by address, name and home account.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, btree_map};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::{
    World,
    attribute::Attribute,
    ids::{AccountId, UserId},
    user::User,
};

type Keys = BTreeSet<(Box<str>, UserId)>;

/// Users by object id, with indexes that every change updates.
#[derive(Debug, Clone, Default)]
pub struct Users {
    /// Boxed, because a user is large and the map's nodes may be half empty.
    by_id: BTreeMap<UserId, Box<User>>,
    /// Mail, other mails, proxy addresses without their prefix, principal name; in lower case.
    addresses: Keys,
    /// Display name, its words, given name, surname; in lower case. Many users share them.
    names: BTreeMap<Box<str>, BTreeSet<UserId>>,
    accounts: BTreeSet<(AccountId, UserId)>,
}

/// The indexes follow from the users.
impl PartialEq for Users {
    fn eq(&self, other: &Self) -> bool {
        self.by_id == other.by_id
    }
}

impl Serialize for Users {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.by_id.serialize(out)
    }
}

impl<'de> Deserialize<'de> for Users {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let by_id = BTreeMap::<UserId, Box<User>>::deserialize(input)?;
        Ok(by_id.into_values().map(|user| *user).collect())
    }
}

impl FromIterator<User> for Users {
    fn from_iter<I: IntoIterator<Item = User>>(users: I) -> Self {
        let mut all = Self::default();
        all.extend(users);
        all
    }
}

/// Adds many users and builds the indexes at once.
impl Extend<User> for Users {
    fn extend<I: IntoIterator<Item = User>>(&mut self, users: I) {
        let mut new = BTreeSet::new();
        for user in users {
            self.remove(&user.id);
            new.insert(user.id);
            self.by_id.insert(user.id, Box::new(user));
        }
        let (mut addresses, mut accounts) = (Vec::new(), Vec::new());
        let mut names: BTreeMap<Box<str>, Vec<UserId>> = BTreeMap::new();
        for user in new.iter().filter_map(|id| self.by_id.get(id)) {
            addresses.extend(address_keys(user).into_iter().map(|key| (key, user.id)));
            for key in name_keys(user) {
                names.entry(key).or_default().push(user.id);
            }
            accounts.extend(user.account.map(|account| (account, user.id)));
        }
        self.addresses.append(&mut addresses.into_iter().collect());
        for (name, ids) in names {
            self.names.entry(name).or_default().append(&mut ids.into_iter().collect());
        }
        self.accounts.append(&mut accounts.into_iter().collect());
    }
}

impl Users {
    /// The user with this id.
    pub fn get(&self, id: &UserId) -> Option<&User> {
        self.by_id.get(id).map(Box::as_ref)
    }

    /// All users, by id.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &User> + DoubleEndedIterator + Clone {
        self.by_id.values().map(Box::as_ref)
    }

    /// The number of users.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are no users.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds a user, in place of one with the same id.
    pub fn insert(&mut self, user: User) {
        self.remove(&user.id);
        self.addresses.extend(address_keys(&user).into_iter().map(|key| (key, user.id)));
        for key in name_keys(&user) {
            self.names.entry(key).or_default().insert(user.id);
        }
        self.accounts.extend(user.account.map(|account| (account, user.id)));
        self.by_id.insert(user.id, Box::new(user));
    }

    /// Removes a user.
    pub fn remove(&mut self, id: &UserId) -> Option<User> {
        let user = *self.by_id.remove(id)?;
        for key in address_keys(&user) {
            self.addresses.remove(&(key, user.id));
        }
        for key in name_keys(&user) {
            if let btree_map::Entry::Occupied(mut having) = self.names.entry(key) {
                having.get_mut().remove(&user.id);
                if having.get().is_empty() {
                    having.remove();
                }
            }
        }
        if let Some(account) = user.account {
            self.accounts.remove(&(account, user.id));
        }
        Some(user)
    }

    /// Changes a user. False when there is no such user.
    pub fn change(&mut self, id: UserId, change: impl FnOnce(&mut User)) -> bool {
        let Some(mut user) = self.remove(&id) else { return false };
        change(&mut user);
        self.insert(user);
        true
    }

    /// The users that have this address in some form, ignoring case.
    pub fn at_address(&self, address: &str) -> impl Iterator<Item = &User> {
        exactly(&self.addresses, address).filter_map(|id| self.get(&id))
    }

    /// The users that this home account signs in as; usually one at most.
    pub fn of_account(&self, account: AccountId) -> impl Iterator<Item = &User> {
        let from = (account, UserId(Uuid::nil()));
        let own = self.accounts.range(from..).take_while(move |(of, _)| *of == account);
        own.filter_map(|(_, id)| self.get(id))
    }

    /// The ids of the users with an address that starts with this text.
    pub fn address_starting(&self, start: &str) -> impl Iterator<Item = UserId> {
        starting(&self.addresses, start)
    }

    /// The ids of the users with this name, or with this word in their name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = UserId> {
        self.names.get(&*key(name)).into_iter().flatten().copied()
    }

    /// The ids of the users with a name, or a word of it, that starts with this text.
    pub fn name_starting(&self, start: &str) -> impl Iterator<Item = UserId> {
        let start = key(start);
        let from = self.names.range(start.clone()..);
        from.take_while(move |(name, _)| name.starts_with(&*start)).flat_map(|(_, ids)| ids.iter().copied())
    }
}

impl World {
    /// Whether filters ignore the case of the prefix of this user's proxy addresses.
    pub fn ignores_proxy_prefix_case(&self, user: UserId) -> bool {
        self.tenants().any(|tenant| tenant.policy.proxy_prefix_ignores_case && tenant.user(user).is_some())
    }
}

fn key(text: &str) -> Box<str> {
    text.to_lowercase().into_boxed_str()
}

/// A proxy address without its prefix.
fn bare(proxy: &str) -> &str {
    proxy.split_once(':').map_or(proxy, |(_, address)| address)
}

/// Each once.
fn address_keys(user: &User) -> Vec<Box<str>> {
    let own = user.mail.iter().chain(&user.other_mails).chain([&user.user_principal_name]);
    let proxies = user.proxy_addresses.iter().map(|proxy| bare(proxy));
    each_once(own.map(String::as_str).chain(proxies))
}

/// Each once.
fn name_keys(user: &User) -> Vec<Box<str>> {
    let words = user.display_name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let more = [Attribute::GivenName, Attribute::Surname];
    let more = more.into_iter().filter_map(|name| user.attributes.get(&name)).map(String::as_str);
    each_once(words.chain([user.display_name.as_str()]).chain(more))
}

fn each_once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Box<str>> {
    let mut keys: Vec<_> = texts.map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn exactly(keys: &Keys, text: &str) -> impl Iterator<Item = UserId> {
    let wanted = key(text);
    let from = (wanted.clone(), UserId(Uuid::nil()));
    keys.range(from..).take_while(move |(key, _)| *key == wanted).map(|(_, id)| *id)
}

fn starting(keys: &Keys, start: &str) -> impl Iterator<Item = UserId> {
    let start = key(start);
    let from = (start.clone(), UserId(Uuid::nil()));
    keys.range(from..).take_while(move |(key, _)| key.starts_with(&*start)).map(|(_, id)| *id)
}
