//! What users and groups are in, through other groups as well: actions that check it, lists, and lists cast to one type.

use emulator::seed::groups::{ALL_GUESTS, GUESTS, MARKETING, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::add,
    harness::{ADELE, Answer, GRADY, JONI, MEGAN, TestEmulator, start_emulator},
};

const NOBODY: &str = "00000000-0000-0000-0000-000000000001";

async fn ask(started: &TestEmulator, token: &str, path: &str, body: Value) -> Answer {
    started.graph(Method::POST, path, token, Some(body)).await
}

fn denied(answer: &Answer) {
    answer.refused(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

/// A group in Project Falcon, with Joni in it.
async fn inner(started: &TestEmulator, token: &str) -> String {
    let body = json!({ "displayName": "Inner", "mailEnabled": false, "securityEnabled": true, "mailNickname": "in" });
    let made = started.graph(Method::POST, "/groups", token, Some(body)).await;
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(add(started, token, PROJECT, &id).await.status, 204);
    assert_eq!(add(started, token, &id, &started.user(JONI)).await.status, 204);
    id
}

#[tokio::test]
async fn groups_are_checked_through_other_groups_and_in_order() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let inner = inner(&started, &token).await;
    let joni = started.user(JONI);
    let ids = json!({ "groupIds": [MARKETING, PROJECT, NOBODY, inner, ALL_GUESTS] });
    let expected = json!([PROJECT, inner, ALL_GUESTS]);
    for path in [
        format!("/users/{joni}/checkMemberGroups"),
        format!("/directoryObjects/{joni}/checkMemberGroups"),
        format!("/Users/{joni}/CHECKMEMBERGROUPS"),
    ] {
        let answer = ask(&started, &token, &path, ids.clone()).await;
        assert_eq!((answer.status, &answer.body["value"]), (200, &expected), "{path}: {}", answer.text);
        let context = answer.body["@odata.context"].as_str().unwrap();
        assert!(context.ends_with("/v1.0/$metadata#Collection(Edm.String)"), "{context}");
    }
    let of_group = ask(&started, &token, &format!("/groups/{inner}/checkMemberGroups"), ids.clone()).await;
    assert_eq!(of_group.body["value"], json!([PROJECT]));
    let own = started.powerful(ADELE, "User.Read GroupMember.Read.All").await;
    let of_me = ask(&started, &own, "/me/checkMemberGroups", ids).await;
    assert_eq!((of_me.status, &of_me.body["value"]), (200, &json!([])), "{}", of_me.text);
}

#[tokio::test]
async fn twenty_ids_are_checked_at_most() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}/checkMemberGroups", started.user(GRADY));
    let of = |count: usize| json!({ "groupIds": vec![ALL_GUESTS.to_string(); count] });
    let most = ask(&started, &token, &path, of(20)).await;
    assert_eq!((most.status, most.body["value"].as_array().unwrap().len()), (200, 20), "{}", most.text);
    ask(&started, &token, &path, of(21)).await.refused(400, "Request_BadRequest", "The number of ids");
    for body in [json!({}), json!({ "groupIds": "x" }), json!({ "groupIds": [7] })] {
        let refused = ask(&started, &token, &path, body).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.details(), [("InvalidValue", "groupIds")]);
    }
    let malformed = ask(&started, &token, &path, json!({ "groupIds": ["x"] })).await;
    malformed.refused(400, "Request_BadRequest", "Invalid object identifier 'x'.");
    let strange = ask(&started, &token, &path, json!({ "groupIds": [], "ids": [] })).await;
    strange.refused(400, "Request_BadRequest", "Property 'ids' does not exist");
    let missing = ask(&started, &token, &format!("/users/{NOBODY}/checkMemberGroups"), of(1)).await;
    missing.refused(404, "Request_ResourceNotFound", "");
    started.get(&path, &token).await.refused(405, "Request_BadRequest", "Specified HTTP method");
    let no_me = ask(&started, &token, "/me/checkMemberGroups", of(1)).await;
    no_me.refused(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
}

#[tokio::test]
async fn checking_groups_takes_a_permission_on_users_and_one_on_groups() {
    let started = start_emulator().await;
    let grady = started.user(GRADY);
    let of_user = format!("/users/{grady}/checkMemberGroups");
    let body = || json!({ "groupIds": [ALL_GUESTS] });
    for (scopes, status) in [
        ("User.Read.All", 403),
        ("GroupMember.Read.All", 403),
        ("User.Read GroupMember.Read.All", 403),
        ("User.ReadBasic.All GroupMember.Read.All", 200),
        ("User.Read.All Group.Read.All", 200),
        ("Directory.Read.All", 200),
    ] {
        let token = started.powerful(ADELE, scopes).await;
        let answer = ask(&started, &token, &of_user, body()).await;
        assert_eq!(answer.status, status, "{scopes}: {}", answer.text);
    }
    for (name, status) in
        [("powerless", 403), ("scoped", 403), ("groups", 403), ("attributes", 403), ("vestibule", 200)]
    {
        let token = started.application(name).await;
        let answer = ask(&started, &token, &of_user, body()).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
    }
    let groups = started.application("groups").await;
    let of_group = format!("/groups/{PROJECT}/checkMemberGroups");
    assert_eq!(ask(&started, &groups, &of_group, body()).await.status, 200);
    let guest = started.powerful(GRADY, "User.Read.All GroupMember.Read.All").await;
    assert_eq!(ask(&started, &guest, "/me/checkMemberGroups", body()).await.status, 200);
    let other = format!("/users/{}/checkMemberGroups", started.user(JONI));
    denied(&ask(&started, &guest, &other, body()).await);
}

#[tokio::test]
async fn units_and_roles_are_checked_by_the_actions_for_objects() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let global = "62e90394-69f5-4237-9190-012177145e10";
    let ids = json!({ "ids": [global, GUESTS, ALL_GUESTS, NOBODY] });
    for (address, expected) in [(GRADY, json!([GUESTS, ALL_GUESTS])), (MEGAN, json!([global]))] {
        let user = started.user(address);
        let checked = ask(&started, &token, &format!("/users/{user}/checkMemberObjects"), ids.clone()).await;
        assert_eq!((checked.status, &checked.body["value"]), (200, &expected), "{}", checked.text);
        let everything = json!({ "securityEnabledOnly": false });
        let got = ask(&started, &token, &format!("/users/{user}/getMemberObjects"), everything).await;
        let got = got.body["value"].as_array().unwrap().clone();
        assert!(expected.as_array().unwrap().iter().all(|id| got.contains(id)), "{got:?}");
    }
    let reader = started.application("scoped").await;
    let user = started.user(GRADY);
    let checked = ask(&started, &reader, &format!("/users/{user}/checkMemberObjects"), ids.clone()).await;
    assert_eq!(checked.status, 200, "User.Read.All is enough: {}", checked.text);
    denied(&ask(&started, &reader, &format!("/directoryObjects/{user}/checkMemberObjects"), ids).await);
}

#[tokio::test]
async fn groups_are_got_all_or_those_of_security() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let inner = inner(&started, &token).await;
    let joni = started.user(JONI);
    assert_eq!(add(&started, &token, MARKETING, &joni).await.status, 204);
    let get = async |path: &str, only: Value| {
        let answer = ask(&started, &token, path, json!({ "securityEnabledOnly": only })).await;
        let list = answer.body["value"].as_array().cloned().unwrap_or_default();
        let mut ids: Vec<_> = list.iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        ids.sort();
        (answer, ids)
    };
    let path = format!("/users/{joni}/getMemberGroups");
    let mut security = [PROJECT.to_string(), ALL_GUESTS.to_string(), inner.clone()];
    security.sort();
    assert_eq!(get(&path, json!(true)).await.1, security);
    let mut all = [security.as_slice(), &[MARKETING.to_string()]].concat();
    all.sort();
    assert_eq!(get(&path, json!(false)).await.1, all);
    let of_group = format!("/groups/{inner}/getMemberGroups");
    assert_eq!(get(&of_group, json!(false)).await.1, [PROJECT.to_string()]);
    for (path, only) in [(&of_group, json!(true)), (&path, json!("true")), (&path, Value::Null)] {
        let refused = get(path, only).await.0;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.details(), [("InvalidValue", "securityEnabledOnly")]);
    }
}

#[tokio::test]
async fn lists_are_transitive_and_cast_to_users_or_groups() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let inner = inner(&started, &token).await;
    let (joni, grady) = (started.user(JONI), started.user(GRADY));
    assert_eq!(add(&started, &token, PROJECT, &grady).await.status, 204);
    let sorted = |answer: &Answer| {
        assert_eq!(answer.status, 200, "{}", answer.text);
        let mut ids: Vec<_> = answer.ids().into_iter().map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let order = |ids: &[&str]| {
        let mut ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
        ids.sort();
        ids
    };
    let (project, guests) = (PROJECT.to_string(), ALL_GUESTS.to_string());
    for (path, expected) in [
        (format!("/groups/{PROJECT}/members"), order(&[&grady, &inner])),
        (format!("/groups/{PROJECT}/members/microsoft.graph.user"), order(&[&grady])),
        (format!("/groups/{PROJECT}/members/microsoft.graph.group"), order(&[&inner])),
        (format!("/groups/{PROJECT}/transitiveMembers"), order(&[&grady, &inner, &joni])),
        (format!("/groups/{PROJECT}/transitiveMembers/microsoft.graph.user"), order(&[&grady, &joni])),
        (format!("/groups/{inner}/memberOf"), order(&[&project])),
        (format!("/users/{joni}/memberOf"), order(&[&inner, &guests])),
        (format!("/users/{joni}/memberOf/microsoft.graph.group"), order(&[&inner, &guests])),
        (format!("/users/{joni}/memberOf/microsoft.graph.user"), order(&[])),
        (format!("/users/{joni}/transitiveMemberOf"), order(&[&inner, &guests, &project])),
        (
            format!("/users/{joni}/TransitiveMemberOf/Microsoft.Graph.Group"),
            order(&[&inner, &guests, &project]),
        ),
    ] {
        assert_eq!(sorted(&started.get(&path, &token).await), expected, "{path}");
    }
    let whole = started.get(&format!("/groups/{PROJECT}/transitiveMembers?$select=id"), &token).await;
    assert!(whole.body["value"][0]["@odata.type"].is_string(), "{}", whole.text);
    let cast = format!("/groups/{PROJECT}/members/microsoft.graph.user?$select=displayName,mail");
    let cast = started.get(&cast, &token).await;
    assert!(cast.body["@odata.context"].as_str().unwrap().ends_with("#users(displayName,mail)"));
    assert_eq!(cast.body["value"], json!([{ "displayName": "Grady Archie", "mail": GRADY }]));
    let counted = format!("/groups/{PROJECT}/transitiveMembers/microsoft.graph.user/$count");
    assert_eq!(started.get_eventual(&counted, &token).await.text, "2");
    started.get(&counted, &token).await.refused(
        400,
        "Request_BadRequest",
        "$count is not currently supported.",
    );
    let own = started.powerful(ADELE, "User.Read").await;
    assert_eq!(started.get("/me/transitiveMemberOf/microsoft.graph.group", &own).await.status, 200);
    let unknown = format!("/groups/{PROJECT}/members/microsoft.graph.device");
    let unknown = started.get(&unknown, &token).await;
    unknown.refused(400, "Request_BadRequest", "Invalid object identifier 'microsoft.graph.device'.");
    let reader = started.application("scoped").await;
    denied(&started.get(&format!("/users/{joni}/memberOf"), &reader).await);
    let through = started.get(&format!("/users/{joni}/transitiveMemberOf"), &reader).await;
    assert_eq!(through.status, 200, "User.Read.All is enough: {}", through.text);
}

#[tokio::test]
async fn addresses_have_any_letter_case() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (grady, client) = (started.user(GRADY), started.client("vestibule").client_id);
    for path in [
        "/USERS".to_owned(),
        format!("/Users/{grady}"),
        format!("/users/{grady}/Sponsors"),
        format!("/Groups/{PROJECT}/Members"),
        "/Directory/AdministrativeUnits".to_owned(),
        "/rolemanagement/directory/roledefinitions".to_owned(),
        "/serviceprincipals".to_owned(),
        format!("/ServicePrincipals(APPID='{client}')/AppRoleAssignedTo"),
        "/policies/authorizationpolicy".to_owned(),
        "/directory/deleteditems/microsoft.graph.USER".to_owned(),
        "/users/DELTA()".to_owned(),
    ] {
        let answer = started.get(&path, &token).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    assert_eq!(started.get_eventual("/Users/$Count", &token).await.text, "6");
    let sender = started.powerful(ADELE, "Mail.Send").await;
    for path in ["/Me/SENDMAIL", "/me/Microsoft.Graph.SendMail"] {
        let empty = started.graph(Method::POST, path, &sender, Some(json!({}))).await;
        assert_eq!(empty.status, 400, "a body that says nothing, and not an unknown address: {}", empty.text);
        assert!(!empty.text.contains("Resource not found"), "{}", empty.text);
    }
    let page = started.get("/Users?$Top=2", &token).await;
    let next = page.body["@odata.nextLink"].as_str().unwrap();
    assert!(next.contains("/v1.0/users?"), "{next}");
    let body =
        json!({ "requests": [{ "id": "1", "method": "GET", "url": format!("/Users/{grady}/MemberOf") }] });
    let batch = started.graph(Method::POST, "/$Batch", &token, Some(body)).await;
    assert_eq!(batch.body["responses"][0]["status"], 200, "{}", batch.text);
    // A name that an application has given keeps its case, and so does what is not known.
    let at = format!("/users/{grady}/extensions");
    let named = json!({ "extensionName": "Members", "theme": "dark" });
    assert_eq!(started.graph(Method::POST, &at, &token, Some(named)).await.status, 201);
    let read = started.get(&format!("/users/{grady}/Extensions/Members"), &token).await;
    assert_eq!((read.status, &read.body["id"]), (200, &json!("Members")), "{}", read.text);
    started.get("/Nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found for the segment 'Nonsense'.",
    );
}
