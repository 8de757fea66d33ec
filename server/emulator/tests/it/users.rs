//! Reading users: permissions, views, shapes.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, GRADY, JONI, MEGAN, invitation, start_emulator};
use crate::snapshots::hold_json;

#[tokio::test]
async fn without_a_good_token_nothing_is_read() {
    let started = start_emulator().await;
    let empty = started.browser.get(started.url("/v1.0/me")).send().await.unwrap();
    crate::harness::Answer::of(empty).await.refused(
        401,
        "InvalidAuthenticationToken",
        "Access token is empty.",
    );
    started.get("/users", "nonsense").await.refused(
        401,
        "InvalidAuthenticationToken",
        "Access token validation",
    );
    let tokens = started.tokens(ADELE).await;
    let id_token = tokens["id_token"].as_str().unwrap();
    let wrong = started.get("/me", id_token).await;
    wrong.refused(401, "InvalidAuthenticationToken", "Access token validation failure");
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(started.get("/me", access).await.status, 200);
    started.advance(3_600_000).await;
    let times = "Access token has expired or is not yet valid.";
    started.get("/me", access).await.refused(401, "InvalidAuthenticationToken", times);
    started.advance(-3_600_000 - 600_000).await;
    started.get("/me", access).await.refused(401, "InvalidAuthenticationToken", times);
}

#[tokio::test]
async fn me_is_the_signed_in_user() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let me = started.get("/me", &token).await;
    assert_eq!(me.status, 200);
    assert_eq!(me.body["id"], started.user(ADELE));
    hold_json(&started, "me", &me.body);
    let selected = started.get("/me?$select=ID,userType", &token).await;
    assert_eq!(selected.body["userType"], "Member");
    assert!(selected.body.get("mail").is_none());
    let application = started.application("daemon").await;
    started.get("/me", &application).await.refused(
        400,
        "BadRequest",
        "/me request is only valid with delegated",
    );
}

#[tokio::test]
async fn the_client_s_own_request_id_comes_back() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let request = started.browser.get(started.url("/v1.0/me")).bearer_auth(token);
    let answer = request.header("client-request-id", "my-own-id").send().await.unwrap();
    assert_eq!(answer.headers()["client-request-id"], "my-own-id");
    assert!(answer.headers().contains_key("request-id") && answer.headers().contains_key("date"));
}

#[tokio::test]
async fn guests_read_themselves_and_little_of_others() {
    let started = start_emulator().await;
    let token = started.delegated(GRADY).await;
    started.get("/users", &token).await.refused(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges",
    );
    assert_eq!(started.get("/me", &token).await.status, 200);
    let adele = started.user(ADELE);
    let other = started.get(&format!("/users/{adele}?$select=id,displayName,mail,jobTitle"), &token).await;
    assert_eq!(other.body["mail"], ADELE);
    assert!(other.body["jobTitle"].is_null());
    started.policy(json!({ "guestAccess": "restricted" })).await;
    started.get(&format!("/users/{adele}"), &token).await.refused(403, "Authorization_RequestDenied", "");
    started.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    assert_eq!(started.get("/users", &token).await.status, 200);
}

#[tokio::test]
async fn each_permission_opens_what_it_should() {
    let started = start_emulator().await;
    let id = started.user(MEGAN);
    let one = format!("/users/{id}");
    let own =
        started.tokens_for(ADELE, "openid User.Read").await["access_token"].as_str().unwrap().to_owned();
    assert_eq!(started.get(&format!("/users/{}", started.user(ADELE)), &own).await.status, 200);
    started.get(&one, &own).await.refused(403, "Authorization_RequestDenied", "");
    started.get("/users", &own).await.refused(403, "Authorization_RequestDenied", "");

    let basic =
        started.tokens_for(ADELE, "User.ReadBasic.All").await["access_token"].as_str().unwrap().to_owned();
    let megan = started.get(&format!("{one}?$select=id,mail,jobTitle,securityIdentifier"), &basic).await;
    assert_eq!(megan.body["mail"], MEGAN);
    assert!(megan.body["jobTitle"].is_null());
    let sid = "S-1-12-1-1050279936-1247215620-240914828-79753232";
    assert_eq!(megan.body["securityIdentifier"], sid, "the object id in the words of Windows");
    let named = format!("/users?$filter=securityIdentifier eq '{sid}'");
    assert_eq!(started.get(&named, &basic).await.mails(), [MEGAN]);
    assert_eq!(started.get("/users?$filter=mail eq 'x'", &basic).await.status, 200);
    let hidden = "/users?$filter=otherMails/any(o:o eq 'x')";
    started.get(hidden, &basic).await.refused(403, "Authorization_RequestDenied", "");
    started.policy(json!({ "acceptFilterBeyondBasic": true })).await;
    assert_eq!(started.get(hidden, &basic).await.status, 200);

    let powerless = started.application("powerless").await;
    started.get("/users", &powerless).await.refused(403, "Authorization_RequestDenied", "");
    started.get(&one, &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let daemon = started.application("daemon").await;
    assert_eq!(started.get("/users", &daemon).await.ids().len(), 6);
}

#[tokio::test]
async fn a_guest_looks_as_in_the_real_directory() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let fields = "$select=id,accountEnabled,companyName,country,createdDateTime,creationType,department,displayName,\
                  externalUserState,externalUserStateChangeDateTime,givenName,identities,jobTitle,mail,mailNickname,\
                  otherMails,proxyAddresses,surname,usageLocation,userPrincipalName,userType";
    let grady = started.get(&format!("/users/{}?{fields}", started.user(GRADY)), &token).await.body;
    hold_json(&started, "user_selected", &grady);
    let joni = started.get(&format!("/users/{}?{fields}", started.user(JONI)), &token).await.body;
    assert_eq!(joni["externalUserState"], "PendingAcceptance");
    assert_eq!(joni["identities"].as_array().unwrap().len(), 1);
    let by_name = grady["userPrincipalName"].as_str().unwrap().replace('#', "%23");
    assert_eq!(started.get(&format!("/users/{by_name}"), &token).await.body["mail"], GRADY);
}

#[tokio::test]
async fn a_new_guest_is_not_seen_at_once() {
    let started = start_emulator().await;
    started.policy(json!({ "visibilityLagMs": 60_000 })).await;
    let token = started.delegated(ADELE).await;
    let made = started.invite(&token, invitation("newperson@fabrikam.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap().to_owned();
    let filter = "/users?$filter=mail eq 'newperson@fabrikam.example'";
    started.get(&format!("/users/{id}"), &token).await.refused(
        404,
        "Request_ResourceNotFound",
        &format!("Resource '{id}' does not exist"),
    );
    assert!(started.get(filter, &token).await.ids().is_empty());
    started.advance(60_000).await;
    assert_eq!(started.get(&format!("/users/{id}"), &token).await.status, 200);
    assert_eq!(started.get(&format!("{filter}&$select=id"), &token).await.ids(), [id]);
}

#[tokio::test]
async fn what_does_not_exist_is_refused_in_graph_s_words() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    started.get("/users/nobody@contoso.example", &token).await.refused(
        404,
        "Request_ResourceNotFound",
        "Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.",
    );
    started.get("/nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found for the segment 'nonsense'.",
    );
    started.get("/users/1/nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found for the segment 'nonsense'.",
    );
    started.graph(Method::DELETE, "/me", &token, None).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP method",
    );
    started.get("/nonsense", "").await.refused(401, "InvalidAuthenticationToken", "Access token is empty.");
}

#[tokio::test]
async fn a_list_is_not_asked_for_what_only_a_single_user_has() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for property in ["mailboxSettings", "aboutMe", "skills", "id,MYSITE"] {
        let refused = started.get(&format!("/users?$select={property}"), &token).await;
        refused.refused(501, "NotImplemented", "This operation target is not yet supported.");
        let single = started.get(&format!("/users/{}?$select={property}", started.user(ADELE)), &token).await;
        assert_eq!(single.status, 200, "{property}");
    }
    started.get("/users?$select=nonsense", &token).await.refused(400, "BadRequest", "Parsing OData Select");
}
