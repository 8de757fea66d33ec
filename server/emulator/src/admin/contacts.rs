//! Mail contacts: `POST /_emulator/contacts`.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde::Deserialize;
use world::address;

use super::{page::refuse, tenant_param::named};
use crate::{app_state::AppState, request_context::RequestContext};

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/_emulator/contacts", post(add))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewContact {
    address: String,
    tenant: Option<String>,
}

/// Creates a mail contact.
async fn add(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let input = match serde_json::from_slice::<NewContact>(&body) {
        Ok(input) if address::well_formed(&input.address, true) => input,
        _ => return refuse("the body is {\"address\": \"somebody@elsewhere.example\"}"),
    };
    let made = state.change(|world| {
        let tenant = named(world, input.tenant.as_deref())?.id;
        world.add_contact(&context.meta, tenant, &input.address);
        Some(())
    });
    match made {
        Some(()) => StatusCode::CREATED.into_response(),
        None => refuse("there is no such tenant"),
    }
}
