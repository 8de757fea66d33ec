//! The app registrations.

use axum::response::Response;
use maud::html;

use crate::{pages, site::Site};

/// The page.
pub(crate) fn page(site: &Site) -> Response {
    let body = site.read(|world| {
        html! {
            p { "The secrets are the same everywhere: they guard nothing." }
            @for client in world.clients() {
                article {
                    h2 { (client.name) }
                    dl {
                        dt { "Client id" } dd { code { (client.client_id) } }
                        dt { "Secret" } dd {
                            @match &client.client_secret { Some(secret) => code { (secret) }, None => "none: a public client" }
                        }
                        dt { "Returns to" } dd { (client.redirect_uris.join(", ")) }
                        dt { "Delegated" } dd { (client.delegated_scopes.join(", ")) }
                        dt { "Application" } dd { (client.application_roles.join(", ")) }
                    }
                }
            }
        }
    });
    pages::page("App registrations", &body)
}
