//! Applications of several tenants, through `common` and `organizations`.

use emulator::seed::{
    contoso::{CONTOSO, FABRIKAM},
    groups::ADMIN_ROLE,
};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::{
    harness::{ADELE, Answer, CALLBACK, GRADY, TestEmulator, VERIFIER, location, parameter, start_emulator},
    sign_in,
};

async fn several(started: &TestEmulator) {
    started.register("vestibule", json!({"signInAudience": "AzureADMultipleOrgs"})).await;
}

async fn authorize(started: &TestEmulator, segment: &str, extra: &[(&str, &str)]) -> Response {
    let query =
        started.authorize_query(&[&[("scope", "openid profile offline_access User.Read")], extra].concat());
    let path = started.url(&format!("/{segment}/oauth2/v2.0/authorize"));
    started.browser.get(path).query(&query).send().await.unwrap()
}

async fn token(started: &TestEmulator, segment: &str, form: &[(&str, &str)]) -> Answer {
    let client = started.client("vestibule");
    let id = client.client_id.to_string();
    let own = [("client_id", id.as_str()), ("client_secret", client.client_secret.as_deref().unwrap())];
    let path = started.url(&format!("/{segment}/oauth2/v2.0/token"));
    Answer::of(started.browser.post(path).form(&[&own, form].concat()).send().await.unwrap()).await
}

async fn code(started: &TestEmulator, segment: &str, response: Response) -> Answer {
    assert_eq!(response.status(), 302, "{}", response.text().await.unwrap());
    let code = parameter(&location(&response), "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    token(started, segment, &form).await
}

fn claims(tokens: &Value, name: &str) -> Value {
    sign_in::claims(tokens[name].as_str().unwrap())
}

#[tokio::test]
async fn an_application_of_one_tenant_is_not_found_through_common() {
    let started = start_emulator().await;
    for segment in ["common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"] {
        let page = authorize(&started, segment, &[]).await;
        assert_eq!(page.status(), 400);
        assert!(page.text().await.unwrap().contains("AADSTS50194"), "{segment}");
        let form = [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
        token(&started, segment, &form).await.entra_refused(400, "invalid_request", 50_194);
    }
    let foreign = authorize(&started, "fabrikam.example", &[]).await;
    assert_eq!(foreign.status(), 400);
    assert!(foreign.text().await.unwrap().contains("AADSTS700016"));
}

#[tokio::test]
async fn a_code_is_not_redeemed_at_another_tenant() {
    let started = start_emulator().await;
    several(&started).await;
    let page = authorize(&started, "contoso.example", &[("prompt", "select_account")]).await;
    let back = started.pick(page, ADELE).await;
    let code = parameter(&location(&back), "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    token(&started, "fabrikam.example", &form).await.entra_refused(400, "invalid_grant", 700_005);
    assert_eq!(token(&started, "contoso.example", &form).await.status, 200, "the code is still good");
}

#[tokio::test]
async fn through_common_people_sign_in_at_home_and_consent_there() {
    let started = start_emulator().await;
    several(&started).await;
    for segment in ["common", "organizations"] {
        let page = authorize(&started, segment, &[("prompt", "select_account")]).await;
        let mut answer = started.pick(page, GRADY).await;
        if segment == "common" {
            assert_eq!(answer.status(), 200, "consent is asked in Grady's tenant");
            answer = started.decide_and_follow(answer, "accept", &[]).await;
        }
        let tokens = code(&started, segment, answer).await;
        assert_eq!(tokens.status, 200, "{}", tokens.text);
        let id = claims(&tokens.body, "id_token");
        assert_eq!(id["tid"], FABRIKAM.to_string());
        assert_eq!(id["iss"], format!("{}/{FABRIKAM}/v2.0", started.emulator.url()));
        assert_eq!(id["acct"], 0, "a member at home, whatever Grady is elsewhere");
        assert_ne!(id["oid"], started.user(GRADY));
        let me = started.get("/me", tokens.body["access_token"].as_str().unwrap()).await;
        assert_eq!(me.body["id"], id["oid"]);
        let refresh = tokens.body["refresh_token"].as_str().unwrap();
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let again = token(&started, segment, &form).await;
        assert_eq!(claims(&again.body, "id_token")["tid"], FABRIKAM.to_string());
    }
    let consented = started.effects("consented");
    assert_eq!(consented.len(), 1, "one consent, in one tenant");
    assert_eq!(consented[0]["tenant"], FABRIKAM.to_string());
}

#[tokio::test]
async fn a_guest_is_one_only_through_the_address_of_the_tenant() {
    let started = start_emulator().await;
    several(&started).await;
    let page = authorize(&started, "contoso.example", &[("prompt", "select_account")]).await;
    let answer = started.pick(page, GRADY).await;
    let tokens = code(&started, "contoso.example", answer).await;
    let id = claims(&tokens.body, "id_token");
    assert_eq!((&id["tid"], &id["acct"]), (&json!(CONTOSO.to_string()), &json!(1)));
    assert_eq!(id["oid"], started.user(GRADY));
}

#[tokio::test]
async fn every_tenant_has_its_own_service_principal() {
    let started = start_emulator().await;
    several(&started).await;
    let form = [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
    token(&started, "fabrikam.example", &form).await.entra_refused(400, "unauthorized_client", 700_016);
    token(&started, "common", &form).await.entra_refused(400, "invalid_request", 50_059);
    let page = authorize(&started, "organizations", &[("prompt", "select_account")]).await;
    let consent = started.pick(page, GRADY).await;
    started.decide_and_follow(consent, "accept", &[]).await;
    let there = token(&started, "fabrikam.example", &form).await;
    let here = token(&started, "contoso.example", &form).await;
    let (there, here) = (claims(&there.body, "access_token"), claims(&here.body, "access_token"));
    assert_eq!((&there["tid"], &here["tid"]), (&json!(FABRIKAM.to_string()), &json!(CONTOSO.to_string())));
    assert_ne!(there["oid"], here["oid"]);
    assert!(there.get("roles").is_none() && here["roles"].is_array(), "roles were granted at home only");
}

#[tokio::test]
async fn personal_accounts_have_no_tenant_to_sign_in_to() {
    let started = start_emulator().await;
    started.register("vestibule", json!({"signInAudience": "AzureADMultipleOrgs"})).await;
    let page = authorize(&started, "consumers", &[]).await;
    assert_eq!(page.status(), 400);
    let page = page.text().await.unwrap();
    assert!(page.contains("AADSTS700016"), "{page}");
    let document =
        started.browser.get(started.url("/consumers/v2.0/.well-known/openid-configuration")).send().await;
    let document: Value = document.unwrap().json().await.unwrap();
    let consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";
    assert_eq!(document["issuer"], format!("{}/{consumers}/v2.0", started.emulator.url()));
    let wrong = started.control(
        Method::PATCH,
        "clients",
        json!({"name": "vestibule", "signInAudience": "Everybody"}),
    );
    assert_eq!(wrong.await.status, 400);
}

#[tokio::test]
async fn a_member_of_the_own_tenant_is_the_same_either_way() {
    let started = start_emulator().await;
    several(&started).await;
    let page = authorize(&started, "common", &[("prompt", "select_account")]).await;
    let answer = started.pick(page, ADELE).await;
    let tokens = code(&started, "common", answer).await;
    assert_eq!(claims(&tokens.body, "id_token")["oid"], started.user(ADELE));
}

/// What another tenant's administrator has consented to, as a token of the application there.
async fn consented(started: &TestEmulator, roles: &[&str]) -> String {
    let admin = json!({
        "user": GRADY, "tenant": "fabrikam.example", "directoryRoles": ["62e90394-69f5-4237-9190-012177145e10"],
    });
    assert_eq!(started.control(Method::PATCH, "users", admin).await.status, 204);
    started.register("vestibule", json!({ "requestedRoles": roles })).await;
    let id = started.client("vestibule").client_id.to_string();
    let scope = "https://graph.microsoft.com/.default";
    let query = [("client_id", id.as_str()), ("redirect_uri", CALLBACK), ("scope", scope)];
    let address = started.url("/fabrikam.example/v2.0/adminconsent");
    let page = started.browser.get(address).query(&query).send().await.unwrap();
    let page = started.pick(page, GRADY).await;
    assert_eq!(started.decide(page, "accept", &[]).await.status(), 302);
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let tokens = token(started, "fabrikam.example", &form).await;
    tokens.body["access_token"].as_str().unwrap_or_else(|| panic!("{}", tokens.text)).to_owned()
}

#[tokio::test]
async fn another_tenant_s_service_principal_is_used_like_its_own() {
    let started = start_emulator().await;
    several(&started).await;
    let roles = [
        "Application.Read.All",
        "AppRoleAssignment.ReadWrite.All",
        "RoleManagement.ReadWrite.Directory",
        "User.Read.All",
    ];
    let there = consented(&started, &roles).await;
    let app = started.client("vestibule").client_id;
    let listed = started.get("/servicePrincipals", &there).await;
    let own = sign_in::claims(&there)["oid"].as_str().unwrap().to_owned();
    let graph =
        started.get(&format!("/servicePrincipals(appId='{}')", world::app::GRAPH_APP_ID), &there).await;
    assert_eq!(listed.ids(), [own.as_str(), graph.body["id"].as_str().unwrap()], "{}", listed.text);
    assert_eq!(listed.body["value"][0]["appOwnerOrganizationId"], CONTOSO.to_string());
    assert_eq!(started.get(&format!("/servicePrincipals(appId='{app}')"), &there).await.body["id"], own);
    let grady = started.account(GRADY);
    let path = format!("/servicePrincipals/{own}/appRoleAssignedTo");
    let body = json!({ "principalId": grady, "resourceId": own, "appRoleId": ADMIN_ROLE });
    let made = started.graph(Method::POST, &path, &there, Some(body)).await;
    assert_eq!((made.status, &made.body["resourceId"]), (201, &json!(own)), "{}", made.text);
    assert_eq!(started.get(&path, &there).await.ids().len(), 1);
    let gone = format!("{path}/{}", made.body["id"].as_str().unwrap());
    assert_eq!(started.graph(Method::DELETE, &gone, &there, None).await.status, 204);
    let reader = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    let body = json!({ "principalId": own, "roleDefinitionId": reader, "directoryScopeId": "/" });
    let held =
        started.graph(Method::POST, "/roleManagement/directory/roleAssignments", &there, Some(body)).await;
    assert_eq!(held.status, 201, "{}", held.text);
    let home = started.application("daemon").await;
    started.get(&format!("/servicePrincipals/{own}"), &home).await.refused(
        404,
        "Request_ResourceNotFound",
        "",
    );
}
