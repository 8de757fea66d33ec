//! People of a tenant: members by their principal name, guests by the address they were invited with.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::OffsetDateTime;
use toml::Spanned;
use world::{
    attribute::Attribute,
    delete::Deleted,
    ids::{AccountId, UserId},
    user::{ExternalUserState, User, UserType},
};

use super::{Place, reference, role::BuiltIn};
use crate::seed::error::Flaw;

/// A person. What is left out is as with somebody who was just made or invited.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Person {
    id: Spanned<UserId>,
    /// Of a member.
    user_principal_name: Option<String>,
    /// Of a guest: the address.
    invited: Option<String>,
    display_name: Option<String>,
    /// An empty one is none.
    mail: Option<String>,
    other_mails: Option<Vec<String>>,
    proxy_addresses: Option<Vec<String>>,
    #[serde(default)]
    attributes: BTreeMap<Attribute, String>,
    user_type: Option<UserType>,
    #[serde(default = "yes")]
    account_enabled: bool,
    /// Of a guest who has redeemed: the account at home, by the id of the member there.
    account: Option<AccountId>,
    #[serde(default)]
    sponsors: Vec<Spanned<String>>,
    #[serde(default)]
    directory_roles: Vec<BuiltIn>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    created: Option<OffsetDateTime>,
    /// Whether it was deleted, a week before the world is made.
    #[serde(default)]
    deleted: bool,
}

pub(super) const fn yes() -> bool {
    true
}

/// Puts people into their tenant. Sponsors come last: they may stand further down in the file.
pub(super) fn add(people: &[Person], place: &mut Place<'_>) -> Result<(), Flaw> {
    for person in people {
        let user = person.user(place)?;
        let tenant = &mut *place.tenant;
        if tenant.user(user.id).is_some() || tenant.deleted.contains_key(&user.id) {
            return Err(Flaw::at(person.id.span(), format_args!("{} is the id of two people", user.id)));
        }
        if person.deleted {
            // When it was deleted follows from when the world is made.
            tenant.deleted.insert(user.id, Deleted { user, at: place.created });
        } else {
            tenant.users.insert(user);
        }
    }
    for person in people.iter().filter(|person| !person.sponsors.is_empty()) {
        let sponsors = reference::users(place.tenant, &person.sponsors)?;
        let id = *person.id.as_ref();
        if let Some(deleted) = place.tenant.deleted.get_mut(&id) {
            deleted.user.sponsors = sponsors;
        } else {
            place.tenant.users.change(id, |user| user.sponsors = sponsors);
        }
    }
    Ok(())
}

impl Person {
    fn user(&self, place: &Place<'_>) -> Result<User, Flaw> {
        let (id, created) = (*self.id.as_ref(), self.created.unwrap_or(place.created));
        let mut user = match (&self.user_principal_name, &self.invited) {
            (Some(name), None) => User::member(id, name, name, created),
            (None, Some(address)) => User::guest(id, address, &place.tenant.initial_domain, created),
            _ => {
                let what = "a person has a userPrincipalName (a member) or was invited (a guest)";
                return Err(Flaw::at(self.id.span(), what));
            }
        };
        if let Some(name) = &self.display_name {
            user.display_name.clone_from(name);
        }
        if let Some(mail) = &self.mail {
            user.mail = Some(mail.clone()).filter(|mail| !mail.is_empty());
        }
        if let Some(mails) = &self.other_mails {
            user.other_mails.clone_from(mails);
        }
        if let Some(addresses) = &self.proxy_addresses {
            user.proxy_addresses.clone_from(addresses);
        }
        if let Some((attribute, _)) = self.attributes.iter().find(|(name, value)| !name.accepts(value)) {
            let what = format_args!("{} cannot be that", attribute.name());
            return Err(Flaw::at(self.id.span(), what));
        }
        user.attributes.clone_from(&self.attributes);
        user.user_type = self.user_type.unwrap_or(user.user_type);
        user.account_enabled = self.account_enabled;
        user.directory_roles = self.directory_roles.iter().map(|role| role.0).collect();
        if let Some(account) = self.account {
            user.account = Some(account);
            user.external_user_state = user.external_user_state.map(|_| ExternalUserState::Accepted);
        }
        Ok(user)
    }
}
