//! The `tenant` parameter of pages and JSON bodies, and the navigation between a tenant's pages.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{World, tenant::Tenant, user::User};

use crate::{app_state::AppState, pages::frame::Frame, seed::contoso::CONTOSO};

/// The tenant of this name; without a name the tenant that people are invited into. None when no tenant has the name.
pub(super) fn tenant_of_param<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    match name.filter(|name| !name.is_empty()) {
        Some(name) => world.tenant_named(name),
        None => world.resource_tenant(),
    }
}

/// A page about a tenant, or a page that says that there is no tenant of this name.
pub(super) fn page(
    state: &AppState,
    name: Option<&str>,
    frame: Frame<'_>,
    body: impl FnOnce(&World, &Tenant) -> Markup,
) -> Response {
    match state.read(|world| tenant_of_param(world, name).map(|tenant| body(world, tenant))) {
        Some(body) => frame.show(&body),
        None => tenant_not_found(frame),
    }
}

/// The page that says that there is no tenant of this name.
pub(super) fn tenant_not_found(frame: Frame<'_>) -> Response {
    let body = html! {
        p { "There is no such organization." }
        p.link { a href="/_emulator/directory" { "All organizations" } }
    };
    frame.status(StatusCode::NOT_FOUND).show(&body)
}

/// The value of the `tenant` parameter: empty for the tenant that people are invited into.
pub(super) fn tenant_query(tenant: &Tenant) -> String {
    if tenant.id == CONTOSO { String::new() } else { tenant.primary_domain().to_owned() }
}

/// The address of a page of this tenant.
pub(super) fn address(path: &str, tenant: &Tenant, more: &[(&str, &str)]) -> String {
    let tenant_name = tenant_query(tenant);
    let pairs = [("tenant", tenant_name.as_str())].into_iter().chain(more.iter().copied());
    let pairs: Vec<_> = pairs.filter(|(_, value)| !value.is_empty()).collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

/// The pages that each tenant has.
const TENANT_PAGES: [(&str, &str); 4] = [
    ("/_emulator/people", "People"),
    ("/_emulator/groups", "Groups"),
    ("/_emulator/invitations", "Invitations"),
    ("/_emulator/policy", "Policy"),
];

/// The name of the tenant, and links to its other pages. `here` is the address without its query.
pub(super) fn tenant_nav(tenant: &Tenant, here: &str) -> Markup {
    html! {
        p { (tenant.display_name) ", " (tenant.primary_domain()) }
        nav.places aria-label=(format!("Directory of {}", tenant.display_name)) {
            (nav_links(tenant, here))
            a href="/_emulator/directory" { "All organizations" }
        }
    }
}

/// The links without the tenant's name, for the page that lists all tenants.
pub(super) fn tenant_links(tenant: &Tenant) -> Markup {
    html! { nav.places aria-label=(format!("Directory of {}", tenant.display_name)) { (nav_links(tenant, "")) } }
}

fn nav_links(tenant: &Tenant, here: &str) -> Markup {
    html! {
        @for (path, text) in TENANT_PAGES {
            a href=(address(path, tenant, &[])) aria-current=[(path == here).then_some("page")] { (text) }
        }
    }
}

/// The hidden field that keeps the tenant in a form.
pub(super) fn tenant_field(tenant: &Tenant) -> Markup {
    let tenant_name = tenant_query(tenant);
    html! { @if !tenant_name.is_empty() { input type="hidden" name="tenant" value=(tenant_name); } }
}

/// The tenant that a JSON body names, else the tenant that people are invited into.
pub(super) fn named<'a>(world: &'a World, name: Option<&str>) -> Option<&'a Tenant> {
    name.map_or_else(|| world.resource_tenant(), |name| world.tenant_named(name))
}

/// The user of this id, principal name or address.
pub(super) fn user_in<'a>(tenant: &'a Tenant, name: &str) -> Option<&'a User> {
    tenant.user_named(name).or_else(|| tenant.user_with_address(name))
}
