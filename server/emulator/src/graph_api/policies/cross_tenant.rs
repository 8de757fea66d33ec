//! `GET /policies/crossTenantAccessPolicy/default`: collaboration is open in both directions, and MFA of the home tenant is not trusted, unless the
//! tenant's policy says otherwise.

use axum::response::Response;
use serde_json::{Value, json};
use world::policy::Policy;

use super::READ;
use crate::graph_api::authorized_request::AuthorizedRequest;

pub(super) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(super::part(&request, &READ, "crossTenantAccessPolicy/default", shape))
}

fn shape(policy: &Policy) -> Value {
    let mut body = settings(policy);
    body["isServiceDefault"] = (body == settings(&Policy::default())).into();
    body
}

fn settings(policy: &Policy) -> Value {
    let targets = |target: &str, kind: &str| json!({ "accessType": "allowed", "targets": [{ "target": target, "targetType": kind }] });
    let open = json!({
        "usersAndGroups": targets("AllUsers", "user"),
        "applications": targets("AllApplications", "application"),
    });
    json!({
        "b2bCollaborationInbound": open,
        "b2bCollaborationOutbound": open,
        "b2bDirectConnectInbound": null,
        "b2bDirectConnectOutbound": null,
        "inboundTrust": {
            "isMfaAccepted": policy.trust_mfa_from_home,
            "isCompliantDeviceAccepted": false,
            "isHybridAzureADJoinedDeviceAccepted": false,
        },
        "automaticUserConsentSettings": { "inboundAllowed": false, "outboundAllowed": false },
        "invitationRedemptionIdentityProviderConfiguration": {
            "primaryIdentityProviderPrecedenceOrder": policy.primary_identity_provider_precedence_order,
            "fallbackIdentityProvider": policy.fallback_identity_provider,
        },
    })
}
