//! Which tenant a page is about.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{World, tenant::Tenant, user::User};

use crate::{pages::frame::Frame, seed::contoso::CONTOSO, site::Site};

/// The tenant of this name; without one the tenant that people are invited into. None for a name that nobody has.
pub(super) fn tenant<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    match name.filter(|name| !name.is_empty()) {
        Some(name) => world.tenant_named(name),
        None => world.resource_tenant(),
    }
}

/// A page about a tenant, or one that says that there is none of this name.
pub(super) fn page(
    site: &Site,
    name: Option<&str>,
    frame: Frame<'_>,
    body: impl FnOnce(&World, &Tenant) -> Markup,
) -> Response {
    match site.read(|world| tenant(world, name).map(|tenant| body(world, tenant))) {
        Some(body) => frame.show(&body),
        None => missing(frame),
    }
}

/// There is no tenant of this name.
pub(super) fn missing(frame: Frame<'_>) -> Response {
    let body = html! {
        p { "There is no such organization." }
        p.link { a href="/_emulator/directory" { "All organizations" } }
    };
    frame.status(StatusCode::NOT_FOUND).show(&body)
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

/// The pages that each tenant has.
const PLACES: [(&str, &str); 4] = [
    ("/_emulator/people", "People"),
    ("/_emulator/groups", "Groups"),
    ("/_emulator/invitations", "Invitations"),
    ("/_emulator/policy", "Policy"),
];

/// Whose page this is, and the ways to the other pages of the same tenant. `here` is the address without its query.
pub(super) fn places(tenant: &Tenant, here: &str) -> Markup {
    html! {
        p { (tenant.display_name) ", " (tenant.primary_domain()) }
        nav.places aria-label=(format!("Directory of {}", tenant.display_name)) {
            (ways(tenant, here))
            a href="/_emulator/directory" { "All organizations" }
        }
    }
}

/// The same on the page of all organizations, which says whose they are.
pub(super) fn places_of(tenant: &Tenant) -> Markup {
    html! { nav.places aria-label=(format!("Directory of {}", tenant.display_name)) { (ways(tenant, "")) } }
}

fn ways(tenant: &Tenant, here: &str) -> Markup {
    html! {
        @for (path, text) in PLACES {
            a href=(address(path, tenant, &[])) aria-current=[(path == here).then_some("page")] { (text) }
        }
    }
}

/// The hidden field that keeps a form with its tenant.
pub(super) fn field(tenant: &Tenant) -> Markup {
    let said = said(tenant);
    html! { @if !said.is_empty() { input type="hidden" name="tenant" value=(said); } }
}

/// The tenant that a JSON body names; the one that people are invited into when it names none.
pub(super) fn named<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    name.map_or_else(|| world.resource_tenant(), |name| world.tenant_named(name))
}

/// The user of this id, principal name or address.
pub(super) fn user_in<'a>(tenant: &'a Tenant, name: &str) -> Option<&'a User> {
    tenant.user_named(name).or_else(|| tenant.user_with_address(name))
}
