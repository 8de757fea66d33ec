//! What the policy says of people from outside: providers, and what becomes of whom nobody knows.

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
    /// The order that a tenant begins with.
    pub const ORDER: [Self; 3] =
        [Self::AzureActiveDirectory, Self::ExternalFederation, Self::SocialIdentityProviders];
}

/// `fallbackIdentityProvider`: what is left when none of the primary ones knows the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FallbackProvider {
    /// A Microsoft account that there is, else a passcode, else a new Microsoft account.
    DefaultConfiguredIdp,
    /// Passcodes only.
    EmailOneTimePasscode,
    /// Microsoft accounts only.
    MicrosoftAccount,
}

/// What happens to an address of this tenant's domains that nobody has an account for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownPeople {
    /// The emulator makes the account when its owner signs in: a help for developers, who invite whom they like.
    GetAnAccount,
    /// The directory is managed and knows nobody of that name: discovery goes on to the next provider.
    AreLookedForElsewhere,
    /// The domain is federated: its own sign-in is asked, and has no such account.
    EndAtTheirFederation,
}

/// What becomes of an invitation whose address belongs to a mail contact of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactConflict {
    /// It is refused.
    Refused,
    /// Reported of older times: the guest has the address in `otherMails` only, and cannot sign in without the link.
    WithoutMail,
    /// Newer text: the guest has no proxy address; redemption searches the invited address.
    WithoutProxyAddresses,
}
