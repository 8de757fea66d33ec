//! A fault as data.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{effect::FaultEffect, family::Family};

/// A fault: which requests it meets, when, and what happens to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which requests.
    pub on: FaultOn,
    /// What happens.
    pub effect: FaultEffect,
    /// How many requests it meets; none: every one.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many matching requests pass first.
    #[serde(default)]
    pub skip: u32,
    /// Only every so manieth matching request; none: each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    /// Not before this moment of the emulator's clock.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub from: Option<OffsetDateTime>,
    /// Only before this moment of the emulator's clock.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<OffsetDateTime>,
    /// How likely it is, between 0 and 1; none: certain. The same seed gives the same run of luck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What the luck begins with.
    #[serde(default)]
    pub seed: u64,
    /// How many matching requests it has seen, those not counted that it let pass by `skip`.
    #[serde(default)]
    pub met: u32,
    /// How many of them it struck.
    #[serde(default)]
    pub fired: u32,
    /// What was asked of them, when it is to be recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<Recorded>,
}

/// A request as it came, secrets and all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path without query.
    pub path: String,
    /// The query.
    pub query: String,
    /// The body.
    pub body: String,
}

/// Which requests a fault meets. All that is named has to fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOn {
    /// The method; none: any.
    #[serde(default)]
    pub method: Option<String>,
    /// The path without query; `*` stands for anything within a segment, `**` for anything. Without one and without a part it is all of Graph,
    /// of Entra ID and of redemption.
    #[serde(default = "anywhere")]
    pub path: String,
    /// One of the API's parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// The calling application, by name or client id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Whom the request is about: a user's id, principal name or address, in path, query or body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// A text in path, query or body, e.g. `grant_type=refresh_token`; upper and lower case are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
}

/// The path of a fault that names none.
pub(super) const ANYWHERE: &str = "**";

fn anywhere() -> String {
    ANYWHERE.to_owned()
}
