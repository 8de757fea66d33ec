//! `/groups` and who is in them.

use emulator::seed::groups::{ALL_COMPANY, ALL_GUESTS, MARKETING, PROJECT, SALES, WAREHOUSE};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, JONI, TestEmulator, invitation, start_emulator};

const NOBODY: &str = "00000000-0000-0000-0000-000000000001";

pub fn reference(id: &str) -> Value {
    json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}") })
}

/// A new guest, once everything sees it.
pub async fn guest(started: &TestEmulator, address: &str) -> String {
    let token = started.delegated(ADELE).await;
    let made = started.invite(&token, invitation(address)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    started.advance(1000).await;
    made.body["invitedUser"]["id"].as_str().unwrap().to_owned()
}

pub async fn add(started: &TestEmulator, token: &str, group: impl ToString, member: &str) -> Answer {
    let path = format!("/groups/{}/members/$ref", group.to_string());
    started.graph(Method::POST, &path, token, Some(reference(member))).await
}

async fn remove(started: &TestEmulator, token: &str, group: impl ToString, member: &str) -> Answer {
    let path = format!("/groups/{}/members/{member}/$ref", group.to_string());
    started.graph(Method::DELETE, &path, token, None).await
}

async fn members(started: &TestEmulator, token: &str, group: impl ToString) -> Vec<String> {
    let answer = started.get(&format!("/groups/{}/members?$select=id", group.to_string()), token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.ids().into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn members_come_and_go_and_the_ledger_knows() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let grady = started.user(GRADY);
    let added = add(&started, &token, PROJECT, &grady).await;
    assert_eq!((added.status, added.text.as_str()), (204, ""));
    assert_eq!(members(&started, &token, PROJECT).await, std::slice::from_ref(&grady));
    let effects = started.effects("membersChanged");
    assert_eq!(effects[0]["group"], PROJECT.to_string());
    assert_eq!(effects[0]["added"], json!([{ "user": grady }]));
    let whole = started.get(&format!("/groups/{PROJECT}/members"), &token).await;
    assert_eq!(whole.body["value"][0]["@odata.type"], "#microsoft.graph.user");
    assert_eq!(whole.body["value"][0]["mail"], GRADY);
    let of = started.get(&format!("/users/{grady}/memberOf"), &token).await;
    assert!(of.ids().contains(&PROJECT.to_string().as_str()), "{}", of.text);
    assert_eq!(remove(&started, &token, PROJECT, &grady).await.status, 204);
    assert!(members(&started, &token, PROJECT).await.is_empty());
    assert_eq!(started.effects("membersChanged")[1]["removed"], json!([{ "user": grady }]));
}

#[tokio::test]
async fn one_member_is_read_by_id_and_nobody_else() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (grady, joni) = (started.user(GRADY), started.user(JONI));
    add(&started, &token, PROJECT, &grady).await;
    let read = async |member: &str, token: &str| {
        started.get(&format!("/groups/{PROJECT}/members/{member}?$select=id"), token).await
    };
    let found = read(&grady, &token).await;
    assert_eq!((found.status, &found.body["id"]), (200, &json!(grady)), "{}", found.text);
    assert_eq!(found.body["@odata.type"], "#microsoft.graph.user");
    for member in [joni.as_str(), NOBODY] {
        assert_eq!(read(member, &token).await.status, 404, "{member}");
    }
    let powerless = started.application("powerless").await;
    assert_eq!(read(&grady, &powerless).await.status, 403);
}

#[tokio::test]
async fn each_refusal_about_members_has_its_status_and_words_and_changes_nothing() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (grady, joni) = (started.user(GRADY), started.user(JONI));
    assert_eq!(add(&started, &token, PROJECT, &grady).await.status, 204);
    let before = started.emulator.world(|world| world.ledger().len());
    let bad = "Request_BadRequest";
    let exists =
        "One or more added object references already exist for the following modified properties: 'members'.";
    add(&started, &token, PROJECT, &grady).await.refused(400, bad, exists);
    let missing = "Resource '00000000-0000-0000-0000-000000000001' does not exist or one of its queried reference-property objects are not present.";
    add(&started, &token, PROJECT, NOBODY).await.refused(404, "Request_ResourceNotFound", missing);
    add(&started, &token, NOBODY, &grady).await.refused(404, "Request_ResourceNotFound", missing);
    add(&started, &token, "nonsense", &grady).await.refused(
        400,
        bad,
        "Invalid object identifier 'nonsense'.",
    );
    let gone = format!("Resource '{joni}' does not exist");
    remove(&started, &token, PROJECT, &joni).await.refused(404, "Request_ResourceNotFound", &gone);
    let mail = "Cannot Update a mail-enabled security groups and or distribution list.";
    add(&started, &token, SALES, &grady).await.refused(400, bad, mail);
    add(&started, &token, ALL_COMPANY, &grady).await.refused(400, bad, mail);
    remove(&started, &token, SALES, &grady).await.refused(400, bad, mail);
    remove(&started, &token, WAREHOUSE, &grady).await.refused(
        400,
        bad,
        "Unable to update the specified properties",
    );
    let outside = "Unable to update the specified properties for objects that have originated within an external service.";
    add(&started, &token, WAREHOUSE, &grady).await.refused(400, bad, outside);
    let warehouse = format!("/groups/{WAREHOUSE}");
    for (method, body) in [(Method::PATCH, Some(json!({ "displayName": "x" }))), (Method::DELETE, None)] {
        started.graph(method, &warehouse, &token, body).await.refused(400, bad, outside);
    }
    let denied = "Insufficient privileges to complete the operation.";
    add(&started, &token, ALL_GUESTS, &started.user(ADELE)).await.refused(
        403,
        "Authorization_RequestDenied",
        denied,
    );
    remove(&started, &token, ALL_GUESTS, &grady).await.refused(403, "Authorization_RequestDenied", denied);
    let path = format!("/groups/{PROJECT}/members/$ref");
    for body in [json!({}), json!({ "@odata.id": grady }), json!({ "@odata.id": "https://x/y/1" })] {
        started.graph(Method::POST, &path, &token, Some(body)).await.refused(400, bad, "Invalid URL format");
    }
    started.policy(json!({ "dynamicGroupStatus": 400 })).await;
    add(&started, &token, ALL_GUESTS, &started.user(ADELE)).await.refused(
        400,
        bad,
        "Members of a group with dynamic",
    );
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before + 1, "only the policy changed");
}

#[tokio::test]
async fn twenty_are_bound_at_once_all_or_none() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/groups/{MARKETING}");
    let bind = |ids: &[String]| {
        let links: Vec<_> =
            ids.iter().map(|id| format!("https://graph.microsoft.com/v1.0/users/{id}")).collect();
        Some(json!({ "members@odata.bind": links }))
    };
    let (grady, joni, adele) = (started.user(GRADY), started.user(JONI), started.user(ADELE));
    let done = started.graph(Method::PATCH, &path, &token, bind(&[grady.clone(), joni.clone()])).await;
    assert_eq!(done.status, 204, "{}", done.text);
    let again = started.graph(Method::PATCH, &path, &token, bind(&[adele.clone(), joni.clone()])).await;
    again.refused(400, "Request_BadRequest", "One or more added object references already exist");
    let unknown =
        started.graph(Method::PATCH, &path, &token, bind(&[adele.clone(), NOBODY.to_owned()])).await;
    unknown.refused(404, "Request_ResourceNotFound", "Resource '00000000");
    let many = vec![adele; 21];
    let many = started.graph(Method::PATCH, &path, &token, bind(&many)).await;
    many.refused(
        400,
        "Request_BadRequest",
        "The number of references in the request exceeds the limit of 20",
    );
    assert_eq!(members(&started, &token, MARKETING).await.len(), 2);
    assert_eq!(started.effects("membersChanged").len(), 1);
}

#[tokio::test]
async fn a_group_refers_to_a_new_guest_later_than_reads_show_it() {
    let started = start_emulator().await;
    started.policy(json!({ "visibilityLagMs": 0, "visibility": {"groupReferenceMs": 5000} })).await;
    let adele = started.delegated(ADELE).await;
    let made = started.invite(&adele, invitation("late@fabrikam.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap();
    let token = started.application("daemon").await;
    assert_eq!(started.get(&format!("/users/{id}"), &token).await.status, 200);
    let early = add(&started, &token, PROJECT, id).await;
    early.refused(404, "Request_ResourceNotFound", &format!("Resource '{id}' does not exist"));
    started.advance(5000).await;
    assert_eq!(add(&started, &token, PROJECT, id).await.status, 204);
}

#[tokio::test]
async fn a_dynamic_group_follows_its_rule_after_a_while() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    assert_eq!(members(&started, &token, ALL_GUESTS).await.len(), 2, "the seeded guests");
    let id = guest(&started, "late@fabrikam.example").await;
    assert!(!members(&started, &token, ALL_GUESTS).await.contains(&id), "the rule takes its time");
    started.advance(60_000).await;
    assert!(members(&started, &token, ALL_GUESTS).await.contains(&id));
    let change = json!({ "userType": "Member" });
    assert_eq!(started.graph(Method::PATCH, &format!("/users/{id}"), &token, Some(change)).await.status, 204);
    started.advance(60_000).await;
    assert!(!members(&started, &token, ALL_GUESTS).await.contains(&id));
    let body = json!({
        "displayName": "Sales people", "mailEnabled": false, "securityEnabled": true, "mailNickname": "sp",
        "groupTypes": ["DynamicMembership"], "membershipRule": "user.department -eq \"Sales\"",
    });
    let made = started.graph(Method::POST, "/groups", &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["membershipRuleProcessingState"], "On");
    let sales = made.body["id"].as_str().unwrap();
    started.advance(60_000).await;
    assert_eq!(members(&started, &token, sales).await.len(), 1, "Diego");
    let rule = json!({ "membershipRule": "user.department -in [\"Sales\", \"IT\"]" });
    assert_eq!(
        started.graph(Method::PATCH, &format!("/groups/{sales}"), &token, Some(rule)).await.status,
        204
    );
    started.advance(60_000).await;
    assert_eq!(members(&started, &token, sales).await.len(), 2, "Diego and Megan");
}

#[tokio::test]
async fn groups_are_made_changed_and_deleted() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let members_link = format!("https://graph.microsoft.com/v1.0/users/{}", started.user(GRADY));
    let body = json!({
        "displayName": "Falcon visitors", "description": "From outside", "mailEnabled": false, "securityEnabled": true,
        "mailNickname": "visitors", "members@odata.bind": [members_link],
    });
    let made = started.graph(Method::POST, "/groups", &token, Some(body.clone())).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["groupTypes"], json!([]));
    assert!(made.body["@odata.context"].as_str().unwrap().ends_with("#groups/$entity"));
    let id = made.body["id"].as_str().unwrap();
    let path = format!("/groups/{id}");
    assert_eq!(members(&started, &token, id).await, [started.user(GRADY)]);
    let change = Some(json!({ "description": null, "displayName": "Visitors" }));
    assert_eq!(started.graph(Method::PATCH, &path, &token, change).await.status, 204);
    let read = started.get(&format!("{path}?$select=displayName,description"), &token).await;
    assert_eq!((&read.body["displayName"], &read.body["description"]), (&json!("Visitors"), &Value::Null));
    assert_eq!(started.graph(Method::DELETE, &path, &token, None).await.status, 204);
    started.get(&path, &token).await.refused(404, "Request_ResourceNotFound", "Resource");
    let invalid = "One or more property values specified are invalid.";
    for (name, value, target, message) in [
        ("displayName", Value::Null, "displayName", invalid),
        ("mailNickname", json!("a b"), "mailNickname", invalid),
        ("securityEnabled", json!(false), "groupTypes", invalid),
        ("groupTypes", json!(["DynamicMembership"]), "membershipRule", invalid),
        ("membershipRule", json!("user.mail"), "membershipRule", "Dynamic membership rule validation error"),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        let answer = started.graph(Method::POST, "/groups", &token, Some(wrong)).await;
        answer.refused(400, "Request_BadRequest", message);
        assert_eq!(answer.details(), [("InvalidValue", target)]);
    }
    let mut mail = body;
    mail["mailEnabled"] = json!(true);
    started.graph(Method::POST, "/groups", &token, Some(mail)).await.refused(
        400,
        "Request_BadRequest",
        "The service does not currently support writes of mail-enabled groups.",
    );
    assert_eq!(started.effects("groupCreated").len(), 1);
}

#[tokio::test]
async fn groups_are_listed_filtered_and_searched() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let names = |answer: &Answer| -> Vec<String> {
        assert_eq!(answer.status, 200, "{}", answer.text);
        let values = answer.body["value"].as_array().unwrap().iter();
        values.map(|group| group["displayName"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&started.get("/groups", &token).await).len(), 8);
    let first = started.get("/groups?$top=5&$select=displayName", &token).await;
    assert_eq!(names(&first).len(), 5);
    let next = first.body["@odata.nextLink"].as_str().unwrap().split("/v1.0").nth(1).unwrap();
    assert_eq!(names(&started.get(next, &token).await).len(), 3);
    for (query, expected) in [
        ("$filter=displayName eq 'Marketing'", vec!["Marketing"]),
        ("$filter=startsWith(displayName,'All')", vec!["All guests", "All company"]),
        ("$filter=groupTypes/any(t:t eq 'DynamicMembership')", vec!["All guests", "Adatum partners"]),
        (
            "$filter=mailEnabled eq false and securityEnabled eq true and isAssignableToRole eq true",
            vec!["Directory helpers"],
        ),
    ] {
        assert_eq!(names(&started.get(&format!("/groups?{query}"), &token).await), expected, "{query}");
    }
    let found = started.get_eventual("/groups?$search=\"displayName:fal\"&$count=true", &token).await;
    assert_eq!(names(&found), ["Project Falcon"]);
    assert_eq!(found.body["@odata.count"], 1);
    assert_eq!(started.get_eventual("/groups/$count", &token).await.text, "8");
    started.get("/groups?$filter=displayName ne 'x'", &token).await.refused(
        400,
        "Request_UnsupportedQuery",
        "Unsupported Query.",
    );
    started.get("/groups?$filter=nonsense eq 'x'", &token).await.refused(
        400,
        "BadRequest",
        "Invalid filter clause",
    );
    for path in ["/groups/$count".to_owned(), format!("/groups/{ALL_GUESTS}/members/$count")] {
        started.get(&path, &token).await.refused(
            400,
            "Request_BadRequest",
            "$count is not currently supported.",
        );
    }
    started.get("/groups?$search=\"displayName:fal\"", &token).await.refused(
        400,
        "Request_UnsupportedQuery",
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
}
