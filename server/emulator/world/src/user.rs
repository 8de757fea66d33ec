//! A user object of a tenant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::{
    address,
    attribute::Attribute,
    extension::Extensions,
    ids::{AccountId, GroupId, UserId},
    policy_propagation::PreviousValue,
    profile::Profile,
    visibility_lag::VisibilityLag,
};

/// `userType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserType {
    /// A member.
    Member,
    /// A guest.
    Guest,
}

impl UserType {
    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// `externalUserState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExternalUserState {
    /// Invited, never redeemed.
    PendingAcceptance,
    /// Redeemed.
    Accepted,
}

impl ExternalUserState {
    /// The wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PendingAcceptance => "PendingAcceptance",
            Self::Accepted => "Accepted",
        }
    }
}

/// A user object, member or guest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id; `oid` in tokens.
    pub id: UserId,
    /// `userPrincipalName`; holds `#EXT#` for guests.
    pub user_principal_name: String,
    /// `displayName`.
    pub display_name: String,
    /// `mail`.
    pub mail: Option<String>,
    /// `mailNickname`.
    pub mail_nickname: String,
    /// `otherMails`.
    pub other_mails: Vec<String>,
    /// `proxyAddresses`, with their `SMTP:` and `smtp:` prefixes.
    pub proxy_addresses: Vec<String>,
    /// `businessPhones`: one at most.
    pub business_phones: Vec<String>,
    /// The plain text properties that are set.
    pub attributes: BTreeMap<Attribute, String>,
    /// `userType`.
    pub user_type: UserType,
    /// `creationType`: `Invitation` for guests, else none.
    pub creation_type: Option<String>,
    /// `externalUserState`: of those who were invited.
    pub external_user_state: Option<ExternalUserState>,
    /// `externalUserStateChangeDateTime`, guests only.
    #[serde(with = "time::serde::rfc3339::option")]
    pub external_user_state_changed: Option<OffsetDateTime>,
    /// `accountEnabled`.
    pub account_enabled: bool,
    /// `createdDateTime`.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// When the object becomes visible to directory reads, after replication.
    #[serde(with = "time::serde::rfc3339")]
    pub visible_from: OffsetDateTime,
    /// The visibility lag of single APIs, where it differs from that of reads.
    #[serde(default)]
    pub visibility: VisibilityLag,
    /// When mail or other mails were last changed; none if never.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub addresses_changed: Option<OffsetDateTime>,
    /// The home account that signs in as this user; none for a guest that has not redeemed.
    pub account: Option<AccountId>,
    /// When all sessions were revoked; none if never.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub sessions_valid_from: Option<OffsetDateTime>,
    /// Whether a second factor is registered in this tenant.
    #[serde(default)]
    pub mfa_registered: bool,
    /// Template ids of the directory roles held (`wids`).
    pub directory_roles: Vec<uuid::Uuid>,
    /// Sponsors; the inviter when none was named.
    pub sponsors: Vec<UserId>,
    /// Groups that are sponsors.
    #[serde(default)]
    pub sponsor_groups: Vec<GroupId>,
    /// Previous directory roles, while a change has not taken effect.
    #[serde(default)]
    pub earlier_roles: Vec<PreviousValue<Vec<uuid::Uuid>>>,
    /// When the terms of use were accepted.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub terms_accepted: Option<OffsetDateTime>,
    /// `onPremisesUserPrincipalName` of synchronized users.
    #[serde(default)]
    pub on_premises_user_principal_name: Option<String>,
    /// The manager.
    #[serde(default)]
    pub manager: Option<UserId>,
    /// Data that applications store on the object.
    #[serde(default)]
    pub extensions: Extensions,
    /// Properties of the profile service (`aboutMe`, `skills`...).
    #[serde(default)]
    pub profile: BTreeMap<Profile, Value>,
}

impl User {
    /// An enabled member without addresses or attributes.
    pub fn member(id: UserId, upn: &str, display_name: &str, created: OffsetDateTime) -> Self {
        Self {
            id,
            user_principal_name: upn.to_owned(),
            display_name: display_name.to_owned(),
            mail: None,
            mail_nickname: address::local(upn).to_owned(),
            other_mails: Vec::new(),
            proxy_addresses: Vec::new(),
            business_phones: Vec::new(),
            attributes: BTreeMap::new(),
            user_type: UserType::Member,
            creation_type: None,
            external_user_state: None,
            external_user_state_changed: None,
            account_enabled: true,
            created,
            visible_from: created,
            visibility: VisibilityLag::default(),
            addresses_changed: None,
            account: Some(AccountId(id.0)),
            sessions_valid_from: None,
            mfa_registered: false,
            directory_roles: Vec::new(),
            sponsors: Vec::new(),
            sponsor_groups: Vec::new(),
            earlier_roles: Vec::new(),
            terms_accepted: None,
            on_premises_user_principal_name: None,
            manager: None,
            extensions: Extensions::default(),
            profile: BTreeMap::new(),
        }
    }

    /// A pending guest for `address`.
    pub fn guest(id: UserId, address: &str, initial_domain: &str, created: OffsetDateTime) -> Self {
        let nickname = format!("{}#EXT#", address.replace('@', "_"));
        let mut user = Self::member(id, &format!("{nickname}@{initial_domain}"), "", created);
        user.mail_nickname = nickname;
        address::local(address).clone_into(&mut user.display_name);
        user.mail = Some(address.to_owned());
        user.other_mails = vec![address.to_owned()];
        user.proxy_addresses = vec![format!("SMTP:{address}")];
        user.user_type = UserType::Guest;
        user.creation_type = Some("Invitation".to_owned());
        user.external_user_state = Some(ExternalUserState::PendingAcceptance);
        user.external_user_state_changed = Some(created);
        user.account = None;
        user
    }

    /// Whether this is a guest.
    pub fn is_guest(&self) -> bool {
        self.user_type == UserType::Guest
    }

    /// Whether this is an external user: invited, converted or signed up, whatever its type. Who signed up has no state of an invitation.
    pub fn is_external(&self) -> bool {
        self.external_user_state.is_some() || self.creation_type.as_deref() == Some("SelfServiceSignUp")
    }

    /// Whether the guest still has to redeem.
    pub fn is_pending(&self) -> bool {
        self.external_user_state == Some(ExternalUserState::PendingAcceptance)
    }

    /// Whether the object is visible to directory reads at this time.
    pub fn is_visible(&self, now: OffsetDateTime) -> bool {
        self.visible_from <= now
    }

    /// Whether the user has this address as a proxy address.
    pub fn has_proxy(&self, address: &str) -> bool {
        let same = |own: &str| own.eq_ignore_ascii_case(address);
        self.mail.as_deref().is_some_and(same)
            || self.proxy_addresses.iter().any(|own| same(own.get(5..).unwrap_or_default()))
    }

    /// Whether the user has this address as mail, other mail, proxy address or principal name.
    pub fn has_address(&self, address: &str) -> bool {
        let same = |own: &str| own.eq_ignore_ascii_case(address);
        self.has_proxy(address)
            || self.other_mails.iter().any(|own| same(own))
            || same(&self.user_principal_name)
    }
}
