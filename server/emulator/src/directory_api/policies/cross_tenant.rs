//! `GET /policies/crossTenantAccessPolicy/default`: collaboration is open both ways, and second factors from home do not count, unless the
//! tenant's policy says otherwise.

use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

use super::READ;
use crate::{
    directory_api::{GraphError, ask::Ask, reply::Reply},
    world::policy::Policy,
};

pub(super) async fn get(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        ask.needs(&READ)?;
        if ask.caller.is_guest() {
            return Err(GraphError::denied());
        }
        let mut body = shape(&tenant.policy);
        body["@odata.context"] = ask.context("policies/crossTenantAccessPolicy/default/$entity");
        Ok(Reply::Json(StatusCode::OK, body))
    }))
}

fn shape(policy: &Policy) -> Value {
    let side = |users: &str, applications: &str| {
        let targets = |target: &str, kind: &str| json!({ "accessType": "allowed", "targets": [{ "target": target, "targetType": kind }] });
        json!({
            "usersAndGroups": targets(users, "user"),
            "applications": targets(applications, "application"),
        })
    };
    let open = || side("AllUsers", "AllApplications");
    json!({
        "isServiceDefault": true,
        "b2bCollaborationInbound": open(),
        "b2bCollaborationOutbound": open(),
        "b2bDirectConnectInbound": null,
        "b2bDirectConnectOutbound": null,
        "inboundTrust": {
            "isMfaAccepted": policy.trust_mfa_from_home,
            "isCompliantDeviceAccepted": false,
            "isHybridAzureADJoinedDeviceAccepted": false,
        },
        "automaticUserConsentSettings": { "inboundAllowed": false, "outboundAllowed": false },
        "invitationRedemptionIdentityProviderConfiguration": {
            "primaryIdentityProviderPrecedenceOrder":
                ["azureActiveDirectory", "externalFederation", "socialIdentityProviders"],
            "fallbackIdentityProvider":
                if policy.email_one_time_passcode { "defaultConfiguredIdp" } else { "microsoftAccount" },
        },
    })
}
