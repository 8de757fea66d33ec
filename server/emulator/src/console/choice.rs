//! Which tenant a page is about.

use maud::{Markup, html};

use crate::{
    seed::contoso::CONTOSO,
    world::{World, tenant::Tenant},
};

/// The tenant of this name, else the one that people are invited into.
pub(super) fn tenant<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    name.and_then(|name| world.tenant_named(name)).or_else(|| world.tenant(CONTOSO))
}

/// What the address of a page says of its tenant: nothing for the usual one.
pub(super) fn said(tenant: &Tenant) -> String {
    if tenant.id == CONTOSO { String::new() } else { tenant.primary_domain().to_owned() }
}

/// An address of a page of this tenant.
pub(super) fn address(path: &str, tenant: &Tenant, more: &[(&str, &str)]) -> String {
    let said = said(tenant);
    let pairs = [("tenant", said.as_str())].into_iter().chain(more.iter().copied());
    let pairs: Vec<_> = pairs.filter(|(_, value)| !value.is_empty()).collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

/// The ways to the other pages of the same tenant.
pub(super) fn places(tenant: &Tenant) -> Markup {
    let link = |path| address(path, tenant, &[]);
    html! {
        nav.places aria-label="Directory" {
            a href=(link("/_emulator/people")) { "People" }
            a href=(link("/_emulator/groups")) { "Groups" }
            a href=(link("/_emulator/invitations")) { "Invitations" }
            a href=(link("/_emulator/policy")) { "Policy" }
            a href="/_emulator/directory" { "All organizations" }
        }
    }
}

/// The hidden field that keeps a form with its tenant.
pub(super) fn field(tenant: &Tenant) -> Markup {
    let said = said(tenant);
    html! { @if !said.is_empty() { input type="hidden" name="tenant" value=(said); } }
}
