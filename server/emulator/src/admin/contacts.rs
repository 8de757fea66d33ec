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

use super::{choice::named, page::refuse};
use crate::{call::Call, site::Site};

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/_emulator/contacts", post(add))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewContact {
    address: String,
    tenant: Option<String>,
}

/// Makes a mail contact.
async fn add(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<NewContact>(&body) {
        Ok(wanted) if address::well_formed(&wanted.address, true) => wanted,
        _ => return refuse("the body is {\"address\": \"somebody@elsewhere.example\"}"),
    };
    let made = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?.id;
        world.add_contact(&call.meta, tenant, &wanted.address);
        Some(())
    });
    match made {
        Some(()) => StatusCode::CREATED.into_response(),
        None => refuse("there is no such tenant"),
    }
}
