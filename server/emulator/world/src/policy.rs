//! The policy of a tenant, with switches for behaviour of the service that is unverified.

mod external;
mod step_up;
mod user_consent;
mod validation;
#[macro_use]
mod property;

use super::{tenant::role, user::UserType, visibility_lag::VisibilityLag};
pub use external::{ContactConflict, FallbackProvider, PrimaryProvider, QuotaWords, UnknownPeople};
use property::PropertyKind::{Choice, Json, List, MaybeNumber, Number, Switch, Text};
pub use property::{InvalidProperty, PolicyProperty, PropertyKind, Section, Trust};
use serde::{Deserialize, Serialize};
pub use step_up::{StepUp, WithoutCapability};
use user_consent::FOR_USERS;
pub use user_consent::is_for_users;
use uuid::Uuid;

/// `allowInvitesFrom` of the authorization policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AllowInvitesFrom {
    /// Nobody.
    None,
    /// Global Administrators, User Administrators and Guest Inviters.
    AdminsAndGuestInviters,
    /// The former and every member.
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

const INVITERS: &[&str] = &["none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"];

// One entry per property: its field, type and default, its name in JSON, its kind of form field, its section of the page, how well the real
// behaviour is known, and what it does.
policy! {
    allow_invites_from: AllowInvitesFrom = AllowInvitesFrom::Everyone;
        "allowInvitesFrom", Choice(INVITERS), Inviting, Documented,
        "Who may invite.";
    guest_access: GuestAccess = GuestAccess::Limited;
        "guestAccess", Choice(&["sameAsMembers", "limited", "restricted"]), Guests, Documented,
        "What guests may read of the directory.";
    /// Unverified: reads of single objects are refused as well.
    allowed_to_read_other_users: bool = true;
        "allowedToReadOtherUsers", Switch, More, Documented,
        "Members without a directory role read other users; else lists are empty to them.";
    allowed_domains: Vec<String> = Vec::new();
        "allowedDomains", List, Inviting, Documented,
        "When there are any, only people of these domains may be invited. One a line.";
    blocked_domains: Vec<String> = Vec::new();
        "blockedDomains", List, Inviting, Documented,
        "People of these domains may not be invited. One a line.";
    email_one_time_passcode: bool = true;
        "emailOneTimePasscode", Switch, Redemption, Documented,
        "Whoever has no account elsewhere signs in with a passcode by mail.";
    suspicious_activity: bool = false;
        "suspiciousActivity", Switch, Inviting, Observed,
        "The service has blocked all invitations; only support could lift that.";
    suspicious_after: Option<u32> = None;
        "suspiciousAfter", MaybeNumber, Inviting, Observed,
        "Block them after so many invitations; empty: never.";
    visibility_lag_ms: u32 = 300;
        "visibilityLagMs", Number, Delays, Observed,
        "How long a new guest is not seen, in milliseconds.";
    visibility: VisibilityLag = VisibilityLag::default();
        "visibility", Json, Delays, Observed,
        "Where single APIs see a new guest in their own time: readMs, listMs, groupReferenceMs, appRoleMs, updateMs, counted from its creation. Groups and app roles else see it 300 after reads do.";
    guests_need_mfa: bool = false;
        "guestsNeedMfa", Switch, Guests, Documented,
        "Conditional access: guests show a second factor.";
    /// `inboundTrust.isMfaAccepted`.
    trust_mfa_from_home: bool = false;
        "trustMfaFromHome", Switch, Guests, Documented,
        "The second factor that a guest shows at home counts here.";
    block_guests: bool = false;
        "blockGuests", Switch, Guests, Documented,
        "Conditional access: guests do not get in.";
    blocked_home_tenants: Vec<String> = Vec::new();
        "blockedHomeTenants", List, Others, Documented,
        "Cross-tenant access, inbound: people of these organizations do not get in. Id or domain, one a line.";
    blocked_resource_tenants: Vec<String> = Vec::new();
        "blockedResourceTenants", List, Others, Documented,
        "Cross-tenant access, outbound: people of this organization do not get into these. Id or domain, one a line.";
    step_up: Option<StepUp> = None;
        "stepUp", Json, Guests, Documented,
        "An authentication context that Graph asks for, such as {\"acrs\": \"c1\", \"paths\": [\"/v1.0/invitations\"]}.";
    accept_plus_addressing: bool = false;
        "acceptPlusAddressing", Switch, Unknown, Unknown,
        "Addresses with a plus sign may be invited. They are documented as not allowed.";
    accept_addresses_beyond_ascii: bool = false;
        "acceptAddressesBeyondAscii", Switch, Unknown, Unknown,
        "Addresses with letters outside of ASCII, such as accents, may be invited.";
    accept_app_only_when_restricted: bool = false;
        "acceptAppOnlyWhenRestricted", Switch, Unknown, Unknown,
        "Applications may invite while only admins and guest inviters may.";
    accept_superseded_links: bool = false;
        "acceptSupersededLinks", Switch, Unknown, Unknown,
        "An older link still works after a new invitation. Somebody reported that it does not.";
    invite_without_permission_status: u16 = 401;
        "inviteWithoutPermissionStatus", Choice(&["401", "403"]), Unknown, Unknown,
        "The status of an invitation without the permission.";
    reinvite_restores_deleted: bool = false;
        "reinviteRestoresDeleted", Switch, Unknown, Unknown,
        "Inviting a guest who was deleted, and can still be restored, brings the same object back. Else a new one is made.";
    accept_filter_beyond_basic: bool = false;
        "acceptFilterBeyondBasic", Switch, Unknown, Unknown,
        "The basic read permission may filter on properties that it does not cover.";
    mfa_errors_tell_what_helps: bool = true;
        "mfaErrorsTellWhatHelps", Switch, Unknown, Unknown,
        "Refusals that want a second factor bring suberror and claims.";
    step_up_without_capability: WithoutCapability = WithoutCapability::Refuse;
        "stepUpWithoutCapability", Choice(&["refuse", "challenge", "accept"]), Unknown, Unknown,
        "What becomes of a token without the wanted context when its application did not declare cp1.";
    /// Where no registration has it.
    device_code_refusal: u32 = 70_002;
        "deviceCodeRefusal", Choice(&["70002", "7000218"]), Unknown, Unknown,
        "The number that refuses the device code flow.";
    add_sponsors_on_repeat: bool = false;
        "addSponsorsOnRepeat", Switch, Unknown, Unknown,
        "Sponsors named by a repeated invitation are added to the guest.";
    /// "invitationRedemptionIdentityProviderConfiguration resource type".
    primary_identity_provider_precedence_order: Vec<PrimaryProvider> = PrimaryProvider::ORDER.to_vec();
        "primaryIdentityProviderPrecedenceOrder", List, Redemption, Documented,
        "What is tried first for an address: azureActiveDirectory, externalFederation, socialIdentityProviders. What is left out is not tried. One a line.";
    fallback_identity_provider: FallbackProvider = FallbackProvider::DefaultConfiguredIdp;
        "fallbackIdentityProvider", Choice(&["defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"]), Redemption, Documented,
        "What is left when none of those knows the address.";
    saml_domains: Vec<String> = vec!["woodgrove.example".to_owned()];
        "samlDomains", List, Redemption, Documented,
        "Domains with a SAML or WS-Fed federation of this organization. One a line.";
    google_federation: bool = true;
        "googleFederation", Switch, Redemption, Documented,
        "Google accounts may redeem.";
    facebook_federation: bool = true;
        "facebookFederation", Switch, Redemption, Documented,
        "Facebook accounts may redeem.";
    unknown_people: UnknownPeople = UnknownPeople::GetAnAccount;
        "unknownPeople", Choice(&["getAnAccount", "areLookedForElsewhere", "endAtTheirFederation"]), Others, Documented,
        "As the home of others: what happens to addresses that nobody has an account for.";
    terms_of_use: Option<String> = None;
        "termsOfUse", Text, Redemption, Documented,
        "Terms that guests accept once; empty: none.";
    /// `automaticUserConsentSettings.inboundAllowed`.
    automatic_consent_inbound: Vec<String> = Vec::new();
        "automaticConsentInbound", List, Others, Documented,
        "Home organizations whose people are not asked for consent. Id or domain, one a line.";
    /// `automaticUserConsentSettings.outboundAllowed`.
    automatic_consent_outbound: Vec<String> = Vec::new();
        "automaticConsentOutbound", List, Others, Documented,
        "Organizations in which our own people are not asked for consent. Id or domain, one a line.";
    notification_language: Option<String> = None;
        "notificationLanguage", Text, Inviting, Documented,
        "Language of the directory's own mails; empty: none is set.";
    block_link_in_mail: bool = false;
        "blockLinkInMail", Switch, Inviting, Documented,
        "The invitation mail ends with a link that blocks the organization, as earlier versions of it did.";
    directory_quota: Option<u32> = Some(300_000);
        "directoryQuota", MaybeNumber, Inviting, Documented,
        "Objects that the directory holds at most; empty: no limit.";
    /// `selfServiceSignUp.isEnabled` of the authentication flows policy.
    self_service_sign_up: bool = false;
        "selfServiceSignUp", Switch, Redemption, Documented,
        "Strangers may sign up to applications with a user flow.";
    settings_delay_minutes: u32 = 0;
        "settingsDelayMinutes", Number, Delays, Documented,
        "How long a change of who may invite, of the domain lists and of guests' access takes to have effect. Really 15 to 60.";
    roles_delay_minutes: u32 = 0;
        "rolesDelayMinutes", Number, Delays, Documented,
        "How long a change of directory roles takes to have effect. Really up to 15.";
    dynamic_membership_lag_ms: u32 = 60_000;
        "dynamicMembershipLagMs", Number, Delays, Documented,
        "How long a rule of dynamic membership takes to be processed, in milliseconds. Really up to 24 hours.";
    access_request_step_ms: u32 = 1000;
        "accessRequestStepMs", Number, Delays, Observed,
        "How long a request for an access package stays in each state, in milliseconds.";
    reset_address_lag_ms: u32 = 60_000;
        "resetAddressLagMs", Number, Delays, Observed,
        "How long after a change of a guest's addresses their redemption cannot be reset, in milliseconds.";
    delta_lag_ms: u32 = 0;
        "deltaLagMs", Number, Delays, Observed,
        "How much later than reads a delta query tells of a change, in milliseconds.";
    /// Documented as refused; reported otherwise.
    contact_conflict: ContactConflict = ContactConflict::Refused;
        "contactConflict", Choice(&["refused", "withoutMail", "withoutProxyAddresses"]), Unknown, Unknown,
        "What an invitation to a mail contact's address comes to.";
    cross_tenant_refusal_status: u16 = 400;
        "crossTenantRefusalStatus", Choice(&["400", "403"]), Unknown, Unknown,
        "The status of an invitation that cross-tenant access blocks.";
    quota_words: QuotaWords = QuotaWords::Directory;
        "quotaWords", Choice(&["directory", "service"]), Unknown, Unknown,
        "Whose words refuse an invitation when a quota is used up: the directory's tell the tenant's quota from the inviter's.";
    user_object_quota: Option<u32> = None;
        "userObjectQuota", MaybeNumber, Unknown, Unknown,
        "Invitations count toward the objects that somebody without a role may create, 250 in reality; empty: they do not.";
    /// As people report.
    other_session_ends_redemption: bool = true;
        "otherSessionEndsRedemption", Switch, Unknown, Unknown,
        "A link opened while somebody else is signed in ends there.";
    dynamic_group_status: u16 = 403;
        "dynamicGroupStatus", Choice(&["403", "400"]), Unknown, Unknown,
        "The status that refuses changing the members of a group with a rule.";
    member_address_deletes_user: bool = true;
        "memberAddressDeletesUser", Switch, Unknown, Unknown,
        "Deleting at the address of a group's member, without /$ref, deletes the user. Else it is refused.";
    expired_delta_status: u16 = 410;
        "expiredDeltaStatus", Choice(&["410", "400"]), Unknown, Unknown,
        "The status of a delta link that is too old.";
    longest_subscription_minutes: u32 = 41_760;
        "longestSubscriptionMinutes", Number, Unknown, Unknown,
        "How long a subscription to users or groups may last, in minutes.";
    proxy_prefix_ignores_case: bool = false;
        "proxyPrefixIgnoresCase", Switch, Unknown, Unknown,
        "A filter for proxyAddresses finds smtp: and SMTP: alike.";
    /// As people report.
    search_decodes_twice: bool = true;
        "searchDecodesTwice", Switch, Unknown, Observed,
        "The value of a user search is decoded once more than other values: & and # are refused, unless they were encoded twice.";
    search_splits_ideographs: bool = false;
        "searchSplitsIdeographs", Switch, Unknown, Unknown,
        "A user search takes names in Chinese, Japanese and Korean apart into characters; else such a name is one word.";
    app_only_sponsor: Option<String> = None;
        "appOnlySponsor", Text, Unknown, Unknown,
        "Address of who becomes the sponsor when an application invites by itself; empty: nobody.";
    guest_tokens_name_mail: bool = true;
        "guestTokensNameMail", Switch, Unknown, Unknown,
        "ID tokens of guests have the claim email without being asked for it. Documented; tokens without it were met.";
    guest_sessions_end_here: bool = false;
        "guestSessionsEndHere", Switch, Guests, Documented,
        "Ending the sessions of a guest here has an effect. Really only the guest's home can end them.";
    /// "Configure permission classifications".
    user_consent_permissions: Vec<String> = FOR_USERS.map(str::to_owned).to_vec();
        "userConsentPermissions", List, More, Documented,
        "Delegated permissions that people may consent to by themselves, one a line; empty: only an administrator consents.";
    without_mailbox: Vec<String> = Vec::new();
        "withoutMailbox", List, More, Documented,
        "Members without a mailbox, by address or principal name, one a line. Guests have none, ever.";
    accept_codes_without_proof_key: bool = false;
        "acceptCodesWithoutProofKey", Switch, Unknown, Unknown,
        "An application that keeps no secret may leave PKCE out.";
    passcode_digits: u8 = 8;
        "passcodeDigits", Number, Unknown, Unknown,
        "How many digits a one-time passcode has, 4 to 12.";
    longest_access_token_minutes: Option<u16> = None;
        "longestAccessTokenMinutes", MaybeNumber, Unknown, Unknown,
        "Access tokens are good for 60 to so many minutes, each for its own time; 90 in reality. Empty: 3599 seconds, always.";
}

impl Policy {
    /// Whether a user of this type with these directory roles may invite; none stands for an application without a user.
    pub fn allows_invitations_by(&self, by: Option<(UserType, &[Uuid])>) -> bool {
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
    pub fn allows_domain(&self, domain: &str) -> bool {
        let listed = |list: &[String]| list.iter().any(|entry| entry.eq_ignore_ascii_case(domain));
        !listed(&self.blocked_domains) && (self.allowed_domains.is_empty() || listed(&self.allowed_domains))
    }
}
