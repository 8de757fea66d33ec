//! References to people, groups and units: by id or by name.

use toml::Spanned;
use world::{
    ids::{GroupId, UnitId, UserId},
    tenant::Tenant,
};

use crate::seed::error::SeedIssue;

/// The user with this id, principal name or address.
pub(super) fn user(tenant: &Tenant, name: &Spanned<String>) -> Result<UserId, SeedIssue> {
    let text = name.as_ref();
    let found = tenant.user_named(text).or_else(|| tenant.user_with_address(text));
    let missing = || SeedIssue::at(name.span(), format_args!("{} has no user '{text}'", tenant.display_name));
    found.map(|user| user.id).ok_or_else(missing)
}

/// These users.
pub(super) fn users<C: FromIterator<UserId>>(
    tenant: &Tenant,
    names: &[Spanned<String>],
) -> Result<C, SeedIssue> {
    names.iter().map(|name| user(tenant, name)).collect()
}

/// The group with this id or display name.
pub(super) fn group(tenant: &Tenant, name: &Spanned<String>) -> Result<GroupId, SeedIssue> {
    let text = name.as_ref();
    let mut groups = tenant.groups.values();
    let found = groups.find(|group| group.display_name == *text || group.id.to_string() == *text);
    let missing =
        || SeedIssue::at(name.span(), format_args!("{} has no group '{text}'", tenant.display_name));
    found.map(|group| group.id).ok_or_else(missing)
}

/// The administrative unit with this id or display name.
pub(super) fn unit(tenant: &Tenant, name: &Spanned<String>) -> Result<UnitId, SeedIssue> {
    let text = name.as_ref();
    let mut units = tenant.units.values();
    let found = units.find(|unit| unit.display_name == *text || unit.id.to_string() == *text);
    let missing = || SeedIssue::at(name.span(), format_args!("{} has no unit '{text}'", tenant.display_name));
    found.map(|unit| unit.id).ok_or_else(missing)
}
