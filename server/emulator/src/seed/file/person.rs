//! People of a tenant: members with a principal name, guests with the invited address.

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

use super::{TenantBuilder, reference, role::BuiltInRole};
use crate::seed::error::SeedIssue;

/// A person. Properties that are left out have the values of a new user or guest.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PersonEntry {
    id: Spanned<UserId>,
    /// The principal name of a member.
    user_principal_name: Option<String>,
    /// The invited address of a guest.
    invited: Option<String>,
    display_name: Option<String>,
    /// An empty text means no mail.
    mail: Option<String>,
    other_mails: Option<Vec<String>>,
    proxy_addresses: Option<Vec<String>>,
    #[serde(default)]
    attributes: BTreeMap<Attribute, String>,
    user_type: Option<UserType>,
    #[serde(default = "yes")]
    account_enabled: bool,
    /// The home account of a guest who has redeemed: the id of the member in the home tenant.
    account: Option<AccountId>,
    #[serde(default)]
    sponsors: Vec<Spanned<String>>,
    #[serde(default)]
    directory_roles: Vec<BuiltInRole>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    created: Option<OffsetDateTime>,
    /// Whether it was deleted, a week before the world is created.
    #[serde(default)]
    deleted: bool,
}

pub(super) const fn yes() -> bool {
    true
}

/// Adds people to their tenant. Sponsors are resolved last, because they may come later in the file.
pub(super) fn add(people: &[PersonEntry], builder: &mut TenantBuilder<'_>) -> Result<(), SeedIssue> {
    for person in people {
        let user = person.user(builder)?;
        let tenant = &mut *builder.tenant;
        if tenant.user(user.id).is_some() || tenant.deleted.contains_key(&user.id) {
            return Err(SeedIssue::at(person.id.span(), format_args!("{} is the id of two people", user.id)));
        }
        if person.deleted {
            // The world computes the time of the deletion when it loads the seed.
            tenant.deleted.insert(user.id, Deleted { user, at: builder.created });
        } else {
            tenant.users.insert(user);
        }
    }
    for person in people.iter().filter(|person| !person.sponsors.is_empty()) {
        let sponsors = reference::users(builder.tenant, &person.sponsors)?;
        let id = *person.id.as_ref();
        if let Some(deleted) = builder.tenant.deleted.get_mut(&id) {
            deleted.user.sponsors = sponsors;
        } else {
            builder.tenant.users.change(id, |user| user.sponsors = sponsors);
        }
    }
    Ok(())
}

impl PersonEntry {
    fn user(&self, builder: &TenantBuilder<'_>) -> Result<User, SeedIssue> {
        let (id, created) = (*self.id.as_ref(), self.created.unwrap_or(builder.created));
        let mut user = match (&self.user_principal_name, &self.invited) {
            (Some(name), None) => User::member(id, name, name, created),
            (None, Some(address)) => User::guest(id, address, &builder.tenant.initial_domain, created),
            _ => {
                let what = "a person has a userPrincipalName (a member) or was invited (a guest)";
                return Err(SeedIssue::at(self.id.span(), what));
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
            return Err(SeedIssue::at(self.id.span(), what));
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
