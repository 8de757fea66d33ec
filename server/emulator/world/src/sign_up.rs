//! Self-service sign-up ("Self-service sign-up for External ID"): an application lets people from outside make themselves guests.

use std::collections::BTreeMap;

use super::{
    World,
    attribute::Attribute,
    effect::{Cause, Effect},
    ids::{AccountId, AppId, TenantId, UserId},
    invite::Addressee,
    sign_in::SignIn,
    user::ExternalUserState,
};

/// What a person tells on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignUpForm {
    /// The name; the one at home when empty.
    pub display_name: String,
    /// What the application's user flow collects.
    pub attributes: BTreeMap<Attribute, String>,
}

/// Why somebody cannot sign up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignUpRefused {
    /// The tenant or the application has none.
    #[error("self-service sign-up is off")]
    Off,
    /// The account is known already.
    #[error("the account is known already")]
    KnownAlready,
    /// Domain lists, cross-tenant access or a quota keep the person out, or something else of the directory has the address.
    #[error("people of this organization may not sign up")]
    KeptOut,
    /// A value cannot be stored.
    #[error("the value of {} is not valid", .0.name())]
    Invalid(Attribute),
}

impl World {
    /// What an application's user flow collects from a stranger; none when there is no sign-up for this account.
    pub fn sign_up_of(&self, tenant: TenantId, app: AppId, account: AccountId) -> Option<Vec<Attribute>> {
        let open = self.tenant(tenant)?.policy.self_service_sign_up;
        let stranger = matches!(self.sign_in(tenant, account), SignIn::Unknown);
        self.registration(app).self_service_sign_up.filter(|_| open && stranger)
    }

    /// Makes a guest of whoever owns the account.
    pub fn sign_up(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        app: AppId,
        account: AccountId,
        form: SignUpForm,
    ) -> Result<UserId, SignUpRefused> {
        let wanted = self.sign_up_of(tenant, app, account).ok_or(SignUpRefused::Off)?;
        let (Some(directory), Some(home)) = (self.tenant(tenant), self.account(account)) else {
            return Err(SignUpRefused::Off);
        };
        let addresses = match self.addressee(directory, None, cause.now, &home.address) {
            Ok(Addressee::Newcomer(addresses)) => addresses,
            Ok(Addressee::Known(_)) => return Err(SignUpRefused::KnownAlready),
            Err(_) => return Err(SignUpRefused::KeptOut),
        };
        if let Some((name, _)) = form.attributes.iter().find(|(name, value)| !name.accepts(value)) {
            return Err(SignUpRefused::Invalid(*name));
        }
        let mut user = self.newcomer(directory, cause, &home.address, addresses);
        user.creation_type = Some("SelfServiceSignUp".to_owned());
        user.external_user_state = Some(ExternalUserState::Accepted);
        user.account = Some(account);
        user.display_name = match form.display_name.trim() {
            "" => home.display_name.clone(),
            name => name.chars().take(256).collect(),
        };
        let filled = |(name, value): &(Attribute, String)| wanted.contains(name) && !value.trim().is_empty();
        user.attributes = form.attributes.into_iter().filter(filled).collect();
        let id = user.id;
        self.record(cause, Effect::UserCreated { tenant, user: Box::new(user) });
        Ok(id)
    }
}
