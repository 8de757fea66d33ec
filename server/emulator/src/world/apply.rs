//! How each effect changes the state.

use super::{
    World,
    account::Realm,
    effect::{Cause, Effect, Entry},
    ids::{AccountId, TenantId, UserId},
    invitation::Invitation,
    user::{ExternalUserState, User},
};
use crate::seed;

impl World {
    /// Notes an effect in the ledger and applies it.
    pub(super) fn record(&mut self, cause: &Cause, effect: Effect) {
        let entry = Entry {
            seq: self.ledger.last().map_or(1, |last| last.seq + 1),
            at: cause.now,
            request_id: cause.request_id,
            client_request_id: cause.client_request_id.clone(),
            by: cause.actor,
            effect,
        };
        self.replay(entry);
    }

    /// Applies an entry of the journal.
    pub fn replay(&mut self, entry: Entry) {
        self.apply(&entry);
        self.ledger.push(entry);
    }

    fn apply(&mut self, entry: &Entry) {
        match entry.effect.clone() {
            Effect::Seeded { seed } => self.sow(&seed),
            Effect::UserCreated { tenant, user } => {
                if let Some(directory) = self.tenants.get_mut(&tenant) {
                    directory.users.insert(user.id, *user);
                }
            }
            Effect::UserChanged { tenant, user, changes, .. } => {
                self.change_user(tenant, user, |user| user.change(*changes));
            }
            Effect::Invited { tenant, invitation } => self.keep_invitation(tenant, *invitation),
            Effect::RedemptionReset { tenant, user } => self.change_user(tenant, user, |guest| {
                guest.account = None;
                guest.external_user_state = Some(ExternalUserState::PendingAcceptance);
                guest.external_user_state_changed = Some(entry.at);
            }),
            Effect::Redeemed { tenant, user, account, .. } => {
                self.mark_redeemed(entry, tenant, user, account);
            }
            Effect::AccountCreated { account } => {
                self.accounts.insert(account.id, *account);
            }
            Effect::PasscodeIssued { address, code } => {
                self.passcodes.insert(address, (entry.at, code));
            }
            Effect::MailDelivered { mail } => self.mail.push(*mail),
            Effect::GroupCreated { tenant, group } => {
                if let Some(directory) = self.tenants.get_mut(&tenant) {
                    directory.groups.insert(group.id, *group);
                }
            }
            Effect::Consented { tenant, consent } => self.consents.push((tenant, *consent)),
            Effect::SessionsRevoked { tenant, user } => {
                self.change_user(tenant, user, |user| user.sessions_valid_from = Some(entry.at));
            }
            Effect::MfaRegistered { tenant, user } => {
                self.change_user(tenant, user, |user| user.mfa_registered = true);
            }
            Effect::RegistrationChanged { app, registration } => {
                self.registrations.insert(app, *registration);
            }
            Effect::PolicyChanged { tenant, policy } => {
                if let Some(directory) = self.tenants.get_mut(&tenant) {
                    directory.policy = *policy;
                }
            }
        }
    }

    /// A later invitation replaces the links of the earlier ones.
    fn keep_invitation(&mut self, tenant: TenantId, invitation: Invitation) {
        for (into, older) in &mut self.invitations {
            older.superseded |= *into == tenant && older.user == invitation.user;
        }
        self.invitations.push((tenant, invitation));
    }

    fn sow(&mut self, name: &str) {
        let seed = seed::named(name);
        name.clone_into(&mut self.seed);
        self.accounts = seed.accounts().map(|account| (account.id, account)).collect();
        self.tenants = seed.tenants.into_iter().map(|tenant| (tenant.id, tenant)).collect();
        self.invitations.clear();
        self.passcodes.clear();
        self.consents.clear();
        self.registrations.clear();
        self.mail.clear();
    }

    /// The name at home replaces the one that the inviter gave, as Microsoft's support has observed. A mere mailbox knows no name.
    fn mark_redeemed(&mut self, entry: &Entry, tenant: TenantId, user: UserId, account: AccountId) {
        let home = self.accounts.get(&account).filter(|home| home.realm != Realm::Passcode);
        let name = home.map(|home| home.display_name.clone());
        self.change_user(tenant, user, |guest| {
            guest.account = Some(account);
            guest.external_user_state = Some(ExternalUserState::Accepted);
            guest.external_user_state_changed = Some(entry.at);
            if let Some(name) = name {
                guest.display_name = name;
            }
        });
    }

    fn change_user(&mut self, tenant: TenantId, user: UserId, change: impl FnOnce(&mut User)) {
        if let Some(user) = self.tenants.get_mut(&tenant).and_then(|directory| directory.users.get_mut(&user))
        {
            change(user);
        }
    }
}
