//! Home accounts: what a person signs in with at their own identity provider.

use serde::{Deserialize, Serialize};

use super::{
    address,
    attribute::Attribute,
    ids::{AccountId, TenantId},
    user::User,
};

/// The identity provider of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Realm {
    /// An Entra tenant of this world.
    Entra(TenantId),
    /// A SAML federation configured for the domain.
    Saml,
    /// Google.
    Google,
    /// Facebook.
    Facebook,
    /// A personal Microsoft account.
    MicrosoftAccount,
    /// No identity provider: a one-time passcode goes to the mailbox.
    Passcode,
}

impl Realm {
    /// The realm of a domain that no tenant of this world owns.
    pub fn of_foreign_domain(domain: &str) -> Self {
        match domain {
            "woodgrove.example" => Self::Saml,
            "gmail.com" | "googlemail.com" => Self::Google,
            "facebook.example" => Self::Facebook,
            "outlook.com" | "hotmail.com" | "live.com" => Self::MicrosoftAccount,
            _ => Self::Passcode,
        }
    }

    /// `identities[].issuer` of a redeemed guest ("Properties of a B2B guest user", Entra documentation).
    pub const fn issuer(self) -> &'static str {
        match self {
            Self::Entra(_) => "ExternalAzureAD",
            Self::Saml => "https://idp.woodgrove.example/saml",
            Self::Google => "google.com",
            Self::Facebook => "facebook.com",
            Self::MicrosoftAccount => "MicrosoftAccount",
            Self::Passcode => "mail",
        }
    }

    /// The `idp` claim of a guest's token.
    pub fn idp(self) -> String {
        match self {
            Self::Entra(tenant) => format!("https://sts.windows.net/{tenant}/"),
            Self::MicrosoftAccount => "live.com".to_owned(),
            other => other.issuer().to_owned(),
        }
    }
}

/// A person's account at their identity provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its identifier; where the home is an Entra tenant, the object id of the member there.
    pub id: AccountId,
    /// The identity provider.
    pub realm: Realm,
    /// The sign-in name.
    pub address: String,
    /// Other addresses of the same account.
    pub aliases: Vec<String>,
    /// The display name at the identity provider.
    pub display_name: String,
    /// Given name, if the identity provider knows one.
    pub given_name: Option<String>,
    /// Surname, if the identity provider knows one.
    pub surname: Option<String>,
}

impl Account {
    /// The home account of a tenant's member.
    pub fn of(home: TenantId, member: &User) -> Self {
        let attribute = |name| member.attributes.get(&name).cloned();
        let aliases = member.proxy_addresses.iter().filter_map(|proxy| proxy.strip_prefix("smtp:"));
        Self {
            id: AccountId(member.id.0),
            realm: Realm::Entra(home),
            address: member.user_principal_name.clone(),
            aliases: aliases.map(str::to_owned).collect(),
            display_name: member.display_name.clone(),
            given_name: attribute(Attribute::GivenName),
            surname: attribute(Attribute::Surname),
        }
    }

    /// Every address of the account: the sign-in name, then the aliases.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        [&self.address].into_iter().chain(&self.aliases).map(String::as_str)
    }

    /// Whether this account signs in with `address` or has it as an alias.
    pub fn answers_to(&self, address: &str) -> bool {
        let wanted = address::canonical(address);
        self.addresses().any(|own| address::canonical(own) == wanted)
    }
}
