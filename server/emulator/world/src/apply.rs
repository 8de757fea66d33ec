//! How each effect changes the state.

mod directory;

use super::{
    World,
    account::Realm,
    accounts::Accounts,
    effect::{Effect, EventMeta, LedgerEntry},
    ids::{AccountId, TenantId, UserId},
    invitation::Invitations,
    tenant::Tenant,
    user::{ExternalUserState, User},
};

impl World {
    /// Appends an effect to the ledger and applies it.
    pub(super) fn append(&mut self, meta: &EventMeta, effect: Effect) {
        let entry = LedgerEntry {
            seq: self.ledger.last().map_or(1, |last| last.seq + 1),
            at: meta.now,
            request_id: meta.request_id,
            client_request_id: meta.client_request_id.clone(),
            by: meta.actor,
            effect,
        };
        self.apply_entry(entry);
    }

    /// Applies a ledger entry that was read from the journal.
    pub fn replay(&mut self, entry: LedgerEntry) {
        self.drop_done_before(&entry);
        self.apply_entry(entry);
    }

    fn apply_entry(&mut self, entry: LedgerEntry) {
        self.apply(&entry);
        self.schedule_followups(&entry);
        self.ledger.push(entry);
    }

    /// One arm per effect, so that a new effect does not compile before it is applied.
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match, so that the compiler sees that each effect is applied"
    )]
    fn apply(&mut self, entry: &LedgerEntry) {
        match entry.effect.clone() {
            Effect::Seeded { seed } => self.load_seed(entry, &seed),
            Effect::UserCreated { tenant, user } => self.change_tenant(tenant, |directory| {
                directory.users.insert(*user);
            }),
            Effect::UserChanged { tenant, user, changes, .. } => {
                self.change_user(tenant, user, |user| {
                    if changes.mail.is_some() || changes.other_mails.is_some() {
                        user.addresses_changed = Some(entry.at);
                    }
                    user.change(*changes);
                });
            }
            Effect::Invited { tenant, invitation } => self.invitations.add(tenant, *invitation),
            Effect::RedemptionReset { tenant, user } => self.change_user(tenant, user, |guest| {
                guest.account = None;
                guest.external_user_state = Some(ExternalUserState::PendingAcceptance);
                guest.external_user_state_changed = Some(entry.at);
            }),
            Effect::Redeemed { tenant, user, account, .. } => {
                self.mark_redeemed(entry, tenant, user, account);
            }
            Effect::AccountCreated { account } => {
                self.accounts.insert(*account);
            }
            Effect::PasscodeIssued { address, code } => {
                self.passcodes.insert(address, (entry.at, code));
            }
            Effect::MailDelivered { mail } => self.mail.push(*mail),
            Effect::GroupCreated { tenant, group } => self.change_tenant(tenant, |directory| {
                directory.groups.insert(group.id, *group);
            }),
            Effect::Consented { tenant, consent } => self.consents.push((tenant, *consent)),
            Effect::SessionsRevoked { tenant, user } => {
                self.change_user(tenant, user, |user| user.sessions_valid_from = Some(entry.at));
            }
            Effect::RegistrationChanged { app, registration } => {
                self.registrations.insert(app, *registration);
            }
            Effect::PolicyChanged { tenant, policy } => self.change_tenant(tenant, |directory| {
                directory.replace_policy(*policy, entry.at);
            }),
            Effect::Converted { tenant, user } => self.change_user(tenant, user, |user| {
                user.external_user_state = Some(ExternalUserState::PendingAcceptance);
                user.external_user_state_changed = Some(entry.at);
                user.creation_type = Some("Invitation".to_owned());
            }),
            Effect::MfaRegistered { tenant, user } => {
                self.change_user(tenant, user, |user| user.mfa_registered = true);
            }
            Effect::TermsAccepted { tenant, user } => {
                self.change_user(tenant, user, |user| user.terms_accepted = Some(entry.at));
            }
            Effect::RolesChanged { tenant, user, roles } => {
                self.change_roles(entry.at, tenant, user, |held| *held = roles);
            }
            Effect::Synchronized { tenant, user, user_principal_name } => {
                let name = user_principal_name;
                self.change_user(tenant, user, |user| user.on_premises_user_principal_name = name);
            }
            Effect::VisibilityDelayed { tenant, user, visibility } => {
                self.change_user(tenant, user, |user| user.visibility = visibility);
            }
            Effect::UserLost { tenant, user } => self.change_tenant(tenant, |directory| {
                directory.users.remove(&user);
            }),
            Effect::ContactCreated { tenant, address } => self.change_tenant(tenant, |directory| {
                directory.contacts.insert(address);
            }),
            Effect::OrganizationBlocked { tenant, address } => self.change_tenant(tenant, |directory| {
                directory.unsubscribed.insert(address);
            }),
            Effect::UserDeleted { tenant, user } => self.soft_delete(entry, tenant, user),
            Effect::UserRestored { tenant, user } => self.restore_deleted(tenant, user),
            Effect::UserErased { tenant, user } => self.purge_deleted(tenant, user),
            Effect::SponsorsChanged { tenant, user, sponsors, groups } => {
                self.change_user(tenant, user, |user| {
                    user.sponsors = sponsors;
                    user.sponsor_groups = groups;
                });
            }
            Effect::ManagerChanged { tenant, user, manager } => {
                self.change_user(tenant, user, |user| user.manager = manager);
            }
            Effect::ExtensionWritten { tenant, user, extension } => {
                self.change_user(tenant, user, |user| user.extensions.write(*extension));
            }
            Effect::ExtensionRemoved { tenant, user, name } => {
                self.change_user(tenant, user, |user| user.extensions.remove(&name));
            }
            Effect::ExtensionDefined { definition } => self.extensions.push(*definition),
            Effect::ExtensionUndefined { name } => self.drop_extension(&name),
            Effect::GroupChanged { tenant, group, changes } => self.change_tenant(tenant, |directory| {
                if let Some(group) = directory.groups.get_mut(&group) {
                    group.change(*changes);
                }
            }),
            Effect::GroupDeleted { tenant, group } => {
                self.change_tenant(tenant, |directory| directory.remove_group(group));
            }
            Effect::MembersChanged { tenant, group, added, removed } => {
                self.change_tenant(tenant, |directory| {
                    if let Some(group) = directory.groups.get_mut(&group) {
                        group.change_members(&added, &removed);
                    }
                });
            }
            Effect::UnitCreated { tenant, unit } => self.change_tenant(tenant, |directory| {
                directory.units.insert(unit.id, *unit);
            }),
            Effect::UnitDeleted { tenant, unit } => {
                self.change_tenant(tenant, |directory| directory.remove_unit(unit));
            }
            Effect::UnitMembersChanged { tenant, unit, added, removed } => {
                self.change_tenant(tenant, |directory| {
                    if let Some(unit) = directory.units.get_mut(&unit) {
                        unit.members.extend(added);
                        unit.members.retain(|id| !removed.contains(id));
                    }
                });
            }
            Effect::AppRoleAssigned { tenant, assignment } => {
                self.change_tenant(tenant, |directory| directory.app_role_assignments.push(*assignment));
            }
            Effect::AppRoleUnassigned { tenant, assignment } => {
                self.change_tenant(tenant, |directory| {
                    directory.app_role_assignments.retain(|held| held.number != assignment);
                });
            }
            Effect::RoleDefined { tenant, role } => self.change_tenant(tenant, |directory| {
                directory.custom_roles.insert(role.id, *role);
            }),
            Effect::RoleAssigned { tenant, assignment } => self.grant_role(entry.at, tenant, assignment),
            Effect::RoleUnassigned { tenant, assignment } => {
                self.withdraw_role(entry.at, tenant, assignment);
            }
            Effect::AccessRequested { tenant, request } => {
                self.change_tenant(tenant, |directory| directory.entitlement.requests.push(*request));
            }
            Effect::AccessMoved { tenant, request, state, status, user } => {
                self.change_tenant(tenant, |directory| {
                    directory.set_request_state(entry.at, request, state, status, user);
                });
            }
            Effect::Subscribed { tenant, subscription } => self.change_tenant(tenant, |directory| {
                directory.subscriptions.insert(subscription.id, *subscription);
            }),
            Effect::SubscriptionRenewed { tenant, subscription, expires } => {
                self.change_tenant(tenant, |directory| {
                    if let Some(own) = directory.subscriptions.get_mut(&subscription) {
                        own.expires = expires;
                    }
                });
            }
            Effect::Unsubscribed { tenant, subscription } => self.change_tenant(tenant, |directory| {
                directory.subscriptions.remove(&subscription);
            }),
        }
    }

    /// Users that a seed marks as deleted were deleted a week before, so that they can still be restored. The old world is dropped first: two large
    /// worlds at once would take too much memory.
    fn load_seed(&mut self, entry: &LedgerEntry, name: &str) {
        self.tenants.clear();
        self.accounts = Accounts::default();
        self.invitations = Invitations::default();
        self.passcodes.clear();
        self.consents.clear();
        self.registrations.clear();
        self.extensions.clear();
        self.mail.clear();
        name.clone_into(&mut self.seed);
        let Some(mut seed) = self.seeds.load(name) else { return };
        let deleted = seed.tenants.iter_mut().flat_map(|tenant| tenant.deleted.values_mut());
        deleted.for_each(|deleted| deleted.at = entry.at - time::Duration::WEEK);
        self.accounts = seed.accounts().collect();
        self.resource = seed.resource;
        self.clients = seed.clients;
        self.tenants = seed.tenants.into_iter().map(|tenant| (tenant.id, tenant)).collect();
        self.tenants.values_mut().for_each(Tenant::apply_membership_rules);
    }

    /// The display name of the home account replaces the one that the inviter gave, as Microsoft's support has observed. A mailbox has no display
    /// name.
    fn mark_redeemed(&mut self, entry: &LedgerEntry, tenant: TenantId, user: UserId, account: AccountId) {
        let home = self.accounts.get(account).filter(|home| home.realm != Realm::Passcode);
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

    pub(super) fn change_user(&mut self, tenant: TenantId, user: UserId, change: impl FnOnce(&mut User)) {
        if let Some(directory) = self.tenants.get_mut(&tenant) {
            directory.users.change(user, change);
        }
    }
}
