//! `/users/delta` and `/groups/delta`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use emulator::seed::groups::{HELPERS, MARKETING, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{guest, reference},
    harness::{ADELE, Answer, GRADY, JONI, TestEmulator, invitation, start_emulator},
};

/// The address in a link, as the harness takes it.
fn link(answer: &Answer, name: &str) -> String {
    let link = answer.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", answer.text));
    link.split("/v1.0").nth(1).unwrap().to_owned()
}

/// Follows the pages of a delta query: everything it told, and where to go on.
async fn drained(started: &TestEmulator, token: &str, first: &str) -> (Vec<Value>, String) {
    let (mut all, mut path) = (Vec::new(), first.to_owned());
    loop {
        let page = started.get(&path, token).await;
        assert_eq!(page.status, 200, "{}", page.text);
        all.extend(page.body["value"].as_array().unwrap().clone());
        if page.body.get("@odata.deltaLink").is_some() {
            return (all, link(&page, "@odata.deltaLink"));
        }
        path = link(&page, "@odata.nextLink");
    }
}

#[tokio::test]
async fn first_everything_then_what_has_changed() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (all, since) = drained(&started, &token, "/users/delta?$select=displayName,jobTitle").await;
    assert_eq!(all.len(), 6);
    assert!(all[0].get("mail").is_none(), "only what was selected");
    let (nothing, since) = drained(&started, &token, &since).await;
    assert!(nothing.is_empty());
    let grady = started.user(GRADY);
    for title in ["x", "y"] {
        let body = Some(json!({ "jobTitle": title }));
        assert_eq!(started.graph(Method::PATCH, &format!("/users/{grady}"), &token, body).await.status, 204);
    }
    let new = guest(&started, "new@fabrikam.example").await;
    let joni = format!("/users/{}", started.user(JONI));
    assert_eq!(started.graph(Method::DELETE, &joni, &token, None).await.status, 204);
    let (changed, since) = drained(&started, &token, &since).await;
    assert_eq!(changed.len(), 3, "each object once: {changed:?}");
    assert_eq!((&changed[0]["id"], &changed[0]["jobTitle"]), (&json!(grady), &json!("y")));
    assert_eq!(changed[1]["id"], new);
    assert_eq!(changed[2]["@removed"]["reason"], "changed", "it can be restored");
    let bin = format!("/directory/deletedItems/{}", changed[2]["id"].as_str().unwrap());
    assert_eq!(started.graph(Method::DELETE, &bin, &token, None).await.status, 204);
    let (gone, _) = drained(&started, &token, &since).await;
    assert_eq!(gone[0]["@removed"]["reason"], "deleted");
}

#[tokio::test]
async fn delta_pages_follow_one_another() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let adele = started.delegated(ADELE).await;
    for number in 0..120 {
        let made = started.invite(&adele, invitation(&format!("guest{number}@fabrikam.example"))).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
    started.advance(1000).await;
    let first = started.get("/users/delta()", &token).await;
    assert_eq!(first.body["value"].as_array().unwrap().len(), 100);
    assert!(first.body.get("@odata.deltaLink").is_none());
    let (rest, since) = drained(&started, &token, &link(&first, "@odata.nextLink")).await;
    assert_eq!(rest.len(), 26);
    let (nothing, _) = drained(&started, &token, &since).await;
    assert!(nothing.is_empty(), "{nothing:?}");
    let latest = started.get("/users/delta?$deltatoken=latest", &token).await;
    assert_eq!(latest.body["value"], json!([]));
    assert!(latest.body["@odata.deltaLink"].is_string());
}

#[tokio::test]
async fn a_delta_lags_behind_and_misses_nothing() {
    let started = start_emulator().await;
    started.policy(json!({ "deltaLagMs": 5000 })).await;
    started.advance(5000).await;
    let token = started.application("daemon").await;
    let (_, since) = drained(&started, &token, "/users/delta").await;
    let id = guest(&started, "new@fabrikam.example").await;
    let (early, since) = drained(&started, &token, &since).await;
    assert!(early.is_empty(), "{early:?}");
    started.advance(6000).await;
    let (late, _) = drained(&started, &token, &since).await;
    assert_eq!(late[0]["id"], id);
}

#[tokio::test]
async fn each_delta_refusal_has_its_status_and_code() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (_, since) = drained(&started, &token, "/users/delta").await;
    started.get("/users/delta?$deltatoken=nonsense", &token).await.refused(
        400,
        "Request_BadRequest",
        "Badly formed",
    );
    started.get("/users/delta?$filter=mail eq 'x'", &token).await.refused(
        400,
        "Request_UnsupportedQuery",
        "",
    );
    started.get("/users/delta?$top=5", &token).await.refused(400, "Request_UnsupportedQuery", "");
    started.get(&since.replace("/users/", "/groups/"), &token).await.refused(410, "syncStateNotFound", "");
    let powerless = started.application("powerless").await;
    started.get("/users/delta", &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let grady = started.powerful(GRADY, "User.Read.All").await;
    started.get("/users/delta", &grady).await.refused(403, "Authorization_RequestDenied", "");
    started.advance(7 * 24 * 60 * 60 * 1000).await;
    let token = started.application("daemon").await;
    let old = "The sync state generation is not found. The delta token is expired";
    started.get(&since, &token).await.refused(410, "syncStateNotFound", old);
    started.policy(json!({ "expiredDeltaStatus": 400 })).await;
    started.get(&since, &token).await.refused(400, "syncStateNotFound", old);
    let (_, since) = drained(&started, &token, "/users/delta").await;
    assert_eq!(started.control(Method::POST, "reset", json!({ "seed": "contoso" })).await.status, 200);
    started.get(&since, &token).await.refused(410, "syncStateNotFound", old);
}

#[tokio::test]
async fn a_delta_of_groups_tells_who_came_and_who_went() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (all, since) =
        drained(&started, &token, "/groups/delta?$select=displayName,description,members").await;
    assert_eq!(all.len(), 8);
    let guests = all.iter().find(|group| group["displayName"] == "All guests").unwrap();
    assert_eq!(guests["members@delta"].as_array().unwrap().len(), 2);
    let (grady, path) = (started.user(GRADY), format!("/groups/{PROJECT}/members"));
    let join = started.graph(Method::POST, &format!("{path}/$ref"), &token, Some(reference(&grady))).await;
    assert_eq!(join.status, 204);
    let (changed, since) = drained(&started, &token, &since).await;
    assert_eq!(changed[0]["members@delta"], json!([{ "@odata.type": "#microsoft.graph.user", "id": grady }]));
    let leave = started.graph(Method::DELETE, &format!("{path}/{grady}/$ref"), &token, None).await;
    assert_eq!(leave.status, 204);
    let (changed, _) = drained(&started, &token, &since).await;
    assert_eq!(changed[0]["members@delta"][0]["@removed"]["reason"], "deleted");
}

#[tokio::test]
async fn a_delta_by_id_tells_of_these_objects_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let joni = started.user(JONI);
    let users = format!("/users/delta?$filter=id eq '{}'", started.user(GRADY));
    let groups = format!("/groups/delta?$filter=id eq '{PROJECT}'");
    let (of_users, since_users) = drained(&started, &token, &users).await;
    let (of_groups, since_groups) = drained(&started, &token, &groups).await;
    assert_eq!((of_users.len(), of_groups.len()), (1, 1));
    // Somebody else goes, and other groups change and go: neither is told.
    assert_eq!(started.graph(Method::DELETE, &format!("/users/{joni}"), &token, None).await.status, 204);
    let gone = format!("/groups/{HELPERS}");
    let body = Some(json!({ "description": "x" }));
    assert_eq!(started.graph(Method::PATCH, &format!("/groups/{MARKETING}"), &token, body).await.status, 204);
    assert_eq!(started.graph(Method::DELETE, &gone, &token, None).await.status, 204);
    let (of_users, since_users) = drained(&started, &token, &since_users).await;
    let (of_groups, since_groups) = drained(&started, &token, &since_groups).await;
    assert_eq!((&of_users, &of_groups), (&Vec::new(), &Vec::new()));
    let join = format!("/groups/{PROJECT}/members/$ref");
    let joined = started.graph(Method::POST, &join, &token, Some(reference(&started.user(GRADY)))).await;
    assert_eq!(joined.status, 204);
    for path in [format!("/users/{}", started.user(GRADY)), format!("/groups/{PROJECT}")] {
        assert_eq!(started.graph(Method::DELETE, &path, &token, None).await.status, 204);
    }
    let (of_users, _) = drained(&started, &token, &since_users).await;
    let (of_groups, _) = drained(&started, &token, &since_groups).await;
    assert_eq!(of_users[0]["@removed"]["reason"], "changed");
    assert_eq!(of_groups, [json!({ "id": PROJECT, "@removed": { "reason": "deleted" } })]);
}

#[tokio::test]
async fn a_delta_of_groups_tells_of_members_unless_only_others_are_selected() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let nested = Some(reference(&MARKETING.to_string()));
    let join = format!("/groups/{PROJECT}/members/$ref");
    assert_eq!(started.graph(Method::POST, &join, &token, nested).await.status, 204);
    let group = json!({ "@odata.type": "#microsoft.graph.group", "id": MARKETING });
    for (query, told) in [
        ("", Some(json!([group]))),
        ("$select=members&", Some(json!([group]))),
        ("$select=displayName&", None),
    ] {
        let path = format!("/groups/delta?{query}$filter=id eq '{PROJECT}'");
        let (all, since) = drained(&started, &token, &path).await;
        assert_eq!(all[0].get("members@delta"), told.as_ref(), "{query}");
        assert_eq!(all[0].get("displayName").is_some(), !query.contains("members"), "{query}");
        let body = Some(json!({ "description": query }));
        let change = started.graph(Method::PATCH, &format!("/groups/{PROJECT}"), &token, body).await;
        assert_eq!(change.status, 204);
        let (changed, _) = drained(&started, &token, &since).await;
        assert_eq!((changed.len(), changed[0].get("members@delta")), (1, None), "no member changed");
    }
}

#[tokio::test]
async fn a_delta_link_of_the_end_of_time_has_expired() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (_, since) = drained(&started, &token, "/users/delta").await;
    let (path, text) = since.split_once("$deltatoken=").unwrap();
    let mut inside: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    inside["issued"] = json!(253_402_300_799_i64);
    let forged = format!("{path}$deltatoken={}", URL_SAFE_NO_PAD.encode(inside.to_string()));
    started.get(&forged, &token).await.refused(410, "syncStateNotFound", "The sync state generation");
}
