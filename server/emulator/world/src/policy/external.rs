//! Policy values about external users: identity providers, and addresses without an account.

use serde::{Deserialize, Serialize};

/// An entry of `primaryIdentityProviderPrecedenceOrder` ("invitationRedemptionIdentityProviderConfiguration resource type").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PrimaryProvider {
    /// A work or school account.
    AzureActiveDirectory,
    /// A SAML or WS-Fed federation of the domain.
    ExternalFederation,
    /// Google and Facebook.
    SocialIdentityProviders,
}

impl PrimaryProvider {
    /// The default order.
    pub const ORDER: [Self; 3] =
        [Self::AzureActiveDirectory, Self::ExternalFederation, Self::SocialIdentityProviders];
}

/// `fallbackIdentityProvider`: used when none of the primary providers knows the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FallbackProvider {
    /// An existing Microsoft account, else a passcode, else a new Microsoft account.
    DefaultConfiguredIdp,
    /// Passcodes only.
    EmailOneTimePasscode,
    /// Microsoft accounts only.
    MicrosoftAccount,
}

/// How an address of this tenant's domains without an account is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownPeople {
    /// The emulator creates the account at sign-in. This helps developers, who invite addresses that they make up.
    GetAnAccount,
    /// The directory is managed and has no such account: discovery tries the next provider.
    AreLookedForElsewhere,
    /// The domain is federated: sign-in goes to the federation, which has no such account.
    EndAtTheirFederation,
}

/// Whose words refuse an invitation when a quota is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QuotaWords {
    /// The directory's: `Directory_QuotaExceeded`, which tells the tenant's quota from the caller's.
    Directory,
    /// The invitation service's own: `BadRequest`, which tells nothing apart.
    Service,
}

/// How an invitation to the address of a mail contact is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactConflict {
    /// It is refused.
    Refused,
    /// Reported for older versions: the guest has the address in `otherMails` only, and cannot sign in without the link.
    WithoutMail,
    /// By newer documentation: the guest has no proxy address, and redemption searches the invited address.
    WithoutProxyAddresses,
}
