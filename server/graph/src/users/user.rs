//! A user as Graph shows one.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::OffsetDateTime;

use crate::json::{optional_bool, optional_text, texts};

/// What we ask for: several of these are not in the default set.
pub(crate) const SELECT: &str = "id,displayName,givenName,surname,mail,otherMails,proxyAddresses,userPrincipalName,\
userType,externalUserState,companyName,accountEnabled,preferredLanguage,createdDateTime";

/// A member or guest of the tenant ("user resource type"). Only the id is certain; with few permissions the rest is empty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The object id.
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `displayName`
    #[serde(default, deserialize_with = "optional_text")]
    pub display_name: Option<String>,
    /// `givenName`
    #[serde(default, deserialize_with = "optional_text")]
    pub given_name: Option<String>,
    /// `surname`
    #[serde(default, deserialize_with = "optional_text")]
    pub surname: Option<String>,
    /// `mail`; absent for guests whose address collided with a contact
    #[serde(default, deserialize_with = "optional_text")]
    pub mail: Option<String>,
    /// `otherMails`
    #[serde(default, deserialize_with = "texts")]
    pub other_mails: Vec<String>,
    /// `proxyAddresses`, each with its `SMTP:` or `smtp:`
    #[serde(default, deserialize_with = "texts")]
    pub proxy_addresses: Vec<String>,
    /// `userPrincipalName`
    #[serde(default, deserialize_with = "optional_text")]
    pub user_principal_name: Option<String>,
    /// `userType`; absent if Graph did not say
    #[serde(default)]
    pub user_type: Option<UserType>,
    /// `externalUserState`; absent for anybody not invited
    #[serde(default)]
    pub external_user_state: Option<ExternalUserState>,
    /// `companyName`
    #[serde(default, deserialize_with = "optional_text")]
    pub company_name: Option<String>,
    /// `accountEnabled`
    #[serde(default, deserialize_with = "optional_bool")]
    pub account_enabled: Option<bool>,
    /// `preferredLanguage`, such as `en-US`
    #[serde(default, deserialize_with = "optional_text")]
    pub preferred_language: Option<String>,
    /// `createdDateTime`
    #[serde(default, rename = "createdDateTime", deserialize_with = "crate::json::optional_time")]
    pub created_at: Option<OffsetDateTime>,
}

impl User {
    /// Graph says this is a guest. False also when it did not say.
    pub fn is_guest(&self) -> bool {
        self.user_type == Some(UserType::Guest)
    }

    /// Invited, and has not accepted yet.
    pub fn is_pending(&self) -> bool {
        self.external_user_state == Some(ExternalUserState::PendingAcceptance)
    }
}

/// `userType`. Says nothing about how somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserType {
    /// `Member`
    Member,
    /// `Guest`
    Guest,
    /// A value that we do not know.
    Other,
}

/// `externalUserState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExternalUserState {
    /// `PendingAcceptance`
    PendingAcceptance,
    /// `Accepted`
    Accepted,
    /// A value that we do not know.
    Other,
}

impl<'de> Deserialize<'de> for UserType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)?.as_str() {
            Some("Member") => Self::Member,
            Some("Guest") => Self::Guest,
            _ => Self::Other,
        })
    }
}

impl<'de> Deserialize<'de> for ExternalUserState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)?.as_str() {
            Some("PendingAcceptance") => Self::PendingAcceptance,
            Some("Accepted") => Self::Accepted,
            _ => Self::Other,
        })
    }
}
