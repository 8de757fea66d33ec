//! The cost of a request, and the budgets that are charged.

use http::Method;
use world::ids::{AppId, TenantId};

use super::{
    budget::{Budget, BudgetKind},
    limits::Limits,
};
use crate::throttle::budget::Charge;

/// A request to charge.
#[derive(Debug, Clone, Copy)]
pub(super) struct CostedRequest<'a> {
    pub(super) method: &'a Method,
    /// Below `/v1.0`.
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) app: AppId,
    pub(super) tenant: TenantId,
    /// The number of users of the tenant.
    pub(super) users: usize,
}

impl CostedRequest<'_> {
    /// Resource units ("Identity and access service limits": base costs, changed by query options).
    pub(super) fn resource_units(&self) -> u32 {
        let options: Vec<(String, String)> = serde_urlencoded::from_str(self.query).unwrap_or_default();
        let option = |name: &str| {
            options.iter().find(|(own, _)| own.trim_start_matches('$').eq_ignore_ascii_case(name))
        };
        let few = option("top").and_then(|(_, top)| top.parse::<u32>().ok()).is_some_and(|top| top < 20);
        let spared = u32::from(option("select").is_some()) + u32::from(few);
        let added = u32::from(option("expand").is_some());
        (self.base() + added).saturating_sub(spared).max(1)
    }

    fn base(&self) -> u32 {
        let segments: Vec<_> = self.path.split('/').filter(|segment| !segment.is_empty()).collect();
        match (segments.last().copied().unwrap_or_default(), self.method) {
            ("checkMemberGroups" | "checkMemberObjects", _) => 4,
            ("getMemberGroups" | "getMemberObjects", _) => 2,
            ("transitiveMembers" | "transitiveMemberOf", _) => 5,
            ("members", &Method::GET) if segments.first() == Some(&"groups") => 3,
            ("users" | "applications", &Method::GET) if segments.len() == 1 => 2,
            _ => 1,
        }
    }

    fn is_write(&self) -> bool {
        [&Method::POST, &Method::PATCH, &Method::PUT, &Method::DELETE].contains(&self.method)
    }

    /// The charges to all budgets.
    pub(super) fn charges(&self, limits: &Limits) -> Vec<Charge> {
        let (app, tenant) = (Some(self.app), Some(self.tenant));
        let charge =
            |kind, app, tenant, limit, amount| Charge { budget: Budget { kind, app, tenant }, limit, amount };
        let mut charges = vec![charge(BudgetKind::Global, app, None, limits.global, 1)];
        if self.path.starts_with("/invitations") {
            charges.push(charge(BudgetKind::Invitations, None, tenant, limits.invitations, 1));
            return charges;
        }
        // Mail is Outlook's: it has no share in the directory's budgets.
        if self.path.ends_with("sendMail") {
            return charges;
        }
        if self.path.contains("/extensions") || self.path.starts_with("/schemaExtensions") {
            charges.push(charge(BudgetKind::Extensions, app, tenant, limits.extensions, 1));
        }
        let units = self.resource_units();
        charges.push(charge(BudgetKind::Identity, app, tenant, limits.identity(self.users), units));
        charges.push(charge(BudgetKind::Application, app, None, limits.application, units));
        if self.is_write() {
            charges.push(charge(BudgetKind::IdentityWrites, app, tenant, limits.identity_writes, 1));
            charges.push(charge(BudgetKind::ApplicationWrites, app, None, limits.application_writes, 1));
            charges.push(charge(BudgetKind::TenantWrites, None, tenant, limits.tenant_writes, 1));
        }
        charges
    }
}

impl BudgetKind {
    /// `x-ms-throttle-scope` up to the ids.
    pub(super) const fn scope(self) -> &'static str {
        match self {
            Self::Invitations => "Tenant/ReadWrite",
            Self::Identity | Self::Extensions => "Tenant_Application/ReadWrite",
            Self::IdentityWrites => "Tenant_Application/Write",
            Self::Application | Self::Global => "Application/ReadWrite",
            Self::ApplicationWrites => "Application/Write",
            Self::TenantWrites => "Tenant/Write",
        }
    }

    /// `x-ms-throttle-information`.
    pub(super) const fn information(self) -> &'static str {
        match self {
            Self::IdentityWrites | Self::ApplicationWrites | Self::TenantWrites => "WriteLimitExceeded",
            Self::Global => "CPULimitExceeded",
            Self::Invitations | Self::Identity | Self::Application | Self::Extensions => {
                "ResourceUnitLimitExceeded"
            }
        }
    }
}
