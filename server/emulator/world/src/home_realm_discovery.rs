//! Home realm discovery: the identity provider of an address ("B2B collaboration invitation redemption", the order of the providers).

use time::{Duration, OffsetDateTime};

use super::{
    World,
    account::{Account, Realm},
    address,
    effect::{Effect, EventMeta},
    ids::{AccountId, TenantId},
    policy::{FallbackProvider, Policy, PrimaryProvider, UnknownPeople},
};

/// How long a session with a one-time passcode lasts ("Email one-time passcode authentication").
pub const PASSCODE_SESSION_LIFETIME: Duration = Duration::hours(24);

/// Why no identity provider is found for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoProvider {
    /// The domain is federated, and the federation has no such account.
    #[error("the directory is federated and has no such account")]
    FederatedWithoutAccount,
    /// The guest redeemed with a one-time passcode, and passcodes are switched off by now.
    #[error("passcodes are switched off")]
    PasscodesOff,
}

impl World {
    /// The identity providers of an address that signs in to a tenant. Where there are two, the person chooses.
    pub fn providers(&self, host: Option<TenantId>, address: &str) -> Result<Vec<Realm>, NoProvider> {
        let standard = Policy::default();
        let policy = host.and_then(|host| self.tenant(host)).map_or(&standard, |tenant| &tenant.policy);
        if let Some(realm) = host.and_then(|host| self.redeemed_with(host, address)) {
            let locked_out = realm == Realm::Passcode && !policy.email_one_time_passcode;
            return if locked_out { Err(NoProvider::PasscodesOff) } else { Ok(vec![realm]) };
        }
        for primary in &policy.primary_identity_provider_precedence_order {
            if let Some(realm) = self.primary(policy, *primary, address)? {
                return Ok(self.with_personal(policy, realm, address));
            }
        }
        Ok(vec![self.fallback(policy, address)])
    }

    /// The identity provider with which the guest has redeemed. It stays the same until redemption is reset.
    fn redeemed_with(&self, host: TenantId, address: &str) -> Option<Realm> {
        let user = self.tenant(host)?.user_with_address(address).filter(|user| !user.is_pending())?;
        self.account(user.account?).map(|account| account.realm)
    }

    fn primary(
        &self,
        policy: &Policy,
        primary: PrimaryProvider,
        address: &str,
    ) -> Result<Option<Realm>, NoProvider> {
        let domain = address::domain(address);
        match primary {
            PrimaryProvider::AzureActiveDirectory => self.work_account(address),
            PrimaryProvider::ExternalFederation => {
                let federated = policy.saml_domains.iter().any(|own| own.eq_ignore_ascii_case(&domain));
                Ok(federated.then_some(Realm::Saml))
            }
            PrimaryProvider::SocialIdentityProviders => {
                let by_domain = match Realm::of_foreign_domain(&domain) {
                    social @ (Realm::Google | Realm::Facebook) => Some(social),
                    _ => self.has_account(Realm::Facebook, address).then_some(Realm::Facebook),
                };
                Ok(by_domain.filter(|realm| match realm {
                    Realm::Google => policy.google_federation,
                    _ => policy.facebook_federation,
                }))
            }
        }
    }

    /// The tenant that has a work account with this address, or that owns its domain.
    fn work_account(&self, address: &str) -> Result<Option<Realm>, NoProvider> {
        let known = self.accounts_of(address).map(|account| account.realm);
        if let Some(realm) = known.into_iter().find(|realm| matches!(realm, Realm::Entra(_))) {
            return Ok(Some(realm));
        }
        let Some(home) = self.tenant_of_address(address) else { return Ok(None) };
        match home.policy.unknown_people {
            UnknownPeople::GetAnAccount => Ok(Some(Realm::Entra(home.id))),
            UnknownPeople::AreLookedForElsewhere => Ok(None),
            UnknownPeople::EndAtTheirFederation => Err(NoProvider::FederatedWithoutAccount),
        }
    }

    /// The same address may also be a personal Microsoft account.
    fn with_personal(&self, policy: &Policy, realm: Realm, address: &str) -> Vec<Realm> {
        let work = matches!(realm, Realm::Entra(_));
        let personal = policy.fallback_identity_provider != FallbackProvider::EmailOneTimePasscode
            && self.has_account(Realm::MicrosoftAccount, address);
        if work && personal { vec![realm, Realm::MicrosoftAccount] } else { vec![realm] }
    }

    fn fallback(&self, policy: &Policy, address: &str) -> Realm {
        let personal = self.has_account(Realm::MicrosoftAccount, address)
            || Realm::of_foreign_domain(&address::domain(address)) == Realm::MicrosoftAccount;
        match policy.fallback_identity_provider {
            FallbackProvider::MicrosoftAccount => Realm::MicrosoftAccount,
            FallbackProvider::DefaultConfiguredIdp if personal || !policy.email_one_time_passcode => {
                Realm::MicrosoftAccount
            }
            FallbackProvider::EmailOneTimePasscode | FallbackProvider::DefaultConfiguredIdp => {
                Realm::Passcode
            }
        }
    }

    fn has_account(&self, realm: Realm, address: &str) -> bool {
        self.accounts_of(address).any(|account| account.realm == realm)
    }

    /// Every home account that signs in with this address.
    pub fn accounts_of(&self, address: &str) -> impl Iterator<Item = &Account> {
        self.accounts.at_address(address)
    }

    /// The first home account that signs in with this address.
    pub fn account_of(&self, address: &str) -> Option<&Account> {
        self.accounts_of(address).next()
    }

    /// The identity provider of an address, where no tenant's order of providers applies.
    pub fn realm_of(&self, address: &str) -> Realm {
        let known = self.account_of(address).map_or(Realm::Passcode, |account| account.realm);
        self.providers(None, address).ok().and_then(|realms| realms.first().copied()).unwrap_or(known)
    }

    /// The home account with this address; created when there is none yet.
    pub fn account_at_home(&mut self, meta: &EventMeta, address: &str, display_name: &str) -> AccountId {
        let realm = self.realm_of(address);
        self.account_in(meta, realm, address, display_name)
    }

    /// The account with this address at this identity provider; created when there is none yet.
    pub fn account_in(
        &mut self,
        meta: &EventMeta,
        realm: Realm,
        address: &str,
        display_name: &str,
    ) -> AccountId {
        if let Some(account) = self.accounts_of(address).find(|account| account.realm == realm) {
            return account.id;
        }
        let name = match display_name.trim() {
            "" => address::local(address).replace(['.', '_'], " "),
            name => name.to_owned(),
        };
        let (given, surname) = name.split_once(' ').unwrap_or((&name, ""));
        self.add_account(
            meta,
            Account {
                id: AccountId(self.new_id()),
                realm,
                address: address::canonical(address),
                aliases: Vec::new(),
                given_name: Some(given.to_owned()),
                surname: Some(surname.to_owned()).filter(|surname| !surname.is_empty()),
                display_name: name,
            },
        )
    }

    /// Creates a home account.
    pub fn add_account(&mut self, meta: &EventMeta, account: Account) -> AccountId {
        let id = account.id;
        self.append(meta, Effect::AccountCreated { account: Box::new(account) });
        id
    }

    /// Whether a sign-in at `at` (seconds since 1970) with this account is still valid in a tenant. One with a passcode is valid for a day, and only
    /// while the tenant uses passcodes.
    pub fn sign_in_is_valid(&self, host: TenantId, account: AccountId, at: i64, now: OffsetDateTime) -> bool {
        let Some(account) = self.account(account) else { return false };
        let passcodes = self.tenant(host).is_none_or(|tenant| tenant.policy.email_one_time_passcode);
        account.realm != Realm::Passcode
            || (passcodes && now.unix_timestamp() - at < PASSCODE_SESSION_LIFETIME.whole_seconds())
    }
}
