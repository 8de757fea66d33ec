//! Every refusal of Graph, in its own words.

use emulator::seed::groups::{ADMIN_ROLE, PROJECT_ACCESS};
use reqwest::Method;
use serde_json::{Value, json};

use super::{hold, whole};
use crate::{
    harness::{ADELE, Answer, GRADY, TestEmulator, invitation, start_emulator},
    invitations::with,
};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// What was asked, and how it was refused: a line for the request, one for the refusal, one for each detail.
fn told(request: &str, answer: &Answer) -> String {
    assert!(answer.status >= 400 && !answer.code().is_empty(), "{request} is not refused: {}", answer.text);
    let mut lines = format!("{request}\n  {} {}: {}\n", answer.status, answer.code(), answer.message());
    for detail in answer.body["error"]["details"].as_array().into_iter().flatten() {
        let part = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        lines += &format!("    {} {}: {}\n", part("code"), part("target"), part("message"));
    }
    lines
}

async fn reads(started: &TestEmulator, token: &str, paths: &[&str]) -> String {
    let mut all = String::new();
    for path in paths {
        all += &told(&format!("GET {path}"), &started.get(path, token).await);
    }
    all
}

async fn writes(started: &TestEmulator, token: &str, requests: Vec<(Method, String, Value)>) -> String {
    let mut all = String::new();
    for (method, path, body) in requests {
        let request = format!("{method} {path} {body}");
        all += &told(&request, &started.graph(method, &path, token, Some(body)).await);
    }
    all
}

/// One body of each kind, whole; `Answer::refused` holds every other one to these shapes.
#[tokio::test]
async fn the_bodies_of_refusals() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let powerless = started.application("powerless").await;
    let token_missing = Answer::of(started.browser.get(started.url("/v1.0/me")).send().await.unwrap()).await;
    let path = format!("/users/{}", started.user(GRADY));
    let conflict = started.graph(Method::PATCH, &path, &daemon, Some(json!({ "mail": ADELE }))).await;
    let mut all = String::new();
    for (about, answer) in [
        ("no token", token_missing),
        ("a token without the permission", started.get("/users", &powerless).await),
        ("an object that is not there", started.get(&format!("/users/{NOBODY}"), &daemon).await),
        ("an address that another user has", conflict),
    ] {
        all += &format!("# {about}\n{}\n\n", whole(&answer));
    }
    hold(&started, "refusals_bodies", &all);
}

#[tokio::test]
async fn the_refusals_of_reads() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let mut all = reads(&started, "", &["/me"]).await;
    all += &reads(&started, "nonsense", &["/me"]).await;
    let paths = [
        "/me",
        "/nonsense",
        "/users/1/nonsense",
        "/users/nobody@contoso.example",
        "/users/$count",
        "/users?$select=nonsense",
        "/users?$select=mailboxSettings",
        "/users?$filter=nonsense eq 'x'",
        "/users?$filter=mail eq",
        "/users?$filter=accountEnabled eq 'x'",
        "/users?$filter=userType ne 'Member'",
        "/users?$filter=mail eq 'x'&$filter=mail eq 'y'",
        "/users?$orderby=nonsense",
        "/users?$filter=userType eq 'Member'&$orderby=displayName",
        "/users?$search=\"displayName:a\"",
        "/users?$top=0",
        "/users?$top=1000",
        "/users?$top=x",
        "/users?$skip=1",
        "/users?$skiptoken=x",
        "/users?$count=maybe",
        "/users?$format=xml",
        "/users?$expand=nonsense",
        "/users/nobody?$top=1",
        "/users/delta?$deltatoken=nonsense",
        "/users/delta?$deltatoken=latest&$filter=mail eq 'x'",
        "/groups/nonsense",
        "/groups/00000000-0000-4000-8000-000000000000",
        "/invitations",
        "/subscriptions/00000000-0000-4000-8000-000000000000",
        "/servicePrincipals/00000000-0000-4000-8000-000000000000",
        "/directory/administrativeUnits/00000000-0000-4000-8000-000000000000",
        "/directory/deletedItems/00000000-0000-4000-8000-000000000000",
    ];
    all += &reads(&started, &daemon, &paths).await;
    hold(&started, "refusals_of_reads", &all);
}

#[tokio::test]
async fn the_refusals_of_writes() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let grady = started.user(GRADY);
    let user = format!("/users/{grady}");
    let group =
        json!({ "displayName": "New", "mailEnabled": false, "securityEnabled": true, "mailNickname": "new" });
    let role = json!({ "principalId": grady, "resourceId": grady, "appRoleId": ADMIN_ROLE });
    let requests = "/identityGovernance/entitlementManagement/assignmentRequests".to_owned();
    let assigned = json!({ "accessPackageId": PROJECT_ACCESS, "targetId": grady });
    let soon =
        json!({ "resource": "users", "changeType": "updated", "notificationUrl": "https://away.example/" });
    let patches = [
        json!({ "givenName": "x".repeat(65) }),
        json!({ "displayName": null }),
        json!({ "usageLocation": "ZZ" }),
        json!({ "businessPhones": ["1", "2"] }),
        json!({ "jobTitle": 7 }),
        json!({ "proxyAddresses": [] }),
        json!({ "nonsense": 1 }),
        json!({ "mail": ADELE }),
    ];
    let mut wanted: Vec<_> = patches.into_iter().map(|body| (Method::PATCH, user.clone(), body)).collect();
    wanted.extend([
        (Method::DELETE, "/me".to_owned(), json!({})),
        (Method::DELETE, format!("/users/{NOBODY}"), json!({})),
        (Method::POST, "/groups".to_owned(), with(group.clone(), json!({ "mailEnabled": true }))),
        (Method::POST, "/groups".to_owned(), with(group.clone(), json!({ "mailNickname": "a b" }))),
        (
            Method::POST,
            "/groups".to_owned(),
            with(group.clone(), json!({ "groupTypes": ["DynamicMembership"] })),
        ),
        (Method::POST, "/groups".to_owned(), with(group, json!({ "nonsense": 1 }))),
        (Method::POST, "/groups/nonsense/members/$ref".to_owned(), json!({ "@odata.id": "x" })),
        (Method::POST, format!("{user}/appRoleAssignments"), role),
        (Method::POST, format!("{user}/extensions"), json!({})),
        (Method::POST, requests.clone(), json!({ "requestType": "nonsense", "assignment": assigned })),
        (Method::POST, requests, json!({ "requestType": "adminAdd", "assignment": { "targetId": grady } })),
        (Method::POST, "/subscriptions".to_owned(), json!({ "resource": "users" })),
        (
            Method::POST,
            "/subscriptions".to_owned(),
            with(soon, json!({ "expirationDateTime": "2020-01-01T00:00:00Z" })),
        ),
        (Method::POST, "/$batch".to_owned(), json!({ "requests": [] })),
        (Method::POST, "/$batch".to_owned(), json!({ "requests": [{ "id": "1" }] })),
    ]);
    hold(&started, "refusals_of_writes", &writes(&started, &daemon, wanted).await);
}

#[tokio::test]
async fn the_refusals_of_invitations() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let new = "new@fabrikam.example";
    let copy = |address: &str| json!({ "ccRecipients": [{ "emailAddress": { "address": address } }] });
    let two = json!({ "ccRecipients": [
        { "emailAddress": { "address": "a@fabrikam.example" } }, { "emailAddress": { "address": "b@fabrikam.example" } },
    ] });
    let mut wanted =
        vec![json!({}), json!({ "invitedUserEmailAddress": new }), invitation("nobody"), invitation(ADELE)];
    let more = [
        json!({ "inviteRedirectUrl": "nowhere" }),
        json!({ "invitedUserType": "Member" }),
        json!({ "invitedUserType": "nonsense" }),
        json!({ "invitedUserDisplayName": "x".repeat(257) }),
        json!({ "invitedUserMessageInfo": copy("nobody") }),
        json!({ "invitedUserMessageInfo": two }),
        json!({ "invitedUserSponsors": [{ "id": NOBODY }] }),
        json!({ "resetRedemption": true, "invitedUser": { "id": started.user(GRADY) } }),
        json!({ "status": "Completed" }),
        json!({ "nonsense": 1 }),
    ];
    wanted.extend(more.into_iter().map(|more| with(invitation(new), more)));
    let invitations = |bodies: Vec<Value>| {
        bodies.into_iter().map(|body| (Method::POST, "/invitations".to_owned(), body)).collect::<Vec<_>>()
    };
    let mut all = writes(&started, &token, invitations(wanted)).await;
    for policy in [
        json!({ "allowInvitesFrom": "none" }),
        json!({ "allowInvitesFrom": "everyone", "blockedDomains": ["fabrikam.example"] }),
        json!({ "blockedDomains": [], "blockedHomeTenants": ["fabrikam.example"] }),
        json!({ "blockedHomeTenants": [], "directoryQuota": 1 }),
    ] {
        all += &format!("\nwith {policy}\n");
        started.policy(policy).await;
        all += &writes(&started, &token, invitations(vec![invitation(new)])).await;
    }
    hold(&started, "refusals_of_invitations", &all);
}
