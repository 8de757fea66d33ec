//! Ended sessions: `POST /_emulator/revocations`.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde::Deserialize;

use super::{
    choice::{named, user_in},
    page::refuse,
};
use crate::{call::Call, site::Site};

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/_emulator/revocations", post(revoke))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    user: String,
    tenant: Option<String>,
}

/// Ends every session of a user.
async fn revoke(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Revocation>(&body) else {
        return refuse("the body is {\"user\": \"an id or address\"}");
    };
    let revoked = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &wanted.user)?.id);
        Some(world.revoke_sessions(&call.meta, tenant, user))
    });
    if revoked == Some(true) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refuse("there is no such user")
    }
}
