//! `PATCH /users/{id}`.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, GRADY, JONI, MEGAN, start_emulator};

const DENIED: &str = "Insufficient privileges to complete the operation.";

#[tokio::test]
async fn an_application_sets_what_it_names_and_nothing_else() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let body = json!({"jobTitle": "Lead designer", "companyName": "Fabrikam, Inc.", "usageLocation": "FR", "department": null});
    let done = started.graph(Method::PATCH, &path, &token, Some(body)).await;
    assert_eq!((done.status, done.text.as_str()), (204, ""));
    assert!(done.headers.contains_key("request-id"));
    let grady =
        started.get(&format!("{path}?$select=jobTitle,companyName,usageLocation,mail"), &token).await.body;
    assert_eq!(grady["jobTitle"], "Lead designer");
    assert_eq!(grady["companyName"], "Fabrikam, Inc.");
    assert_eq!(grady["mail"], GRADY);
    let mail = json!({"mail": "g.archie@fabrikam.example"});
    assert_eq!(started.graph(Method::PATCH, &path, &token, Some(mail)).await.status, 204);
    let grady = started.get(&format!("{path}?$select=proxyAddresses"), &token).await.body;
    assert_eq!(grady["proxyAddresses"], json!(["SMTP:g.archie@fabrikam.example"]));
}

#[tokio::test]
async fn wrong_values_are_named() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    for (body, target) in [
        (json!({"givenName": "x".repeat(65)}), "givenName"),
        (json!({"displayName": ""}), "displayName"),
        (json!({"displayName": null}), "displayName"),
        (json!({"displayName": "x".repeat(257)}), "displayName"),
        (json!({"usageLocation": "LTU"}), "usageLocation"),
        (json!({"usageLocation": "ZZ"}), "usageLocation"),
        (json!({"usageLocation": "lt"}), "usageLocation"),
        (json!({"businessPhones": ["1", "2"]}), "businessPhones"),
        (json!({"employeeId": "x".repeat(17)}), "employeeId"),
        (json!({"jobTitle": 7}), "jobTitle"),
    ] {
        let answer = started.graph(Method::PATCH, &path, &token, Some(body)).await;
        answer.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(answer.details(), [("InvalidValue", target)]);
    }
    for (body, message) in [
        (json!({"proxyAddresses": []}), "Property 'proxyAddresses' is read-only"),
        (json!({"externalUserState": "Accepted"}), "Property 'externalUserState' is read-only"),
        (
            json!({"externalUserStateChangeDateTime": "2026-01-01T00:00:00Z"}),
            "Property 'externalUserStateChangeDateTime' is read-only",
        ),
        (json!({"creationType": null}), "Property 'creationType' is read-only"),
        (json!({"createdDateTime": "2026-01-01T00:00:00Z"}), "Property 'createdDateTime' is read-only"),
        (json!({"nonsense": 1}), "Property 'nonsense' does not exist"),
    ] {
        started.graph(Method::PATCH, &path, &token, Some(body)).await.refused(
            400,
            "Request_BadRequest",
            message,
        );
    }
    let conflict = started.graph(Method::PATCH, &path, &token, Some(json!({"mail": ADELE}))).await;
    conflict.refused(
        400,
        "Request_BadRequest",
        "Another object with the same value for property proxyAddresses already exists.",
    );
    let told = [("ObjectConflict", "proxyAddresses"), ("ConflictingObjects", "proxyAddresses")];
    assert_eq!(conflict.details(), told);
    assert!(started.effects("userChanged").is_empty());
}

#[tokio::test]
async fn rights_and_permissions_are_both_needed() {
    let started = start_emulator().await;
    let path = format!("/users/{}", started.user(GRADY));
    let body = || Some(json!({"jobTitle": "x"}));
    for token in [
        started.delegated(ADELE).await,
        started.powerful(ADELE, "User.ReadWrite.All").await,
        started.powerful(MEGAN, "User.Read.All").await,
        started.application("powerless").await,
        started.powerful(MEGAN, "User-Phone.ReadWrite.All").await,
    ] {
        let refused = started.graph(Method::PATCH, &path, &token, body()).await;
        refused.refused(403, "Authorization_RequestDenied", DENIED);
    }
    assert!(started.effects("userChanged").is_empty());
    let megan = started.powerful(MEGAN, "User.ReadWrite.All").await;
    assert_eq!(started.graph(Method::PATCH, &path, &megan, body()).await.status, 204);
    let phone = started.powerful(MEGAN, "User-Phone.ReadWrite.All").await;
    let number = Some(json!({"mobilePhone": "+370 600 00000"}));
    assert_eq!(started.graph(Method::PATCH, &path, &phone, number).await.status, 204);
    let own = started.powerful(ADELE, "User.ReadWrite").await;
    let myself = format!("/users/{ADELE}");
    assert_eq!(started.graph(Method::PATCH, &myself, &own, body()).await.status, 204);
}

#[tokio::test]
async fn an_administrator_s_phone_is_not_for_everybody() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let number = || Some(json!({"mobilePhone": "+370 600 00000"}));
    let megan = format!("/users/{}", started.user(MEGAN));
    for contact in [
        json!({"mobilePhone": "1"}),
        json!({"businessPhones": ["1"]}),
        json!({"otherMails": ["megan@home.example"]}),
    ] {
        let refused = started.graph(Method::PATCH, &megan, &daemon, Some(contact)).await;
        refused.refused(403, "Authorization_RequestDenied", DENIED);
    }
    assert!(started.effects("userChanged").is_empty());
    let alex = format!("/users/{}", started.user(ALEX));
    for light in [
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
        "95e79109-95c0-4d8e-aee3-d01accf2d47b",
        "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b",
        "4a5d8f65-41da-4de4-8968-e035b65339cf",
    ] {
        let holds = json!({"user": ALEX, "directoryRoles": [light]});
        assert_eq!(started.control(Method::PATCH, "users", holds).await.status, 204);
        assert_eq!(started.graph(Method::PATCH, &alex, &daemon, number()).await.status, 204, "{light}");
    }
    let title = Some(json!({"jobTitle": "x"}));
    assert_eq!(started.graph(Method::PATCH, &megan, &daemon, title).await.status, 204);
}

#[tokio::test]
async fn a_refused_change_leaves_no_trace_and_a_made_one_is_in_the_ledger() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let before = started.emulator.world(|world| world.ledger().len());
    let missing = "/users/00000000-0000-0000-0000-000000000001";
    started.graph(Method::PATCH, missing, &daemon, Some(json!({"jobTitle": "x"}))).await.refused(
        404,
        "Request_ResourceNotFound",
        "Resource '00000000-0000-0000-0000-000000000001' does not exist or one of its queried reference-property objects are not present.",
    );
    let path = format!("/users/{}", started.user(JONI));
    started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": 1}))).await.refused(
        400,
        "Request_BadRequest",
        "One or more property values specified are invalid.",
    );
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
    let done = started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": "x"}))).await;
    let entry = started.emulator.world(|world| serde_json::to_value(world.ledger().last().unwrap()).unwrap());
    assert_eq!(entry["requestId"], done.headers["request-id"].to_str().unwrap());
    assert_eq!(entry["effect"]["kind"], "userChanged");
    assert_eq!(entry["effect"]["userType"], "Guest");
    assert_eq!(entry["by"]["app"], started.client("daemon").client_id.to_string());
    assert!(entry["by"].get("user").is_none());
}

#[tokio::test]
async fn the_longest_values_are_stored_and_longer_ones_refused() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    for (name, longest) in [
        ("displayName", 256),
        ("givenName", 64),
        ("surname", 64),
        ("mailNickname", 64),
        ("companyName", 64),
        ("department", 64),
        ("mobilePhone", 64),
        ("jobTitle", 128),
        ("city", 128),
        ("country", 128),
        ("state", 128),
        ("postalCode", 40),
        ("streetAddress", 1024),
        ("employeeId", 16),
    ] {
        let of = |length: usize| Some(json!({ name: "é".repeat(length) }));
        assert_eq!(started.graph(Method::PATCH, &path, &token, of(longest)).await.status, 204, "{name}");
        let refused = started.graph(Method::PATCH, &path, &token, of(longest + 1)).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.details(), [("InvalidValue", name)]);
        let kept = started.get(&format!("{path}?$select={name}"), &token).await;
        assert_eq!(kept.body[name].as_str().unwrap().chars().count(), longest);
    }
    let mails = |count: usize| {
        let mails: Vec<_> = (0..count).map(|number| format!("a{number}@b.example")).collect();
        Some(json!({ "otherMails": mails }))
    };
    assert_eq!(started.graph(Method::PATCH, &path, &token, mails(250)).await.status, 204);
    let refused = started.graph(Method::PATCH, &path, &token, mails(251)).await;
    refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
    let malformed =
        started.browser.patch(started.url(&format!("/v1.0{path}"))).bearer_auth(&token).body("{,}");
    let malformed = crate::harness::Answer::of(malformed.send().await.unwrap()).await;
    malformed.refused(400, "BadRequest", "Unable to read JSON request payload.");
}

#[tokio::test]
async fn each_finer_permission_changes_its_own_properties() {
    let started = start_emulator().await;
    let path = format!("/users/{}", started.user(GRADY));
    let password = json!({"passwordProfile": {"password": "a new password"}});
    let rows = [
        ("User-Mail.ReadWrite.All", json!({"otherMails": ["grady.archie@fabrikam.example"]})),
        ("User-Phone.ReadWrite.All", json!({"businessPhones": ["1"], "mobilePhone": "2"})),
        ("User.EnableDisableAccount.All", json!({"accountEnabled": true})),
        ("User-PasswordProfile.ReadWrite.All", password),
    ];
    for (held, _) in &rows {
        let token = started.powerful(MEGAN, held).await;
        for (wanted, body) in &rows {
            let answer = started.graph(Method::PATCH, &path, &token, Some(body.clone())).await;
            if held == wanted {
                assert_eq!(answer.status, 204, "{held}: {body}");
            } else {
                answer.refused(403, "Authorization_RequestDenied", DENIED);
            }
        }
        let more = Some(json!({"accountEnabled": true, "jobTitle": "x"}));
        let refused = started.graph(Method::PATCH, &path, &token, more).await;
        refused.refused(403, "Authorization_RequestDenied", DENIED);
    }
    let both = started.powerful(MEGAN, "User-Mail.ReadWrite.All User-Phone.ReadWrite.All").await;
    let body = Some(json!({"mobilePhone": "3", "mail": GRADY}));
    assert_eq!(started.graph(Method::PATCH, &path, &both, body).await.status, 204);
}

#[tokio::test]
async fn an_application_does_not_write_a_profile() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(ADELE));
    for name in [
        "aboutMe",
        "birthday",
        "hireDate",
        "interests",
        "mySite",
        "pastProjects",
        "preferredName",
        "responsibilities",
        "schools",
        "skills",
    ] {
        let refused = started.graph(Method::PATCH, &path, &daemon, Some(json!({ name: "x" }))).await;
        refused.refused(403, "Authorization_RequestDenied", DENIED);
    }
    assert!(started.effects("userChanged").is_empty());
    for body in
        [json!({"aboutMe": "x"}), json!({"skills": ["x"]}), json!({"birthday": "2000-01-01T00:00:00Z"})]
    {
        let own = started.powerful(ADELE, "User.ReadWrite").await;
        assert_eq!(started.graph(Method::PATCH, &path, &own, Some(body)).await.status, 204);
    }
    let profile = started.get(&format!("{path}?$select=aboutMe,skills,birthday,schools"), &daemon).await.body;
    assert_eq!((&profile["aboutMe"], &profile["skills"]), (&json!("x"), &json!(["x"])));
    let own = started.powerful(ADELE, "User.ReadWrite").await;
    let wrong = started.graph(Method::PATCH, &path, &own, Some(json!({"skills": "x"}))).await;
    wrong.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
    let type_of_oneself = started.graph(Method::PATCH, &path, &own, Some(json!({"userType": "Guest"}))).await;
    type_of_oneself.refused(403, "Authorization_RequestDenied", DENIED);
}

#[tokio::test]
async fn a_new_password_ends_sessions() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    started.advance(2_000).await;
    let megan = started.powerful(MEGAN, "User-PasswordProfile.ReadWrite.All").await;
    let path = format!("/users/{}", started.user(ADELE));
    let set = |password: &str| Some(json!({"passwordProfile": {"password": password}}));
    let short = started.graph(Method::PATCH, &path, &megan, set("short")).await;
    short.refused(400, "Request_BadRequest", "The specified password does not comply");
    assert_eq!(short.details(), [("PasswordTooWeak", "passwordProfile")]);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(started.refresh(refresh, &[]).await.status, 200);
    assert_eq!(started.graph(Method::PATCH, &path, &megan, set("long enough")).await.status, 204);
    started.refresh(refresh, &[]).await.entra_refused(400, "invalid_grant", 50_173);
    assert_eq!(started.effects("sessionsRevoked").len(), 1);
}

#[tokio::test]
async fn annotations_of_client_libraries_are_passed_over() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let body = json!({
        "@odata.type": "#microsoft.graph.user", "@odata.context": "x", "@odata.etag": "W/1", "id@odata.type": "#String",
        "jobTitle": "x",
        "onPremisesExtensionAttributes": {
            "@odata.type": "#microsoft.graph.onPremisesExtensionAttributes", "extensionAttribute1": "x",
        },
    });
    let done = started.graph(Method::PATCH, &path, &token, Some(body)).await;
    assert_eq!(done.status, 204, "{}", done.text);
    // They take no permission of their own, and are no second property beside members.
    let phone = started.powerful(MEGAN, "User-Phone.ReadWrite.All").await;
    let number = json!({ "@odata.type": "#microsoft.graph.user", "mobilePhone": "1" });
    assert_eq!(started.graph(Method::PATCH, &path, &phone, Some(number)).await.status, 204);
    let member = format!("https://graph.microsoft.com/v1.0/users/{}", started.user(GRADY));
    let members = json!({ "@odata.type": "#microsoft.graph.group", "members@odata.bind": [member] });
    let group = format!("/groups/{}", emulator::seed::groups::PROJECT);
    let bound = started.graph(Method::PATCH, &group, &token, Some(members)).await;
    assert_eq!(bound.status, 204, "{}", bound.text);
    assert_eq!(started.effects("membersChanged").len(), 1);
}
