//! What a tenant allows, and the switches for behaviour of the service that nobody has verified.

mod external;
mod flaw;

pub use external::{ContactConflict, External, FallbackProvider, PrimaryProvider, UnknownPeople};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{late::VisibilityLag, tenant::role, user::UserType};

/// `allowInvitesFrom` of the authorization policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AllowInvitesFrom {
    /// Nobody.
    None,
    /// Global Administrators, User Administrators and Guest Inviters.
    AdminsAndGuestInviters,
    /// Those and every member.
    AdminsGuestInvitersAndAllMembers,
    /// Guests as well.
    Everyone,
}

/// What guests may read of the directory (`guestUserRoleId`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GuestAccess {
    /// As much as members.
    SameAsMembers,
    /// Their own object, and a few properties of others by id: the default.
    Limited,
    /// Their own object.
    Restricted,
}

/// A step-up: the authentication context that Graph wants to see in a token ("Claims challenges, claims requests, and client capabilities").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepUp {
    /// The context, e.g. `c1`.
    pub acrs: String,
    /// Paths with stars, as in faults, e.g. `/v1.0/invitations`.
    pub paths: Vec<String>,
}

/// What becomes of a token that lacks a context, when its application cannot take a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WithoutCapability {
    /// It is refused: 403.
    Refuse,
    /// It is challenged all the same: 401.
    Challenge,
    /// It is taken.
    Accept,
}

/// A tenant's policy, and this emulator's switches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Policy {
    /// Who may invite.
    pub allow_invites_from: AllowInvitesFrom,
    /// What guests may read.
    pub guest_access: GuestAccess,
    /// Whether members without a directory role may read others (`allowedToReadOtherUsers`). Unverified: lists are empty then, and single
    /// objects refused.
    pub allowed_to_read_other_users: bool,
    /// When not empty, only these domains may be invited.
    pub allowed_domains: Vec<String>,
    /// These domains may not be invited.
    pub blocked_domains: Vec<String>,
    /// Whether addresses without an account elsewhere may use e-mail one-time passcodes.
    pub email_one_time_passcode: bool,
    /// Whether the service has blocked the tenant's invitations for suspicious activity.
    pub suspicious_activity: bool,
    /// Block for suspicious activity after this many invitations; none: never.
    pub suspicious_after: Option<u32>,
    /// How long directory reads do not see a new guest, in milliseconds.
    pub visibility_lag_ms: u32,
    /// Where single APIs see a new guest earlier or later than that.
    pub visibility: VisibilityLag,
    /// Conditional access: guests need a second factor in this tenant.
    pub guests_need_mfa: bool,
    /// `inboundTrust.isMfaAccepted`: the second factor at a guest's home counts here.
    pub trust_mfa_from_home: bool,
    /// Conditional access: guests are blocked.
    pub block_guests: bool,
    /// Cross-tenant access, inbound: tenants (id or domain) whose people may not sign in here.
    pub blocked_home_tenants: Vec<String>,
    /// Cross-tenant access, outbound: tenants (id or domain) that people of this one may not sign in to.
    pub blocked_resource_tenants: Vec<String>,
    /// Conditional access with an authentication context: what Graph asks for on these paths.
    pub step_up: Option<StepUp>,
    /// Unverified: whether `a+b@c` may be invited. Documented as not allowed.
    pub accept_plus_addressing: bool,
    /// Unverified: whether an application may invite while invitations are restricted to admins and guest inviters. Documented as not.
    pub accept_app_only_when_restricted: bool,
    /// Unverified: whether an older link still works after a new invitation. Reported as not.
    pub accept_superseded_links: bool,
    /// Unverified: the status of an invitation without the permission (401 or 403).
    pub invite_without_permission_status: u16,
    /// Unverified: whether the basic read permission may filter on properties that it does not cover.
    pub accept_filter_beyond_basic: bool,
    /// How long a rule of dynamic membership takes to be processed, in milliseconds. The real one: up to 24 hours.
    pub dynamic_membership_lag_ms: u32,
    /// How long a request for an access package stays in each state on its way, in milliseconds.
    pub access_request_step_ms: u32,
    /// How much later than reads a delta query tells of a change, in milliseconds.
    pub delta_lag_ms: u32,
    /// Unverified: the status that refuses changing the members of a group with a rule (403 or 400).
    pub dynamic_group_status: u16,
    /// Unverified: whether deleting at the address of a group's member, without `/$ref`, deletes the user. Else it is refused.
    pub member_address_deletes_user: bool,
    /// Unverified: the status of a delta link that is too old (410, or 400 as once announced).
    pub expired_delta_status: u16,
    /// Unverified: how long a subscription to users or groups may last, in minutes.
    pub longest_subscription_minutes: u32,
    /// Unverified: whether a refusal that wants a second factor brings `suberror` and `claims`.
    pub mfa_errors_tell_what_helps: bool,
    /// Unverified: what becomes of a token without the context that a step-up wants, of an application that did not declare `cp1`.
    pub step_up_without_capability: WithoutCapability,
    /// Unverified: the number that refuses the device code flow where no registration has it.
    pub device_code_refusal: u32,
    /// Unverified: whether the sponsors named by a repeated invitation are added to the guest.
    pub add_sponsors_on_repeat: bool,
    /// How people from outside come in; its properties stand beside these in JSON.
    #[serde(flatten)]
    pub external: External,
    /// Unverified: whether inviting a guest who was deleted, and can still be restored, brings the same object back. Else a new one is made.
    pub reinvite_restores_deleted: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_invites_from: AllowInvitesFrom::Everyone,
            guest_access: GuestAccess::Limited,
            allowed_to_read_other_users: true,
            allowed_domains: Vec::new(),
            blocked_domains: Vec::new(),
            email_one_time_passcode: true,
            suspicious_activity: false,
            suspicious_after: None,
            visibility_lag_ms: 300,
            visibility: VisibilityLag::default(),
            guests_need_mfa: false,
            trust_mfa_from_home: false,
            block_guests: false,
            blocked_home_tenants: Vec::new(),
            blocked_resource_tenants: Vec::new(),
            step_up: None,
            accept_plus_addressing: false,
            accept_app_only_when_restricted: false,
            accept_superseded_links: false,
            invite_without_permission_status: 401,
            accept_filter_beyond_basic: false,
            dynamic_membership_lag_ms: 60_000,
            access_request_step_ms: 1000,
            delta_lag_ms: 0,
            dynamic_group_status: 403,
            member_address_deletes_user: true,
            expired_delta_status: 410,
            longest_subscription_minutes: 41_760,
            mfa_errors_tell_what_helps: true,
            step_up_without_capability: WithoutCapability::Refuse,
            device_code_refusal: 70_002,
            add_sponsors_on_repeat: false,
            external: External::default(),
            reinvite_restores_deleted: false,
        }
    }
}

impl Policy {
    /// Whether somebody of this kind with these directory roles may invite; none is an application without a user.
    pub fn lets_invite(&self, by: Option<(UserType, &[Uuid])>) -> bool {
        let Some((user_type, roles)) = by else {
            return match self.allow_invites_from {
                AllowInvitesFrom::None => false,
                AllowInvitesFrom::AdminsAndGuestInviters => self.accept_app_only_when_restricted,
                _ => true,
            };
        };
        let inviting_role = roles.iter().any(|held| {
            [role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR, role::GUEST_INVITER].contains(held)
        });
        match self.allow_invites_from {
            AllowInvitesFrom::None => false,
            AllowInvitesFrom::AdminsAndGuestInviters => inviting_role,
            AllowInvitesFrom::AdminsGuestInvitersAndAllMembers => {
                inviting_role || user_type == UserType::Member
            }
            AllowInvitesFrom::Everyone => true,
        }
    }

    /// Whether the domain lists let this domain in.
    pub fn lets_domain_in(&self, domain: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|entry| entry.eq_ignore_ascii_case(domain));
        !listed(&self.blocked_domains) && (self.allowed_domains.is_empty() || listed(&self.allowed_domains))
    }
}
