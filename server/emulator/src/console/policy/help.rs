//! A line of help for every property of the policy.

mod people;
mod sign_in;

use super::Kind;

/// Help for one property.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) text: &'static str,
    /// How well the real behaviour is known.
    pub(super) trust: &'static str,
}

const fn line(name: &'static str, kind: Kind, trust: &'static str, text: &'static str) -> Line {
    Line { name, kind, text, trust }
}

const INVITERS: &[&str] = &["none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"];

/// What is not about signing in, in the order of the page.
const ALL: &[Line] = &[
    line("allowInvitesFrom", Kind::Choice(INVITERS), "V", "Who may invite."),
    line(
        "guestAccess",
        Kind::Choice(&["sameAsMembers", "limited", "restricted"]),
        "V",
        "What guests may read of the directory.",
    ),
    line(
        "allowedToReadOtherUsers",
        Kind::Switch,
        "V",
        "Members without a directory role read other users; else lists are empty to them.",
    ),
    line(
        "allowedDomains",
        Kind::List,
        "V",
        "When there are any, only people of these domains may be invited. One a line.",
    ),
    line("blockedDomains", Kind::List, "V", "People of these domains may not be invited. One a line."),
    line(
        "emailOneTimePasscode",
        Kind::Switch,
        "V",
        "Whoever has no account elsewhere signs in with a passcode by mail.",
    ),
    line(
        "suspiciousActivity",
        Kind::Switch,
        "O",
        "The service has blocked all invitations; only support could lift that.",
    ),
    line("suspiciousAfter", Kind::MaybeNumber, "O", "Block them after so many invitations; empty: never."),
    line("visibilityLagMs", Kind::Number, "O", "How long a new guest is not seen, in milliseconds."),
    line(
        "visibility",
        Kind::Json,
        "O",
        "Where single APIs see a new guest in their own time: readMs, listMs, groupReferenceMs, appRoleMs, updateMs, counted from its creation. Groups and app roles else see it 300 after reads do.",
    ),
    line("guestsNeedMfa", Kind::Switch, "V", "Conditional access: guests show a second factor."),
    line("trustMfaFromHome", Kind::Switch, "V", "The second factor that a guest shows at home counts here."),
    line("blockGuests", Kind::Switch, "V", "Conditional access: guests do not get in."),
    line(
        "blockedHomeTenants",
        Kind::List,
        "V",
        "Cross-tenant access, inbound: people of these organizations do not get in. Id or domain, one a line.",
    ),
    line(
        "blockedResourceTenants",
        Kind::List,
        "V",
        "Cross-tenant access, outbound: people of this organization do not get into these. Id or domain, one a line.",
    ),
    line(
        "stepUp",
        Kind::Json,
        "V",
        "An authentication context that Graph asks for, such as {\"acrs\": \"c1\", \"paths\": [\"/v1.0/invitations\"]}.",
    ),
    line(
        "acceptPlusAddressing",
        Kind::Switch,
        "U",
        "Addresses with a plus sign may be invited. They are documented as not allowed.",
    ),
    line(
        "acceptAppOnlyWhenRestricted",
        Kind::Switch,
        "U",
        "Applications may invite while only admins and guest inviters may.",
    ),
    line(
        "acceptSupersededLinks",
        Kind::Switch,
        "U",
        "An older link still works after a new invitation. Somebody reported that it does not.",
    ),
    line(
        "inviteWithoutPermissionStatus",
        Kind::Choice(&["401", "403"]),
        "U",
        "The status of an invitation without the permission.",
    ),
    line(
        "reinviteRestoresDeleted",
        Kind::Switch,
        "U",
        "Inviting a guest who was deleted, and can still be restored, brings the same object back. Else a new one is made.",
    ),
    line(
        "acceptFilterBeyondBasic",
        Kind::Switch,
        "U",
        "The basic read permission may filter on properties that it does not cover.",
    ),
    line(
        "mfaErrorsTellWhatHelps",
        Kind::Switch,
        "U",
        "Refusals that want a second factor bring suberror and claims.",
    ),
    line(
        "stepUpWithoutCapability",
        Kind::Choice(&["refuse", "challenge", "accept"]),
        "U",
        "What becomes of a token without the wanted context when its application did not declare cp1.",
    ),
    line(
        "deviceCodeRefusal",
        Kind::Choice(&["70002", "7000218"]),
        "U",
        "The number that refuses the device code flow.",
    ),
    line(
        "addSponsorsOnRepeat",
        Kind::Switch,
        "U",
        "Sponsors named by a repeated invitation are added to the guest.",
    ),
    line(
        "primaryIdentityProviderPrecedenceOrder",
        Kind::List,
        "V",
        "What is tried first for an address: azureActiveDirectory, externalFederation, socialIdentityProviders. What is left out is not tried. One a line.",
    ),
    line(
        "fallbackIdentityProvider",
        Kind::Choice(&["defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"]),
        "V",
        "What is left when none of those knows the address.",
    ),
    line(
        "samlDomains",
        Kind::List,
        "V",
        "Domains with a SAML or WS-Fed federation of this organization. One a line.",
    ),
    line("googleFederation", Kind::Switch, "V", "Google accounts may redeem."),
    line("facebookFederation", Kind::Switch, "V", "Facebook accounts may redeem."),
    line(
        "unknownPeople",
        Kind::Choice(&["getAnAccount", "areLookedForElsewhere", "endAtTheirFederation"]),
        "V",
        "As the home of others: what happens to addresses that nobody has an account for.",
    ),
    line("termsOfUse", Kind::Text, "V", "Terms that guests accept once; empty: none."),
    line(
        "automaticConsentInbound",
        Kind::List,
        "V",
        "Home organizations whose people are not asked for consent. Id or domain, one a line.",
    ),
    line(
        "automaticConsentOutbound",
        Kind::List,
        "V",
        "Organizations in which our own people are not asked for consent. Id or domain, one a line.",
    ),
    line(
        "notificationLanguage",
        Kind::Text,
        "V",
        "Language of the directory's own mails; empty: none is set.",
    ),
    line(
        "blockLinkInMail",
        Kind::Switch,
        "V",
        "The invitation mail ends with a link that blocks the organization, as earlier versions of it did.",
    ),
    line(
        "directoryQuota",
        Kind::MaybeNumber,
        "V",
        "Objects that the directory holds at most; empty: no limit.",
    ),
    line("selfServiceSignUp", Kind::Switch, "V", "Strangers may sign up to applications with a user flow."),
    line(
        "settingsDelayMinutes",
        Kind::Number,
        "V",
        "How long a change of who may invite, of the domain lists and of guests' access takes to have effect. Really 15 to 60.",
    ),
    line(
        "rolesDelayMinutes",
        Kind::Number,
        "V",
        "How long a change of directory roles takes to have effect. Really up to 15.",
    ),
    line(
        "dynamicMembershipLagMs",
        Kind::Number,
        "V",
        "How long a rule of dynamic membership takes to be processed, in milliseconds. Really up to 24 hours.",
    ),
    line(
        "accessRequestStepMs",
        Kind::Number,
        "O",
        "How long a request for an access package stays in each state, in milliseconds.",
    ),
    line(
        "deltaLagMs",
        Kind::Number,
        "O",
        "How much later than reads a delta query tells of a change, in milliseconds.",
    ),
    line(
        "contactConflict",
        Kind::Choice(&["refused", "withoutMail", "withoutProxyAddresses"]),
        "U",
        "What an invitation to a mail contact's address comes to.",
    ),
    line(
        "crossTenantRefusalStatus",
        Kind::Choice(&["400", "403"]),
        "U",
        "The status of an invitation that cross-tenant access blocks.",
    ),
    line(
        "userObjectQuota",
        Kind::MaybeNumber,
        "U",
        "Invitations count toward the objects that somebody without a role may create, 250 in reality; empty: they do not.",
    ),
    line(
        "otherSessionEndsRedemption",
        Kind::Switch,
        "U",
        "A link opened while somebody else is signed in ends there.",
    ),
    line(
        "dynamicGroupStatus",
        Kind::Choice(&["403", "400"]),
        "U",
        "The status that refuses changing the members of a group with a rule.",
    ),
    line(
        "memberAddressDeletesUser",
        Kind::Switch,
        "U",
        "Deleting at the address of a group's member, without /$ref, deletes the user. Else it is refused.",
    ),
    line(
        "expiredDeltaStatus",
        Kind::Choice(&["410", "400"]),
        "U",
        "The status of a delta link that is too old.",
    ),
    line(
        "longestSubscriptionMinutes",
        Kind::Number,
        "U",
        "How long a subscription to users or groups may last, in minutes.",
    ),
];

/// Every line, in the order of the page.
pub(super) fn all() -> impl Iterator<Item = &'static Line> {
    ALL.iter().chain(people::ALL).chain(sign_in::ALL)
}

/// The line for this property.
pub(super) fn of(name: &str) -> Option<&'static Line> {
    all().find(|line| line.name == name)
}
