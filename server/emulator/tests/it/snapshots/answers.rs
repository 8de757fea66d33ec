//! What Graph and the control addresses answer when all is well.

use reqwest::Method;
use serde_json::{Value, json};

use super::hold_json;
use crate::{
    harness::{ADELE, GRADY, TestEmulator, invitation, start_emulator},
    invitations::with,
};

const NEW: &str = "newperson@fabrikam.example";

async fn read(started: &TestEmulator, token: &str, name: &str, path: &str) {
    let answer = started.get(path, token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    hold_json(started, name, &answer.body);
}

#[tokio::test]
async fn people_and_groups() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let grady = format!("/users/{}", started.user(GRADY));
    read(&started, &daemon, "user", &grady).await;
    read(&started, &daemon, "users", "/users?$select=id,displayName,mail,userType&$top=4").await;
    read(
        &started,
        &daemon,
        "users_expanded",
        "/users?$filter=userType eq 'Guest'&$select=id&$expand=manager($select=id)",
    )
    .await;
    read(&started, &daemon, "groups", "/groups?$top=2").await;
    read(&started, &daemon, "user_member_of", &format!("{grady}/memberOf?$select=displayName,groupTypes"))
        .await;
    read(&started, &daemon, "user_sponsors", &format!("{grady}/sponsors?$select=id,displayName")).await;
    read(&started, &daemon, "organization", "/organization").await;
    read(&started, &daemon, "authorization_policy", "/policies/authorizationPolicy").await;
}

#[tokio::test]
async fn a_batch() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let requests = json!({ "requests": [
        { "id": "1", "method": "GET", "url": format!("/users/{}?$select=mail", started.user(ADELE)) },
        { "id": "2", "method": "GET", "url": "/users/nobody" },
        { "id": "3", "method": "GET", "url": "/users?$select=id&$top=1", "dependsOn": ["2"] },
    ] });
    let answer = started.graph(Method::POST, "/$batch", &daemon, Some(requests)).await;
    let mut body = answer.body;
    body["responses"].as_array_mut().unwrap().sort_by_key(|part| part["id"].to_string());
    hold_json(&started, "batch", &body);
}

/// What tools read; the directory's own objects are held by the seeds.
#[tokio::test]
async fn the_control_addresses() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    started.invite(&token, with(invitation(NEW), json!({ "sendInvitationMessage": true }))).await;
    let fault =
        json!({ "name": "busy", "on": { "path": "/v1.0/me" }, "effect": { "status": 503 }, "times": 2 });
    assert_eq!(started.control(Method::POST, "faults", fault).await.status, 200);
    let read = async |path: &str| {
        let request = started.browser.get(started.url(&format!("/_emulator/{path}")));
        request.header("accept", "application/json").send().await.unwrap().json::<Value>().await.unwrap()
    };
    let mut directory = read("directory?top=0").await;
    for tenant in directory["tenants"].as_array_mut().unwrap() {
        let groups = tenant["groups"].as_array().unwrap().len();
        tenant["groups"] = json!(format!("[{groups} groups]"));
        tenant["policy"] = json!("[see control_policy]");
    }
    hold_json(&started, "control_directory", &directory);
    hold_json(&started, "control_policy", &read("directory?top=0").await["tenants"][0]["policy"]);
    hold_json(&started, "control_faults", &read("faults").await);
    hold_json(&started, "control_throttling", &read("throttling").await);
    let mut clients = read("clients").await;
    clients.as_array_mut().unwrap().iter_mut().for_each(|client| {
        if client["clientSecret"].is_string() {
            client["clientSecret"] = json!("[secret]");
        }
    });
    hold_json(&started, "control_clients", &clients);
    let ledger = read("ledger").await;
    let kinds: Vec<_> =
        ledger.as_array().unwrap().iter().map(|entry| entry["effect"]["kind"].clone()).collect();
    hold_json(&started, "control_ledger_kinds", &json!(kinds));
}
