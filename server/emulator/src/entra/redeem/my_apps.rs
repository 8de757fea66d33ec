//! The list of a tenant's applications, the landing page of an invitation without a redirect address ("My Apps portal").

use axum::{
    extract::{Query, State},
    response::Response,
};
use http::StatusCode;
use maud::html;
use serde::Deserialize;
use world::ids::TenantId;

use crate::{app_state::AppState, pages};

pub(super) const MY_APPS: &str = "/my-apps";

/// The page's address for a tenant.
pub(super) fn address(tenant: TenantId) -> String {
    format!("{MY_APPS}?tenantId={tenant}")
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct MyAppsQuery {
    tenant_id: String,
}

pub(super) async fn page(State(state): State<AppState>, Query(query): Query<MyAppsQuery>) -> Response {
    let found = state.read(|world| {
        let tenant = world.tenant_named(&query.tenant_id)?;
        let mut apps: Vec<(String, String)> = Vec::new();
        for client in world.clients().iter().filter(|client| client.tenant_id == tenant.id) {
            let address = client.redirect_uris.first().and_then(|uri| url::Url::parse(uri).ok());
            // A registered address for any port cannot be opened.
            if let Some(address) =
                address.filter(|address| address.port().is_some() || !is_this_machine(address))
            {
                apps.push((client.name.clone(), address.origin().ascii_serialization()));
            }
        }
        Some((tenant.display_name.clone(), apps))
    });
    let Some((organization, apps)) = found else {
        let body = html! { p { "There is no such organization." } };
        return pages::page_with(StatusCode::NOT_FOUND, "My Apps", &body);
    };
    let body = html! {
        p { "Applications of " strong { (organization) } ":" }
        @if apps.is_empty() { p { "None that can be opened." } }
        ul.plain { @for (name, address) in &apps { li { a href=(address) { (name) } } } }
    };
    pages::page("My Apps", &body)
}

fn is_this_machine(address: &url::Url) -> bool {
    matches!(address.host_str(), Some("localhost" | "127.0.0.1"))
}
