//! Bodies are read whole: what would only be dropped is refused.

use emulator::seed::groups::{ADMIN_ROLE, PROJECT_ACCESS};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    entitlement,
    harness::{ADELE, GRADY, invitation, start_emulator},
    invitations::with,
};

#[tokio::test]
async fn what_a_type_does_not_have_is_refused_in_every_body() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let grady = started.user(GRADY);
    let group = json!({
        "displayName": "New", "mailEnabled": false, "securityEnabled": true, "mailNickname": "new",
    });
    let role = json!({
        "displayName": "New", "isEnabled": true,
        "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/groups/members/update"] }],
    });
    let nested = with(
        role.clone(),
        json!({
            "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/x"], "nonsense": 1 }],
        }),
    );
    let requests = "/identityGovernance/entitlementManagement/assignmentRequests";
    let asked = entitlement::for_address("assignment", "one@fabrikam.example");
    let inside = json!({
        "requestType": "adminAdd", "assignment": { "accessPackageId": PROJECT_ACCESS, "targetId": grady, "nonsense": 1 },
    });
    let held = json!({ "principalId": grady, "roleDefinitionId": PROJECT_ACCESS, "directoryScopeId": "/" });
    let app_role = json!({ "principalId": grady, "resourceId": grady, "appRoleId": ADMIN_ROLE });
    let strange = |body: Value| with(body, json!({ "nonsense": 1 }));
    for (path, body) in [
        ("/groups", strange(group)),
        ("/directory/administrativeUnits", strange(json!({ "displayName": "New" }))),
        ("/roleManagement/directory/roleDefinitions", strange(role)),
        ("/roleManagement/directory/roleDefinitions", nested),
        ("/roleManagement/directory/roleAssignments", strange(held)),
        (&format!("/users/{grady}/appRoleAssignments"), strange(app_role)),
        (requests, strange(asked)),
        (requests, inside),
        ("/subscriptions", strange(json!({ "resource": "users", "changeType": "updated" }))),
    ] {
        let refused = started.graph(Method::POST, path, &token, Some(body)).await;
        refused.refused(400, "Request_BadRequest", "Property 'nonsense' does not exist");
    }
    let rich = json!({ "resource": "users", "changeType": "updated", "includeResourceData": true });
    let rich = started.graph(Method::POST, "/subscriptions", &token, Some(rich)).await;
    rich.refused(400, "BadRequest", "Notifications of this emulator have no resource data.");
    assert_eq!(started.emulator.world(|world| world.ledger().len()), 1, "the seed and nothing else");
}

#[tokio::test]
async fn an_invitation_is_read_whole_as_well() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = started.emulator.world(|world| world.ledger().len());
    let unknown = "The property 'nonsense' does not exist on type";
    for (more, message) in [
        (json!({ "invitedUser": { "id": started.user(GRADY), "nonsense": 1 } }), unknown),
        (json!({ "invitedUserSponsors": [{ "id": started.user(ADELE), "nonsense": 1 }] }), unknown),
        (json!({ "invitedUserMessageInfo": { "ccRecipients": [{ "nonsense": 1 }] } }), unknown),
        (
            json!({ "invitedUserMessageInfo": { "ccRecipients": [{ "emailAddress": { "nonsense": 1 } }] } }),
            unknown,
        ),
        (json!({ "status": "Completed" }), "Property 'status' is read-only"),
        (json!({ "inviteRedeemUrl": "https://x.example/" }), "Property 'inviteRedeemUrl' is read-only"),
    ] {
        let refused = started.invite(&token, with(invitation("x@fabrikam.example"), more)).await;
        refused.refused(400, "BadRequest", message);
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
    let typed = json!({
        "invitedUserMessageInfo": { "ccRecipients": [{
            "@odata.type": "#microsoft.graph.recipient", "emailAddress": { "address": null, "name": null },
        }] },
        "status": null,
    });
    assert_eq!(started.invite(&token, with(invitation("x@fabrikam.example"), typed)).await.status, 201);
}
