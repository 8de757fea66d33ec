//! In which part of the page each property of the policy is.

use super::help;

/// A part of the page.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    names: &'static [&'static str],
}

const fn section(id: &'static str, title: &'static str, names: &'static [&'static str]) -> Section {
    Section { id, title, names }
}

/// What is unknown of the real service, wherever it belongs.
const UNKNOWN: &str = "unknown";
/// What no other part has.
const MORE: &str = "more";

/// In the order of the page.
pub(super) const ALL: &[Section] = &[
    section(
        "inviting",
        "Who may invite whom",
        &[
            "allowInvitesFrom",
            "allowedDomains",
            "blockedDomains",
            "suspiciousActivity",
            "suspiciousAfter",
            "directoryQuota",
            "notificationLanguage",
            "blockLinkInMail",
        ],
    ),
    section(
        "guests",
        "Guests",
        &[
            "guestAccess",
            "guestsNeedMfa",
            "trustMfaFromHome",
            "blockGuests",
            "stepUp",
            "guestSessionsEndHere",
        ],
    ),
    section(
        "others",
        "Other organizations",
        &[
            "blockedHomeTenants",
            "blockedResourceTenants",
            "automaticConsentInbound",
            "automaticConsentOutbound",
            "unknownPeople",
        ],
    ),
    section(
        "redemption",
        "Redemption and sign-up",
        &[
            "emailOneTimePasscode",
            "primaryIdentityProviderPrecedenceOrder",
            "fallbackIdentityProvider",
            "samlDomains",
            "googleFederation",
            "facebookFederation",
            "termsOfUse",
            "selfServiceSignUp",
        ],
    ),
    section(
        "delays",
        "Delays",
        &[
            "visibilityLagMs",
            "visibility",
            "settingsDelayMinutes",
            "rolesDelayMinutes",
            "dynamicMembershipLagMs",
            "accessRequestStepMs",
            "deltaLagMs",
        ],
    ),
    section(UNKNOWN, "What nobody knows", &[]),
    section(MORE, "More", &[]),
];

/// The part that a property is in.
pub(super) fn of(name: &str) -> &'static str {
    let unknown = help::of(name).is_some_and(|help| help.trust == "U");
    let listed = ALL.iter().find(|section| section.names.contains(&name)).map(|section| section.id);
    listed.unwrap_or(if unknown { UNKNOWN } else { MORE })
}

#[cfg(test)]
mod tests {
    use super::{ALL, help, of};

    #[test]
    fn every_name_of_a_section_is_a_property_and_in_one_section_only() {
        let names = || ALL.iter().flat_map(|section| section.names.iter());
        for name in names() {
            assert!(help::of(name).is_some(), "{name}");
            assert_eq!(names().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert_eq!(
            (of("termsOfUse"), of("acceptPlusAddressing"), of("new")),
            ("redemption", "unknown", "more")
        );
    }
}
