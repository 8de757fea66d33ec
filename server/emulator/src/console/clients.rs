//! The app registrations.

use axum::response::Response;
use maud::html;

use crate::{pages::frame::Frame, site::Site};

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
                        dt { "Returns to" } dd { (listed(&client.redirect_uris)) }
                        dt { "Delegated" } dd { (listed(&client.delegated_scopes)) }
                        dt { "Application" } dd { (listed(&client.application_roles)) }
                    }
                }
            }
        }
    });
    Frame::console("App registrations", "/_emulator/clients").show(&body)
}

fn listed(values: &[String]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}
