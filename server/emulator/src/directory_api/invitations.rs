//! `POST /invitations` ("Create invitation", Microsoft Graph).

mod refusal;
mod request;

use axum::{
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use world::invitation::{Invitation, InvitationRequest};

use super::{
    caller::Caller,
    error::GraphError,
    reply::{Reply, answer},
};
use crate::{call::Call, redeem, site::Site};

const PERMISSIONS: [&str; 3] = ["User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"];

/// There is nothing to read: invitations cannot be listed. Observed: 404 with a page of the web server as the message.
pub(super) async fn get(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
    let error = Caller::of(&site, &call, &headers).err().unwrap_or_else(|| {
        GraphError::new(
            StatusCode::NOT_FOUND,
            "UnknownError",
            "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body></body></html>",
        )
    });
    error.respond(&call).into_response()
}

pub(super) async fn post(State(site): State<Site>, headers: HeaderMap, call: Call, body: Bytes) -> Response {
    answer(&call, invite(&site, &call, &headers, &body))
}

fn invite(site: &Site, call: &Call, headers: &HeaderMap, body: &[u8]) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    if !caller.holds(&PERMISSIONS, &PERMISSIONS) {
        return Err(refusal::without_permission(site, &caller));
    }
    let asked = request::read(body)?;
    let link = |invitation: &Invitation| redeem::link(&call.origin, caller.tenant, invitation);
    let invitation = site
        .change(|world| world.invite(&caller.meta(call), caller.tenant, &asked, link))
        .map_err(|refused| refusal::explain(site, &caller, &refused))?;
    let body = shape(call, &asked, &invitation, &link(&invitation));
    Ok(Reply::Json(StatusCode::CREATED, body))
}

/// The answer; nothing in it tells whether the guest is new.
fn shape(call: &Call, asked: &InvitationRequest, invitation: &Invitation, link: &str) -> Value {
    let none = json!({ "emailAddress": { "name": null, "address": null } });
    let copies: Vec<Value> = asked
        .cc
        .iter()
        .map(|copy| json!({ "emailAddress": { "name": copy.name, "address": copy.address } }))
        .collect();
    json!({
        "@odata.context": format!("{}/v1.0/$metadata#invitations/$entity", call.origin),
        "id": invitation.id,
        "inviteRedeemUrl": link,
        "invitedUserDisplayName": asked.display_name,
        "invitedUserType": if asked.as_member { "Member" } else { "Guest" },
        "invitedUserEmailAddress": invitation.address,
        "sendInvitationMessage": asked.send_message,
        "resetRedemption": asked.reset_redemption,
        "inviteRedirectUrl": invitation.redirect_url,
        "status": "PendingAcceptance",
        "invitedUserMessageInfo": {
            "messageLanguage": asked.language,
            "customizedMessageBody": asked.message,
            "ccRecipients": if copies.is_empty() { vec![none] } else { copies },
        },
        "invitedUser": { "id": invitation.user },
    })
}
