//! The `claims` parameter: client capabilities and requested claims ("Claims challenges, claims requests, and client capabilities").

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::browser::error::EntraError;

/// The part of a claims request that the emulator supports; the rest is ignored, as OIDC Core 1.0, section 5.5 requires.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedClaims {
    /// Client capabilities (`xms_cc`), e.g. `cp1`.
    pub(super) capabilities: Vec<String>,
    /// Authentication contexts (`acrs`), e.g. `c1`.
    pub(super) contexts: Vec<String>,
}

impl RequestedClaims {
    pub(super) fn read(text: Option<&str>) -> Result<Self, EntraError> {
        let Some(text) = text else { return Ok(Self::default()) };
        let wanted: Value = serde_json::from_str(text).ok().filter(Value::is_object).ok_or_else(|| {
            EntraError::new(
                "invalid_request",
                90_023,
                "The value of the parameter 'claims' is not a JSON object.",
            )
        })?;
        let token = &wanted["access_token"];
        Ok(Self { capabilities: values(&token["xms_cc"]), contexts: values(&token["acrs"]) })
    }

    /// Whether the application supports claims challenges.
    pub(super) fn is_capable(&self) -> bool {
        self.capabilities.iter().any(|capability| capability == "cp1")
    }

    /// The claims of a token request, together with those of its sign-in. Capabilities are declared again with every request.
    pub(super) fn beside(&self, earlier: &Self) -> Self {
        Self { capabilities: self.capabilities.clone(), contexts: joined(&earlier.contexts, &self.contexts) }
    }

    /// The union of both.
    pub(super) fn and(&self, earlier: &Self) -> Self {
        Self {
            capabilities: joined(&earlier.capabilities, &self.capabilities),
            contexts: joined(&earlier.contexts, &self.contexts),
        }
    }
}

fn joined(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().chain(second.iter().filter(|own| !first.contains(own))).cloned().collect()
}

/// `value` or `values` of one requested claim.
fn values(request: &Value) -> Vec<String> {
    let several = request["values"].as_array().into_iter().flatten();
    several.chain([&request["value"]]).filter_map(Value::as_str).map(str::to_owned).collect()
}
