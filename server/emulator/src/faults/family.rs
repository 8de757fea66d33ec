//! The parts of the API that faults can name.

use serde::{Deserialize, Serialize};

/// A part of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Family {
    /// Microsoft Graph, all of it.
    Graph,
    /// `/me` and `/users`.
    Users,
    /// `/invitations`.
    Invitations,
    /// `/groups`.
    Groups,
    /// Application roles and their assignments.
    AppRoles,
    /// `/policies`.
    Policies,
    /// `$batch`.
    Batch,
    /// Entra ID's endpoints, all of them.
    Entra,
    /// The token endpoint.
    Token,
    /// The authorization endpoint.
    Authorize,
    /// Discovery documents and keys.
    Metadata,
    /// The redeem links.
    Redemption,
    /// The mail server.
    Smtp,
}

impl Family {
    /// Whether this path belongs to it.
    pub(super) fn has(self, path: &str) -> bool {
        let below = |root: &str| {
            path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '(']))
        };
        let metadata = path.contains("/discovery/v2.0/") || path.ends_with("/openid-configuration");
        match self {
            Self::Graph => below("/v1.0") || below("/oidc"),
            Self::Users => below("/v1.0/users") || below("/v1.0/me"),
            Self::Invitations => below("/v1.0/invitations"),
            Self::Groups => below("/v1.0/groups"),
            Self::AppRoles => below("/v1.0/servicePrincipals") || path.contains("/appRoleAssignments"),
            Self::Policies => below("/v1.0/policies"),
            Self::Batch => below("/v1.0/$batch"),
            Self::Entra => path.contains("/oauth2/v2.0/") || path.ends_with("/adminconsent") || metadata,
            Self::Token => path.ends_with("/oauth2/v2.0/token"),
            Self::Authorize => path.ends_with("/oauth2/v2.0/authorize"),
            Self::Metadata => metadata,
            Self::Redemption => below("/redeem"),
            Self::Smtp => below("/smtp"),
        }
    }
}
