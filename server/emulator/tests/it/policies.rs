//! Policies and tenants.

use emulator::seed::contoso::{CONTOSO, FABRIKAM};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, GRADY, MEGAN, invitation, start_emulator};

const POLICY: &str = "/policies/authorizationPolicy";

#[tokio::test]
async fn the_authorization_policy_is_read_and_changed() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let policy = started.get(POLICY, &token).await;
    assert_eq!(policy.body["allowInvitesFrom"], "everyone");
    assert_eq!(policy.body["guestUserRoleId"], "10dae51f-b6af-4016-8d66-8c2a99b929b3");
    assert_eq!(policy.body["id"], "authorizationPolicy");
    let change = json!({
        "allowInvitesFrom": "none", "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b", "allowedToUseSSPR": true,
    });
    let done = started.graph(Method::PATCH, POLICY, &token, Some(change)).await;
    assert_eq!(done.status, 204, "{}", done.text);
    let policy = started.get(POLICY, &token).await;
    assert_eq!(policy.body["allowInvitesFrom"], "none");
    assert_eq!(policy.body["guestUserRoleId"], "2af84b1e-32c8-42b7-82bc-daa82404023b");
    let adele = started.delegated(ADELE).await;
    let refused = started.invite(&adele, invitation("x@fabrikam.example")).await;
    refused.refused(403, "Forbidden", "Guest invitations not allowed for your company.");
    for (body, code) in [
        (json!({ "allowInvitesFrom": "nonsense" }), "Request_BadRequest"),
        (json!({ "guestUserRoleId": CONTOSO }), "Request_BadRequest"),
        (json!({ "nonsense": 1 }), "Request_BadRequest"),
        (json!({ "blockMsolPowerShell": true }), "BadRequest"),
    ] {
        started.graph(Method::PATCH, POLICY, &token, Some(body)).await.refused(400, code, "");
    }
    assert_eq!(started.effects("policyChanged").len(), 1);
}

#[tokio::test]
async fn policies_take_their_permissions_and_a_person_needs_a_role() {
    let started = start_emulator().await;
    let denied = "Insufficient privileges to complete the operation.";
    let body = || Some(json!({ "allowInvitesFrom": "none" }));
    let write = "Policy.ReadWrite.Authorization";
    for token in [
        started.application("powerless").await,
        started.powerful(ADELE, write).await,
        started.powerful(MEGAN, "Policy.Read.All").await,
    ] {
        let refused = started.graph(Method::PATCH, POLICY, &token, body()).await;
        refused.refused(403, "Authorization_RequestDenied", denied);
    }
    assert!(started.effects("policyChanged").is_empty());
    let powerless = started.application("powerless").await;
    for path in [POLICY, "/policies/crossTenantAccessPolicy/default", "/organization"] {
        started.get(path, &powerless).await.refused(403, "Authorization_RequestDenied", denied);
    }
    let megan = started.powerful(MEGAN, write).await;
    assert_eq!(started.graph(Method::PATCH, POLICY, &megan, body()).await.status, 204);
    let reader = started.powerful(ADELE, "Policy.Read.All").await;
    let default = started.get("/policies/crossTenantAccessPolicy/default", &reader).await;
    assert_eq!(default.body["inboundTrust"]["isMfaAccepted"], false);
    assert_eq!(default.body["b2bCollaborationInbound"]["usersAndGroups"]["accessType"], "allowed");
}

#[tokio::test]
async fn other_tenants_show_their_name() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let by_name = "/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.example')";
    let by_id = format!("/tenantRelationships/findTenantInformationByTenantId(tenantId='{FABRIKAM}')");
    for path in [by_name, &by_id] {
        let found = started.get(path, &token).await;
        assert_eq!(found.status, 200, "{}", found.text);
        assert_eq!(found.body["tenantId"], FABRIKAM.to_string());
        assert_eq!(found.body["displayName"], "Fabrikam");
        assert_eq!(found.body["defaultDomainName"], "fabrikam.example");
    }
    let unknown = "/tenantRelationships/findTenantInformationByDomainName(domainName='nowhere.example')";
    let unread = "Unable to read the company information from the directory.";
    started.get(unknown, &token).await.refused(404, "Directory_ObjectNotFound", unread);
    started.get("/tenantRelationships/nonsense()", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found",
    );
    let adele = started.delegated(ADELE).await;
    started.get(by_name, &adele).await.refused(403, "Authorization_RequestDenied", "");
    let own = started.get("/organization", &adele).await;
    assert_eq!(own.ids(), [CONTOSO.to_string().as_str()]);
    let domains = own.body["value"][0]["verifiedDomains"].as_array().unwrap();
    assert!(domains.iter().any(|domain| domain["name"] == "contoso.example" && domain["isDefault"] == true));
}

#[tokio::test]
async fn other_tenants_are_read_with_a_permission_of_its_own() {
    let started = start_emulator().await;
    let by_name = "/tenantRelationships/findTenantInformationByDomainName(domainName='northwind.example')";
    let any_case = "/TENANTRELATIONSHIPS/FindTenantInformationByDomainName(domainName='Northwind.Example')";
    let initial = "/tenantRelationships/findTenantInformationByDomainName(domainName='northwindexample.onmicrosoft.com')";
    let (vestibule, reader) = (
        started.application("vestibule").await,
        started.powerful(ADELE, "CrossTenantInformation.ReadBasic.All").await,
    );
    for (path, token) in
        [(by_name, &vestibule), (any_case, &vestibule), (initial, &vestibule), (by_name, &reader)]
    {
        let found = started.get(path, token).await;
        assert_eq!((found.status, &found.body["displayName"]), (200, &json!("Northwind Traders")), "{path}");
    }
    let (attributes, directory) = (
        started.application("attributes").await,
        started.powerful(MEGAN, "Directory.Read.All Organization.Read.All").await,
    );
    for token in [&attributes, &directory] {
        started.get(by_name, token).await.refused(403, "Authorization_RequestDenied", "");
    }
    let subdomain =
        "/tenantRelationships/findTenantInformationByDomainName(domainName='a.northwind.example')";
    started.get(subdomain, &vestibule).await.refused(404, "Directory_ObjectNotFound", "");
}

#[tokio::test]
async fn members_without_a_role_may_be_kept_from_reading_others() {
    let started = start_emulator().await;
    let megan = started.powerful(MEGAN, "Policy.ReadWrite.Authorization User.Read.All").await;
    let path = "/policies/authorizationPolicy";
    let body = |permissions: Value| Some(json!({ "defaultUserRolePermissions": permissions }));
    for (permissions, code) in [
        (json!({ "allowedToCreateApps": false }), "BadRequest"),
        (json!({ "nonsense": true }), "Request_BadRequest"),
        (json!({ "allowedToReadOtherUsers": "no" }), "Request_BadRequest"),
    ] {
        started.graph(Method::PATCH, path, &megan, body(permissions)).await.refused(400, code, "");
    }
    let done =
        started.graph(Method::PATCH, path, &megan, body(json!({ "allowedToReadOtherUsers": false }))).await;
    assert_eq!(done.status, 204, "{}", done.text);
    let daemon = started.application("daemon").await;
    let shown = started.get(path, &daemon).await.body["defaultUserRolePermissions"].clone();
    assert_eq!(shown["allowedToReadOtherUsers"], false);
    let adele = started.powerful(ADELE, "User.Read.All").await;
    let grady = format!("/users/{}", started.user(GRADY));
    assert!(started.get("/users", &adele).await.ids().is_empty());
    assert_eq!(started.get_eventual("/users/$count", &adele).await.text, "0");
    started.get(&grady, &adele).await.refused(403, "Authorization_RequestDenied", "");
    started.get("/users/delta", &adele).await.refused(403, "Authorization_RequestDenied", "");
    started.get("/subscriptions", &adele).await.refused(403, "Authorization_RequestDenied", "");
    assert_eq!(started.get(&format!("/users/{ADELE}"), &adele).await.status, 200, "oneself");
    for token in [megan, daemon] {
        assert_eq!(started.get("/users", &token).await.ids().len(), 6);
        assert_eq!(started.get(&grady, &token).await.status, 200);
    }
}

#[tokio::test]
async fn the_default_of_cross_tenant_access_tells_how_people_redeem() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = "/policies/crossTenantAccessPolicy/default";
    let at_first = started.get(path, &token).await.body;
    let providers = "invitationRedemptionIdentityProviderConfiguration";
    assert_eq!(
        (&at_first["isServiceDefault"], &at_first[providers]["fallbackIdentityProvider"]),
        (&json!(true), &json!("defaultConfiguredIdp"),)
    );
    let order = json!(["externalFederation", "azureActiveDirectory"]);
    started.policy(json!({
        "primaryIdentityProviderPrecedenceOrder": order, "fallbackIdentityProvider": "emailOneTimePasscode",
    }))
    .await;
    let changed = started.get(path, &token).await.body;
    assert_eq!(changed["isServiceDefault"], false);
    assert_eq!(changed[providers]["primaryIdentityProviderPrecedenceOrder"], order);
    assert_eq!(changed[providers]["fallbackIdentityProvider"], "emailOneTimePasscode");
}
