//! Changing a user's properties.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    World,
    attribute::Attribute,
    effect::{Effect, EventMeta},
    extension::{MAX_EXTENSION_VALUES, by_number},
    ids::{TenantId, UserId},
    profile::Profile,
    tenant::Tenant,
    user::{User, UserType},
    visibility_lag::Api,
};

/// Changes of a user; absent properties stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Changes {
    /// Text properties; none clears one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<Attribute, Option<String>>,
    /// New display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// New mail nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_nickname: Option<String>,
    /// New mail; the inner none clears it.
    #[serde(skip_serializing_if = "Option::is_none", with = "double")]
    pub mail: Option<Option<String>>,
    /// New other mails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_mails: Option<Vec<String>>,
    /// New business phones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_phones: Option<Vec<String>>,
    /// Secondary proxy address to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_proxy_address: Option<String>,
    /// Block or unblock signing in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
    /// New user type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// Values of directory extensions by full name; null clears one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub directory_extensions: BTreeMap<String, Value>,
    /// `onPremisesExtensionAttributes` by number; null clears one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "by_number")]
    pub extension_attributes: BTreeMap<u8, Option<String>>,
    /// Properties of the profile service; null clears one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub profile: BTreeMap<Profile, Value>,
}

/// Tells "absent" and "null" apart.
mod double {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, clippy::option_option, reason = "the signature that serde asks for")]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Option<String>>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(out)
    }

    #[expect(clippy::option_option, reason = "absent and null are two things")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Option<String>>, D::Error> {
        Option::<String>::deserialize(input).map(Some)
    }
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// No such user, or it is not visible to directory reads yet.
    #[error("no such user")]
    NotFound,
    /// Another object has that address.
    #[error("another object has this address")]
    AddressTaken,
    /// The user would have too many values of directory extensions.
    #[error("too many extension values")]
    TooManyExtensionValues,
    /// The on-premises directory owns a property that would change.
    #[error("owned by the directory on premises")]
    Synchronized,
}

impl World {
    /// Changes properties of a user that is visible to updates.
    pub fn update_user(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        changes: Changes,
    ) -> Result<(), ChangeRefused> {
        let directory = self.tenant(tenant).ok_or(ChangeRefused::NotFound)?;
        let target = directory
            .user(user)
            .filter(|user| user.is_visible_to(Api::Update, meta.now))
            .ok_or(ChangeRefused::NotFound)?;
        if target.on_premises_user_principal_name.is_some() && changes.concerns_premises() {
            return Err(ChangeRefused::Synchronized);
        }
        if let Some(Some(mail)) = &changes.mail
            && directory.has_proxy_of_another(mail, user)
        {
            return Err(ChangeRefused::AddressTaken);
        }
        let mut kept = target.extensions.directory.clone();
        merge(&mut kept, changes.directory_extensions.clone());
        if kept.len() > MAX_EXTENSION_VALUES {
            return Err(ChangeRefused::TooManyExtensionValues);
        }
        let user_type = target.user_type;
        self.append(meta, Effect::UserChanged { tenant, user, user_type, changes: Box::new(changes) });
        Ok(())
    }
}

impl Changes {
    /// Whether it changes a property that the on-premises directory owns for synchronized users. The list is unverified, except for the extension
    /// attributes.
    fn concerns_premises(&self) -> bool {
        !self.extension_attributes.is_empty()
            || self.attributes.keys().any(|attribute| *attribute != Attribute::UsageLocation)
            || self.display_name.is_some()
            || self.mail_nickname.is_some()
            || self.mail.is_some()
            || self.business_phones.is_some()
            || self.account_enabled.is_some()
    }
}

impl Tenant {
    /// Whether another object than this user has this address as a proxy address, which only one object may have. Other mails and principal names do
    /// not count.
    pub(super) fn has_proxy_of_another(&self, address: &str, user: UserId) -> bool {
        let mut users = self.users.at_address(address).filter(|other| other.id != user);
        users.any(|other| other.has_proxy(address))
            || self.has_group_address(address)
            || self.has_contact(address)
    }
}

impl User {
    /// Applies the changes. A change of `mail` also changes the primary proxy address.
    pub(super) fn change(&mut self, changes: Changes) {
        for (attribute, value) in changes.attributes {
            match value {
                Some(value) => self.attributes.insert(attribute, value),
                None => self.attributes.remove(&attribute),
            };
        }
        if let Some(name) = changes.display_name {
            self.display_name = name;
        }
        if let Some(nickname) = changes.mail_nickname {
            self.mail_nickname = nickname;
        }
        if let Some(mail) = changes.mail {
            self.proxy_addresses.retain(|address| !address.starts_with("SMTP:"));
            if let Some(mail) = &mail {
                self.proxy_addresses
                    .retain(|own| !own.get(5..).is_some_and(|own| own.eq_ignore_ascii_case(mail)));
                self.proxy_addresses.insert(0, format!("SMTP:{mail}"));
            }
            self.mail = mail;
        }
        if let Some(mails) = changes.other_mails {
            self.other_mails = mails;
        }
        if let Some(phones) = changes.business_phones {
            self.business_phones = phones;
        }
        if let Some(address) = changes.add_proxy_address {
            self.proxy_addresses.push(format!("smtp:{address}"));
        }
        if let Some(enabled) = changes.account_enabled {
            self.account_enabled = enabled;
        }
        if let Some(user_type) = changes.user_type {
            self.user_type = user_type;
        }
        merge(&mut self.extensions.directory, changes.directory_extensions);
        merge(&mut self.profile, changes.profile);
        for (number, value) in changes.extension_attributes {
            match value {
                Some(value) => self.extensions.attributes.insert(number, value),
                None => self.extensions.attributes.remove(&number),
            };
        }
    }
}

/// Merges changed values; null clears one.
fn merge<K: Ord>(kept: &mut BTreeMap<K, Value>, changes: BTreeMap<K, Value>) {
    for (key, value) in changes {
        if value.is_null() {
            kept.remove(&key);
        } else {
            kept.insert(key, value);
        }
    }
}
