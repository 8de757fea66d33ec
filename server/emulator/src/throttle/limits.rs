//! The throttling limits.

use serde::{Deserialize, Serialize};

/// An amount in a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) most: u32,
    pub(crate) seconds: u32,
}

const fn limit(most: u32, seconds: u32) -> Limit {
    Limit { most, seconds }
}

/// The form of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RetryForm {
    /// Seconds with decimals, as in Microsoft's own sample.
    Fractional,
    /// Whole seconds.
    Whole,
    /// A date, as HTTP allows.
    Date,
    /// No `Retry-After`.
    None,
}

/// Every limit ("Microsoft Graph service-specific throttling limits").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Limits {
    /// Whether throttling is on.
    pub(crate) enabled: bool,
    pub(crate) retry_after: RetryForm,
    /// `/invitations`, any operation, per tenant, for all applications together.
    pub(crate) invitations: Limit,
    /// Resource units of one application in a tenant with fewer than 50 users.
    pub(crate) identity_small_tenant: Limit,
    /// The same with 50 to 500 users.
    pub(crate) identity_medium_tenant: Limit,
    /// The same with more.
    pub(crate) identity_large_tenant: Limit,
    /// Writes of one application in one tenant.
    pub(crate) identity_writes: Limit,
    /// Resource units of one application in all tenants.
    pub(crate) application: Limit,
    pub(crate) application_writes: Limit,
    /// Writes of all applications in one tenant.
    pub(crate) tenant_writes: Limit,
    /// Open and schema extensions, per application and tenant.
    pub(crate) extensions: Limit,
    /// Messages of one mailbox ("Exchange Online limits": sending limits).
    pub(crate) mailbox_messages: Limit,
    /// All requests of one application.
    pub(crate) global: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            enabled: true,
            retry_after: RetryForm::Fractional,
            invitations: limit(150, 5),
            identity_small_tenant: limit(3_500, 10),
            identity_medium_tenant: limit(5_000, 10),
            identity_large_tenant: limit(8_000, 10),
            identity_writes: limit(3_000, 150),
            application: limit(150_000, 20),
            application_writes: limit(70_000, 300),
            tenant_writes: limit(18_000, 300),
            extensions: limit(455, 10),
            mailbox_messages: limit(30, 60),
            global: limit(130_000, 10),
        }
    }
}

impl Limits {
    /// Resource units of an application in a tenant with this number of users.
    pub(super) const fn identity(&self, users: usize) -> Limit {
        match users {
            0..50 => self.identity_small_tenant,
            50..=500 => self.identity_medium_tenant,
            _ => self.identity_large_tenant,
        }
    }
}
