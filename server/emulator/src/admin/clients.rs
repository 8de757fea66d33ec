//! The app registrations: `/_emulator/clients`.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use maud::html;
use serde_json::{Map, Value};

use super::page::refuse;
use crate::{
    app_state::AppState, pages, pages::frame::Frame, patch::merged, request_context::RequestContext,
};

const PATH: &str = "/_emulator/clients";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(read).patch(change))
}

async fn read(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if pages::wants_page(&headers) {
        return page(&state);
    }
    state.read(|world| Json(world.clients()).into_response())
}

/// The page.
fn page(state: &AppState) -> Response {
    let body = state.read(|world| {
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
    Frame::admin("App registrations", PATH).show(&body)
}

fn listed(values: &[String]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

/// Changes the properties given of an app registration, named by `name`.
async fn change(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let Ok(mut input) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of registration properties");
    };
    let name = input.remove("name");
    let changed = state.change(|world| {
        let client = name.as_ref().and_then(Value::as_str).and_then(|name| world.client_named(name));
        let app = client.ok_or_else(|| "there is no such application".to_owned())?.client_id;
        let registration = merged(&world.registration(app), input).map_err(|error| error.to_string())?;
        world.register(&context.meta, app, registration.clone());
        Ok::<_, String>(registration)
    });
    match changed {
        Ok(registration) => Json(registration).into_response(),
        Err(message) => refuse(&message),
    }
}
