//! `GET /policies/crossTenantAccessPolicy/default`: collaboration is open both ways, and second factors from home do not count, unless the
//! tenant's policy says otherwise.

use axum::response::Response;
use serde_json::{Value, json};
use world::policy::Policy;

use super::READ;
use crate::directory_api::ask::Ask;

pub(super) async fn get(ask: Ask) -> Response {
    ask.reply(super::part(&ask, &READ, "crossTenantAccessPolicy/default", shape))
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
