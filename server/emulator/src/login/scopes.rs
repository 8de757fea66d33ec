//! Scopes: the ones of `OpenID` Connect, and permissions of Microsoft Graph under any of its names.

use serde::{Deserialize, Serialize};

use super::EntraError;
use crate::{
    call::Call,
    world::app::{Client, DELEGATED, GRAPH_APP_ID},
};

const OIDC: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// The scopes that were asked and may be given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a `scope` parameter: known names only, and only what the application has consent for.
    pub(super) fn read(call: &Call, client: &Client, text: &str) -> Result<Self, EntraError> {
        let mut scopes = Vec::new();
        for asked in text.split_whitespace() {
            let name = graph_name(call, asked)
                .ok_or_else(|| invalid(&format!("The provided value for the input parameter 'scope' is not valid. The scope '{asked}' is not known.")))?;
            if name == ".default" {
                scopes.extend(client.delegated_scopes.iter().cloned());
                continue;
            }
            let known = DELEGATED.iter().find(|known| known.eq_ignore_ascii_case(name)).ok_or_else(|| {
                EntraError::new(
                    "invalid_client",
                    650_053,
                    &format!(
                        "The application '{}' asked for scope '{name}' that doesn't exist on the resource '{GRAPH_APP_ID}'. Contact the app vendor.",
                        client.name
                    ),
                )
                .with_status(http::StatusCode::BAD_REQUEST)
            })?;
            let consented = OIDC.contains(known) || client.delegated_scopes.iter().any(|own| own == known);
            if !consented {
                return Err(EntraError::new(
                    "invalid_grant",
                    65_001,
                    &format!(
                        "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an interactive authorization request for this user and resource.",
                        client.client_id, client.name
                    ),
                )
                .with_suberror("consent_required"));
            }
            scopes.push((*known).to_owned());
        }
        if scopes.is_empty() {
            return Err(EntraError::missing("scope"));
        }
        let mut seen = std::collections::BTreeSet::new();
        scopes.retain(|scope| seen.insert(scope.clone()));
        Ok(Self(scopes))
    }

    /// Whether this scope is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|scope| scope == name)
    }

    /// Whether each of these is covered by `wider`.
    pub fn within(&self, wider: &Self) -> bool {
        self.0.iter().all(|scope| OIDC.contains(&scope.as_str()) || wider.has(scope))
    }

    /// As in a token: all but `offline_access`.
    pub fn in_token(&self) -> String {
        let scopes: Vec<_> =
            self.0.iter().map(String::as_str).filter(|scope| *scope != "offline_access").collect();
        scopes.join(" ")
    }
}

/// The name of a permission without its resource. None when the resource is not Graph.
pub(super) fn graph_name<'a>(call: &Call, scope: &'a str) -> Option<&'a str> {
    let Some((resource, name)) = scope.rsplit_once('/') else { return Some(scope) };
    let resource = resource.trim_end_matches('/');
    let graph = resource.eq_ignore_ascii_case("https://graph.microsoft.com")
        || resource == GRAPH_APP_ID.to_string()
        || resource == call.origin;
    graph.then_some(name)
}

pub(super) fn invalid(sentence: &str) -> EntraError {
    EntraError::new("invalid_scope", 70_011, sentence)
}
