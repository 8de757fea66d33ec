//! Guests that are lost or late after their invitation was answered.

use axum::{body::Body, response::Response};
use http::StatusCode;
use serde_json::Value;

use super::after::opened;
use crate::{
    site::Site,
    world::{
        World,
        ids::{TenantId, UserId},
    },
};

/// Changes the guest of an invitation that was just answered with 201. The answer stays as it is.
pub(super) async fn after_invitation(
    site: &Site,
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
    let guest = json["invitedUser"]["id"].as_str().and_then(|id| id.parse::<UserId>().ok());
    if let Some(guest) = guest {
        site.change(|world| {
            let tenant = world.tenants().find(|tenant| tenant.user(guest).is_some()).map(|tenant| tenant.id);
            if let Some(tenant) = tenant {
                change(world, tenant, guest);
            }
        });
    }
    Response::from_parts(parts, Body::from(body))
}
