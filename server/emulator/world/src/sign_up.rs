//! Self-service sign-up ("Self-service sign-up for External ID"): people from outside create their own guest object in an application.

use std::collections::BTreeMap;

use super::{
    World,
    attribute::Attribute,
    effect::{Effect, EventMeta},
    ids::{AccountId, AppId, TenantId, UserId},
    invite::Addressee,
    sign_in::SignInOutcome,
};

/// The data that a person enters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignUpForm {
    /// The display name; when empty, that of the home account.
    pub display_name: String,
    /// The attributes that the application's user flow collects.
    pub attributes: BTreeMap<Attribute, String>,
}

/// Why a person cannot sign up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignUpRefused {
    /// The tenant or the application has no self-service sign-up.
    #[error("self-service sign-up is off")]
    Off,
    /// The account is already a user of the tenant.
    #[error("the account is known already")]
    KnownAlready,
    /// Domain lists, cross-tenant access or a quota block the person, or another object of the directory has the address.
    #[error("people of this organization may not sign up")]
    KeptOut,
    /// The value of this attribute is invalid.
    #[error("the value of {} is not valid", .0.name())]
    Invalid(Attribute),
}

impl World {
    /// The attributes that an application's user flow collects; none when this account cannot sign up.
    pub fn sign_up_of(&self, tenant: TenantId, app: AppId, account: AccountId) -> Option<Vec<Attribute>> {
        let open = self.tenant(tenant)?.policy.self_service_sign_up;
        let stranger = matches!(self.sign_in(tenant, account), SignInOutcome::Unknown);
        self.registration(app).self_service_sign_up.filter(|_| open && stranger)
    }

    /// Creates a guest for the account.
    pub fn sign_up(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        app: AppId,
        account: AccountId,
        form: SignUpForm,
    ) -> Result<UserId, SignUpRefused> {
        let wanted = self.sign_up_of(tenant, app, account).ok_or(SignUpRefused::Off)?;
        let (Some(directory), Some(home)) = (self.tenant(tenant), self.account(account)) else {
            return Err(SignUpRefused::Off);
        };
        let addresses = match self.addressee(directory, None, meta.now, &home.address) {
            Ok(Addressee::New(addresses)) => addresses,
            Ok(Addressee::Known(_)) => return Err(SignUpRefused::KnownAlready),
            Err(_) => return Err(SignUpRefused::KeptOut),
        };
        if let Some((name, _)) = form.attributes.iter().find(|(name, value)| !name.accepts(value)) {
            return Err(SignUpRefused::Invalid(*name));
        }
        let mut user = self.new_guest(directory, meta, &home.address, addresses);
        user.creation_type = Some("SelfServiceSignUp".to_owned());
        // Nobody invited them: the state of an invitation stays null.
        (user.external_user_state, user.external_user_state_changed) = (None, None);
        user.account = Some(account);
        user.display_name = match form.display_name.trim() {
            "" => home.display_name.clone(),
            name => name.chars().take(256).collect(),
        };
        let filled = |(name, value): &(Attribute, String)| wanted.contains(name) && !value.trim().is_empty();
        user.attributes = form.attributes.into_iter().filter(filled).collect();
        let id = user.id;
        self.append(meta, Effect::UserCreated { tenant, user: Box::new(user) });
        Ok(id)
    }
}
