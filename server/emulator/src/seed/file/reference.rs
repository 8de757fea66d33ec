//! References to people and groups: by id or by name.

use toml::Spanned;
use world::{
    ids::{GroupId, UserId},
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
