//! Who may consent ("Configure how users consent to applications", Entra documentation).

use super::Policy;

/// The delegated permissions that need no administrator by themselves ("Microsoft Graph permissions reference").
pub(super) const FOR_USERS: [&str; 9] = [
    "openid",
    "profile",
    "email",
    "offline_access",
    "User.Read",
    "User.ReadWrite",
    "User.ReadBasic.All",
    "Mail.Send",
    "EntitlementMgmt-SubjectAccess.ReadWrite",
];

/// Whether Microsoft describes a delegated permission as one that users may consent to without an administrator; whether they may is for the
/// tenant to say.
pub fn is_for_users(scope: &str) -> bool {
    FOR_USERS.contains(&scope)
}

impl Policy {
    /// Whether users without a role may consent to this delegated permission, for themselves.
    pub fn lets_users_consent_to(&self, scope: &str) -> bool {
        self.user_consent_permissions.iter().any(|allowed| allowed.eq_ignore_ascii_case(scope))
    }
}
