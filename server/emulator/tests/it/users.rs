//! Reading users: permissions, views, shapes.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, GRADY, JONI, MEGAN, hall, invitation};
use crate::snapshots::hold_json;

#[tokio::test]
async fn without_a_good_token_nothing_is_read() {
    let hall = hall().await;
    let empty = hall.browser.get(hall.url("/v1.0/me")).send().await.unwrap();
    crate::harness::Answer::of(empty).await.refused(
        401,
        "InvalidAuthenticationToken",
        "Access token is empty.",
    );
    hall.get("/users", "nonsense").await.refused(
        401,
        "InvalidAuthenticationToken",
        "Access token validation",
    );
    let tokens = hall.tokens(ADELE).await;
    let id_token = tokens["id_token"].as_str().unwrap();
    let wrong = hall.get("/me", id_token).await;
    wrong.refused(401, "InvalidAuthenticationToken", "Access token validation failure");
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(hall.get("/me", access).await.status, 200);
    hall.advance(3_600_000).await;
    let times = "Access token has expired or is not yet valid.";
    hall.get("/me", access).await.refused(401, "InvalidAuthenticationToken", times);
    hall.advance(-3_600_000 - 600_000).await;
    hall.get("/me", access).await.refused(401, "InvalidAuthenticationToken", times);
}

#[tokio::test]
async fn me_is_the_signed_in_user() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let me = hall.get("/me", &token).await;
    assert_eq!(me.status, 200);
    assert_eq!(me.body["id"], hall.user(ADELE));
    hold_json(&hall, "me", &me.body);
    let selected = hall.get("/me?$select=ID,userType", &token).await;
    assert_eq!(selected.body["userType"], "Member");
    assert!(selected.body.get("mail").is_none());
    let application = hall.application("daemon").await;
    hall.get("/me", &application).await.refused(
        400,
        "BadRequest",
        "/me request is only valid with delegated",
    );
}

#[tokio::test]
async fn the_client_s_own_request_id_comes_back() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let request = hall.browser.get(hall.url("/v1.0/me")).bearer_auth(token);
    let answer = request.header("client-request-id", "my-own-id").send().await.unwrap();
    assert_eq!(answer.headers()["client-request-id"], "my-own-id");
    assert!(answer.headers().contains_key("request-id") && answer.headers().contains_key("date"));
}

#[tokio::test]
async fn guests_read_themselves_and_little_of_others() {
    let hall = hall().await;
    let token = hall.delegated(GRADY).await;
    hall.get("/users", &token).await.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
    assert_eq!(hall.get("/me", &token).await.status, 200);
    let adele = hall.user(ADELE);
    let other = hall.get(&format!("/users/{adele}?$select=id,displayName,mail,jobTitle"), &token).await;
    assert_eq!(other.body["mail"], ADELE);
    assert!(other.body["jobTitle"].is_null());
    hall.policy(json!({ "guestAccess": "restricted" })).await;
    hall.get(&format!("/users/{adele}"), &token).await.refused(403, "Authorization_RequestDenied", "");
    hall.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    assert_eq!(hall.get("/users", &token).await.status, 200);
}

#[tokio::test]
async fn each_permission_opens_what_it_should() {
    let hall = hall().await;
    let id = hall.user(MEGAN);
    let one = format!("/users/{id}");
    let own = hall.tokens_for(ADELE, "openid User.Read").await["access_token"].as_str().unwrap().to_owned();
    assert_eq!(hall.get(&format!("/users/{}", hall.user(ADELE)), &own).await.status, 200);
    hall.get(&one, &own).await.refused(403, "Authorization_RequestDenied", "");
    hall.get("/users", &own).await.refused(403, "Authorization_RequestDenied", "");

    let basic =
        hall.tokens_for(ADELE, "User.ReadBasic.All").await["access_token"].as_str().unwrap().to_owned();
    let megan = hall.get(&format!("{one}?$select=id,mail,jobTitle,securityIdentifier"), &basic).await;
    assert_eq!(megan.body["mail"], MEGAN);
    assert!(megan.body["jobTitle"].is_null());
    let sid = "S-1-12-1-1050279936-1247215620-240914828-79753232";
    assert_eq!(megan.body["securityIdentifier"], sid, "the object id in the words of Windows");
    let named = format!("/users?$filter=securityIdentifier eq '{sid}'");
    assert_eq!(hall.get(&named, &basic).await.mails(), [MEGAN]);
    assert_eq!(hall.get("/users?$filter=mail eq 'x'", &basic).await.status, 200);
    let hidden = "/users?$filter=otherMails/any(o:o eq 'x')";
    hall.get(hidden, &basic).await.refused(403, "Authorization_RequestDenied", "");
    hall.policy(json!({ "acceptFilterBeyondBasic": true })).await;
    assert_eq!(hall.get(hidden, &basic).await.status, 200);

    let powerless = hall.application("powerless").await;
    hall.get("/users", &powerless).await.refused(403, "Authorization_RequestDenied", "");
    hall.get(&one, &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let daemon = hall.application("daemon").await;
    assert_eq!(hall.get("/users", &daemon).await.ids().len(), 6);
}

#[tokio::test]
async fn a_guest_looks_as_in_the_real_directory() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let fields = "$select=id,accountEnabled,companyName,country,createdDateTime,creationType,department,displayName,\
                  externalUserState,externalUserStateChangeDateTime,givenName,identities,jobTitle,mail,mailNickname,\
                  otherMails,proxyAddresses,surname,usageLocation,userPrincipalName,userType";
    let grady = hall.get(&format!("/users/{}?{fields}", hall.user(GRADY)), &token).await.body;
    hold_json(&hall, "user_selected", &grady);
    let joni = hall.get(&format!("/users/{}?{fields}", hall.user(JONI)), &token).await.body;
    assert_eq!(joni["externalUserState"], "PendingAcceptance");
    assert_eq!(joni["identities"].as_array().unwrap().len(), 1);
    let by_name = grady["userPrincipalName"].as_str().unwrap().replace('#', "%23");
    assert_eq!(hall.get(&format!("/users/{by_name}"), &token).await.body["mail"], GRADY);
}

#[tokio::test]
async fn a_new_guest_is_not_seen_at_once() {
    let hall = hall().await;
    hall.policy(json!({ "visibilityLagMs": 60_000 })).await;
    let token = hall.delegated(ADELE).await;
    let made = hall.invite(&token, invitation("newperson@fabrikam.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap().to_owned();
    let filter = "/users?$filter=mail eq 'newperson@fabrikam.example'";
    hall.get(&format!("/users/{id}"), &token).await.refused(
        404,
        "Request_ResourceNotFound",
        &format!("Resource '{id}' does not exist"),
    );
    assert!(hall.get(filter, &token).await.ids().is_empty());
    hall.advance(60_000).await;
    assert_eq!(hall.get(&format!("/users/{id}"), &token).await.status, 200);
    assert_eq!(hall.get(&format!("{filter}&$select=id"), &token).await.ids(), [id]);
}

#[tokio::test]
async fn what_does_not_exist_is_refused_in_graph_s_words() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    hall.get("/users/nobody@contoso.example", &token).await.refused(
        404,
        "Request_ResourceNotFound",
        "Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.",
    );
    hall.get("/nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found for the segment 'nonsense'.",
    );
    hall.get("/users/1/nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Resource not found for the segment 'nonsense'.",
    );
    hall.graph(Method::DELETE, "/me", &token, None).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP method",
    );
    hall.get("/nonsense", "").await.refused(401, "InvalidAuthenticationToken", "Access token is empty.");
}

#[tokio::test]
async fn a_list_is_not_asked_for_what_only_a_single_user_has() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    for property in ["mailboxSettings", "aboutMe", "skills", "id,MYSITE"] {
        let refused = hall.get(&format!("/users?$select={property}"), &token).await;
        refused.refused(501, "NotImplemented", "This operation target is not yet supported.");
        let single = hall.get(&format!("/users/{}?$select={property}", hall.user(ADELE)), &token).await;
        assert_eq!(single.status, 200, "{property}");
    }
    hall.get("/users?$select=nonsense", &token).await.refused(400, "BadRequest", "Parsing OData Select");
}
