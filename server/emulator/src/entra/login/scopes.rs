//! Scopes: those of `OpenID` Connect, and permissions of Microsoft Graph with or without its resource prefix.

use serde::{Deserialize, Serialize};
use world::{
    app::{Client, GRAPH_APP_ID},
    graph_permission::delegated,
};

use crate::{browser::error::EntraError, request_context::RequestContext};

const OIDC: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Stands for all permissions that the application holds.
const DEFAULT: &str = ".default";

/// Requested scopes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Parses a `scope` parameter: known names only, of one resource.
    pub(super) fn read(context: &RequestContext, client: &Client, text: &str) -> Result<Self, EntraError> {
        let mut scopes: Vec<String> = Vec::new();
        if more_than_one_resource(context, text) {
            return Err(EntraError::from_number(700_022));
        }
        for asked in text.split_whitespace() {
            let name = graph_name(context, asked)
                .ok_or_else(|| invalid(&format!("The provided value for the input parameter 'scope' is not valid. The scope '{asked}' is not known.")))?;
            let known = delegated().chain([DEFAULT]).find(|known| known.eq_ignore_ascii_case(name));
            let known = known.ok_or_else(|| unknown(client, name))?;
            if !scopes.iter().any(|own| own == known) {
                scopes.push(known.to_owned());
            }
        }
        if scopes.is_empty() {
            return Err(EntraError::missing("scope"));
        }
        Ok(Self(scopes))
    }

    /// Whether this scope is among them.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|scope| scope == name)
    }

    /// The scopes that are not consented to. Those of `OpenID` Connect need no consent here.
    pub(super) fn missing_in(&self, consented: &[String]) -> Vec<String> {
        let held = |scope: &String| {
            scope == DEFAULT || OIDC.contains(&scope.as_str()) || consented.iter().any(|own| own == scope)
        };
        self.0.iter().filter(|scope| !held(scope)).cloned().collect()
    }

    /// The same with `.default` replaced by the consented scopes.
    pub(super) fn with_default(&self, consented: &[String]) -> Self {
        if !self.has(DEFAULT) {
            return self.clone();
        }
        let mut scopes: Vec<_> = self.0.iter().filter(|scope| *scope != DEFAULT).cloned().collect();
        for scope in consented {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
        Self(scopes)
    }

    /// Whether each of these is covered by `wider`.
    pub fn within(&self, wider: &Self) -> bool {
        self.0.iter().all(|scope| OIDC.contains(&scope.as_str()) || wider.has(scope))
    }

    /// The `scp` claim: all but `offline_access`.
    pub fn in_token(&self) -> String {
        let scopes: Vec<_> =
            self.0.iter().map(String::as_str).filter(|scope| *scope != "offline_access").collect();
        scopes.join(" ")
    }
}

fn unknown(client: &Client, name: &str) -> EntraError {
    EntraError::new(
        "invalid_client",
        650_053,
        &format!(
            "The application '{}' asked for scope '{name}' that doesn't exist on the resource '{GRAPH_APP_ID}'. Contact the app vendor.",
            client.name
        ),
    )
    .with_status(http::StatusCode::BAD_REQUEST)
}

/// Whether the scopes name more than one resource. A scope without a resource is Graph's.
fn more_than_one_resource(context: &RequestContext, text: &str) -> bool {
    let mut resources: Vec<_> = text
        .split_whitespace()
        .filter(|scope| !OIDC.contains(scope))
        .map(|scope| match graph_name(context, scope) {
            Some(_) => "",
            None => scope.rsplit_once('/').map_or(scope, |(resource, _)| resource),
        })
        .collect();
    resources.sort_unstable();
    resources.dedup();
    resources.len() > 1
}

/// The name of a permission without its resource prefix. None when the resource is not Graph.
pub(super) fn graph_name<'a>(context: &RequestContext, scope: &'a str) -> Option<&'a str> {
    let Some((resource, name)) = scope.rsplit_once('/') else { return Some(scope) };
    let resource = resource.trim_end_matches('/');
    let graph = resource.eq_ignore_ascii_case("https://graph.microsoft.com")
        || resource == GRAPH_APP_ID.to_string()
        || resource == context.origin;
    graph.then_some(name)
}

pub(super) fn invalid(sentence: &str) -> EntraError {
    EntraError::new("invalid_scope", 70_011, sentence)
}
