//! The `claims` parameter: what an application declares of itself, and what it was asked to bring ("Claims challenges, claims requests, and
//! client capabilities").

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::browser::error::EntraError;

/// What of a claims request the emulator understands; the rest is left aside, as OIDC Core 1.0, section 5.5 wants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// Client capabilities (`xms_cc`), e.g. `cp1`.
    pub(super) capabilities: Vec<String>,
    /// Authentication contexts (`acrs`), e.g. `c1`.
    pub(super) contexts: Vec<String>,
}

impl Claimed {
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

    /// Whether the application can deal with claims challenges.
    pub(super) fn is_capable(&self) -> bool {
        self.capabilities.iter().any(|capability| capability == "cp1")
    }

    /// What a token request claims beside its sign-in. Capabilities are declared anew with every request that refreshes.
    pub(super) fn beside(&self, earlier: &Self) -> Self {
        Self { capabilities: self.capabilities.clone(), contexts: joined(&earlier.contexts, &self.contexts) }
    }

    /// Everything that either claims.
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
