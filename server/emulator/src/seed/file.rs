//! The format of a seed file, and how it becomes a [`Seed`]. Names are those of Microsoft Graph's properties.

mod application;
mod group;
mod package;
mod person;
mod reference;
mod role;
mod role_assignment;
mod tenant;

use serde::Deserialize;
use time::{OffsetDateTime, macros::datetime};
use toml::Spanned;
use world::{ids::TenantId, seed::Seed, tenant::Tenant};

use super::{crowd::Crowd, error::SeedIssue};

/// A parsed seed file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedFile {
    /// A description for people.
    pub(super) description: String,
    /// The shipped seed that this one adds to.
    pub(super) extends: Option<Spanned<String>>,
    /// The default creation time of its objects.
    #[serde(default = "made", with = "time::serde::rfc3339")]
    created: OffsetDateTime,
    /// New tenants, and additions to tenants of the extended seed.
    #[serde(default)]
    tenants: Vec<tenant::TenantEntry>,
    /// App registrations. One with an existing name replaces that one.
    #[serde(default)]
    applications: Vec<application::Application>,
    /// Generated users.
    crowd: Option<Crowd>,
}

const fn made() -> OffsetDateTime {
    datetime!(2026-01-12 09:00 UTC)
}

/// The tenant under construction, and the creation time of its objects.
struct TenantBuilder<'a> {
    tenant: &'a mut Tenant,
    created: OffsetDateTime,
}

impl SeedFile {
    pub(super) fn parse(text: &str) -> Result<Self, SeedIssue> {
        Ok(toml::from_str(text)?)
    }

    /// The seed of this file, based on the one that it extends.
    pub(super) fn build(self, base: Option<Seed>, app_origins: &[String]) -> Result<Seed, SeedIssue> {
        let first = self.tenants.first().map(|part| *part.id.as_ref());
        let resource = base.as_ref().map(|base| base.resource).or(first);
        let mut seed = base.unwrap_or(Seed { resource: TenantId::of(0), tenants: vec![], clients: vec![] });
        seed.resource =
            resource.ok_or_else(|| SeedIssue::at(0..0, "a seed has a tenant, or extends one that has"))?;
        for part in &self.tenants {
            part.add_to(&mut seed.tenants, self.created)?;
        }
        for application in &self.applications {
            let client = application.client(&seed, app_origins)?;
            match seed.clients.iter_mut().find(|known| known.name == client.name) {
                Some(known) => *known = client,
                None => seed.clients.push(client),
            }
        }
        for part in &self.tenants {
            part.assign(&mut seed, self.created)?;
        }
        let resource = seed.resource;
        if let Some(crowd) = self.crowd
            && let Some(tenant) = seed.tenants.iter_mut().find(|tenant| tenant.id == resource)
        {
            crowd.check()?;
            crowd.fill(tenant, self.created);
        }
        Ok(seed)
    }
}
