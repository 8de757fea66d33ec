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
use crate::{app_state::AppState, entra::redeem, request_context::RequestContext};

const PERMISSIONS: [&str; 3] = ["User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"];

/// Invitations cannot be read. Observed: 404 with a page of the web server as the message.
pub(super) async fn get(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
) -> Response {
    let error = Caller::of(&state, &context, &headers).err().unwrap_or_else(|| {
        GraphError::new(
            StatusCode::NOT_FOUND,
            "UnknownError",
            "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body></body></html>",
        )
    });
    error.respond(&context).into_response()
}

pub(super) async fn post(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    body: Bytes,
) -> Response {
    answer(&context, invite(&state, &context, &headers, &body))
}

fn invite(
    state: &AppState,
    context: &RequestContext,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Reply, GraphError> {
    let caller = Caller::of(state, context, headers)?;
    if !caller.holds(&PERMISSIONS, &PERMISSIONS) {
        return Err(refusal::without_permission(state, &caller));
    }
    let input = request::read(body)?;
    let link = |invitation: &Invitation| redeem::link(&context.origin, caller.tenant, invitation);
    let invitation = state
        .change(|world| world.invite(&caller.event_meta(context), caller.tenant, &input, link))
        .map_err(|refused| refusal::explain(state, &caller, &refused))?;
    let body = shape(context, &input, &invitation, &link(&invitation));
    Ok(Reply::Json(StatusCode::CREATED, body))
}

/// The answer, which does not tell whether the guest is new.
fn shape(context: &RequestContext, input: &InvitationRequest, invitation: &Invitation, link: &str) -> Value {
    let none = json!({ "emailAddress": { "name": null, "address": null } });
    let copies: Vec<Value> = input
        .cc
        .iter()
        .map(|copy| json!({ "emailAddress": { "name": copy.name, "address": copy.address } }))
        .collect();
    json!({
        "@odata.context": format!("{}/v1.0/$metadata#invitations/$entity", context.origin),
        "id": invitation.id,
        "inviteRedeemUrl": link,
        "invitedUserDisplayName": input.display_name,
        "invitedUserType": if input.as_member { "Member" } else { "Guest" },
        "invitedUserEmailAddress": invitation.address,
        "sendInvitationMessage": input.send_message,
        "resetRedemption": input.reset_redemption,
        "inviteRedirectUrl": invitation.redirect_url,
        "status": "PendingAcceptance",
        "invitedUserMessageInfo": {
            "messageLanguage": input.language,
            "customizedMessageBody": input.message,
            "ccRecipients": if copies.is_empty() { vec![none] } else { copies },
        },
        "invitedUser": { "id": invitation.user },
    })
}
