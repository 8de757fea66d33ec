//! Guests that are lost or late after their invitation was answered.

use axum::{body::Body, response::Response};
use http::StatusCode;
use serde_json::Value;
use world::{
    World,
    ids::{InvitationId, TenantId, UserId},
};

use super::body::opened;
use crate::app_state::AppState;

/// Changes the guest that an invitation has just made, one that was not there before. The answer stays as it is.
pub(super) async fn after_invitation(
    state: &AppState,
    response: Response,
    change: impl FnOnce(&mut World, TenantId, UserId),
) -> Response {
    if response.status() != StatusCode::CREATED {
        return response;
    }
    let (parts, body) = match opened(response).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let json = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let invitation = json["id"].as_str().and_then(|id| id.parse::<InvitationId>().ok());
    if let Some(invitation) = invitation {
        state.change(|world| {
            if let Some((tenant, guest)) = made_by(world, invitation) {
                change(world, tenant, guest);
            }
        });
    }
    Response::from_parts(parts, Body::from(body))
}

/// The guest that an invitation made.
fn made_by(world: &World, id: InvitationId) -> Option<(TenantId, UserId)> {
    world.tenants().find_map(|tenant| {
        let invitation = world.invitation(tenant.id, id).filter(|invitation| !invitation.repeated)?;
        Some((tenant.id, invitation.user))
    })
}
