//! Revoking sessions: `POST /_emulator/revocations`.

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
    page::refuse,
    tenant_param::{named, user_in},
};
use crate::{app_state::AppState, request_context::RequestContext};

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/_emulator/revocations", post(revoke))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    user: String,
    tenant: Option<String>,
}

/// Revokes every session of a user.
async fn revoke(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let Ok(input) = serde_json::from_slice::<Revocation>(&body) else {
        return refuse("the body is {\"user\": \"an id or address\"}");
    };
    let revoked = state.change(|world| {
        let tenant = named(world, input.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &input.user)?.id);
        Some(world.revoke_sessions(&context.meta, tenant, user))
    });
    if revoked == Some(true) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        refuse("there is no such user")
    }
}
