//! Signing in, as it should be, and the ways in which the answer does not belong to the question.

use contract::{EntraUserId, TenantId};
use http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::authority::{CLIENT, SECRET, TENANT, USER, field, first};
use super::world::{Browser, World, location, problem};
use graph::TokenProvider as _;

#[tokio::test]
async fn the_whole_way() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/items/1?tab=people").await;
    let expected = [
        ("response_type", "code"),
        ("response_mode", "query"),
        ("client_id", CLIENT),
        ("redirect_uri", "http://localhost:3000/sign-in/callback"),
        ("code_challenge_method", "S256"),
        (
            "scope",
            "openid profile email offline_access https://graph.microsoft.com/User.Invite.All https://graph.microsoft.com/User.Read",
        ),
    ];
    for (name, value) in expected {
        assert_eq!(begun.query(name).as_deref(), Some(value), "{name}");
    }
    assert!(begun.address.as_str().starts_with(&world.authority.origin()));
    assert!(begun.state.len() >= 43 && begun.nonce.len() >= 43 && begun.state != begun.nonce);

    world.authority.gives(Some(&world.good_token(&begun)));
    let before = browser.cookie.clone();
    let answer = browser.come_back(&world.app, &begun.state).await;
    assert_eq!(
        (answer.status(), location(&answer)),
        (StatusCode::SEE_OTHER, "/items/1?tab=people".to_owned())
    );
    assert!(browser.who(&world.app).await.starts_with("Adele Vance admin=false guest=false"));

    let asked = &world.authority.asked("/token").await[0];
    assert_eq!(field(asked, "grant_type"), Some("authorization_code"));
    assert_eq!(field(asked, "code"), Some("the-code"));
    assert_eq!(field(asked, "client_secret"), Some(SECRET), "in the body, not as Basic");
    let challenge = oauth2::PkceCodeChallenge::from_code_verifier_sha256(&oauth2::PkceCodeVerifier::new(
        field(asked, "code_verifier").unwrap().to_owned(),
    ));
    assert_eq!(begun.query("code_challenge").as_deref(), Some(challenge.as_str()));

    assert_ne!(browser.cookie, before, "the session has a new id");
    let mut old = Browser { cookie: before };
    assert_eq!(old.who(&world.app).await, "nobody", "the old one is dead");
}

#[tokio::test]
async fn what_stays_of_it() {
    let world = World::new().await;
    world.signed_in().await;
    let person = storage::people::load(&world.storage, TENANT, USER).await.unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.standing.as_str()), ("Adele Vance", "member"));
    assert_eq!(person.address, "adele.vance@contoso.example");
    let audit = storage::audit::list(&world.storage, 0, 10).await.unwrap();
    assert_eq!(audit.len(), 1);
    assert_eq!((audit[0].action.as_str(), audit[0].actor.as_str()), ("signed-in", USER));
    let tokens = storage::tokens::load(&world.storage, TENANT, USER).await.unwrap().unwrap();
    let shown = String::from_utf8_lossy(&tokens.sealed).into_owned();
    assert!(!shown.contains("canary"), "sealed");
    world.storage.close().await;
    for file in std::fs::read_dir(world.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "no token in the database");
    }
}

#[tokio::test]
async fn admins_and_guests() {
    let rows = [
        (json!({ "roles": ["Vestibule.Admin"] }), "admin=true guest=false"),
        (json!({ "roles": ["Vestibule.Administrator"] }), "admin=false guest=false"),
        (json!({ "acct": 1 }), "admin=false guest=true"),
        (
            json!({ "acct": 0, "idp": "https://sts.windows.net/99999999-0000-4000-8000-000000000000/" }),
            "guest=false",
        ),
        (json!({ "acct": "1" }), "guest=true"),
        (
            json!({ "acct": null, "idp": "https://sts.windows.net/99999999-0000-4000-8000-000000000000/" }),
            "guest=true",
        ),
        (json!({ "acct": null, "idp": "live.com" }), "guest=true"),
    ];
    let world = World::new().await;
    for (more, expected) in rows {
        let mut browser = Browser::default();
        let begun = browser.begin(&world.app, "/").await;
        let mut claims = world.claims(&begun);
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        world.authority.gives(Some(&first().sign(&claims)));
        assert_eq!(location(&browser.come_back(&world.app, &begun.state).await), "/", "{more}");
        let who = browser.who(&world.app).await;
        assert!(who.contains(expected), "{more}: {who}");
    }
}

#[tokio::test]
async fn where_the_token_does_not_tell_guests_the_directory_does() {
    let user = |kind: &str| json!({ "id": USER, "displayName": "Adele Vance", "userType": kind });
    let own = format!("https://sts.windows.net/{TENANT}/");
    let rows = [
        (200, user("Member"), "guest=false"),
        (200, user("Guest"), "guest=true"),
        (403, json!({ "error": { "code": "Authorization_RequestDenied", "message": "no" } }), "guest=true"),
        (404, json!({ "error": { "code": "Request_ResourceNotFound", "message": "no" } }), "guest=true"),
    ];
    let world = World::new().await;
    for (status, body, expected) in rows {
        let mut browser = Browser::default();
        let begun = browser.begin(&world.app, "/").await;
        let mut claims = world.claims(&begun);
        (claims["acct"], claims["idp"]) = (json!(null), json!(own));
        world.authority.gives(Some(&first().sign(&claims)));
        world.authority.directory_says(status, &body);
        assert_eq!(location(&browser.come_back(&world.app, &begun.state).await), "/", "{status}");
        let who = browser.who(&world.app).await;
        assert!(who.contains(expected), "{status} {body}: {who}");
    }
}

#[tokio::test]
async fn what_was_asked_of_a_person_goes_along_to_the_authority_until_it_is_answered() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let claims_in = |place: &str| {
        let place = url::Url::parse(place).unwrap();
        place.query_pairs().find(|(name, _)| name == "claims").map(|(_, claims)| claims.into_owned())
    };
    let start = async |browser: &mut Browser| {
        location(&browser.get(&world.app, "/sign-in/start?to=/invitations").await)
    };
    assert_eq!(claims_in(&start(&mut browser).await), None);
    let challenge = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let row = storage::tokens::load(&world.storage, TENANT, USER).await.unwrap().unwrap();
    let mut tx = world.storage.begin().await.unwrap();
    storage::tokens::keep_challenge(&mut tx, TENANT, USER, row.version, challenge).await.unwrap();
    storage::tokens::keep_challenge(&mut tx, TENANT, USER, row.version - 1, "of older tokens").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claims_in(&start(&mut browser).await).as_deref(), Some(challenge));
    assert_eq!(claims_in(&start(&mut Browser::default()).await), None, "it concerns nobody else");

    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&first().sign(&world.claims(&begun))));
    browser.come_back(&world.app, &begun.state).await;
    assert_eq!(claims_in(&start(&mut browser).await), None, "the new tokens answer it");
}

#[tokio::test]
async fn an_address_is_no_key() {
    let world = World::new().await;
    world.signed_in().await;
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    let mut claims = world.claims(&begun);
    // Another person, who has come by the same addresses.
    claims["oid"] = json!("0b0b0b0b-0000-4000-8000-000000000002");
    claims["sid"] = json!("another");
    claims["email"] = json!("adele.vance@contoso.example");
    world.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&world.app, &begun.state).await;
    for user in [USER, "0b0b0b0b-0000-4000-8000-000000000002"] {
        assert!(storage::people::load(&world.storage, TENANT, user).await.unwrap().is_some(), "{user}");
        assert!(storage::tokens::load(&world.storage, TENANT, user).await.unwrap().is_some(), "{user}");
    }
}

#[tokio::test]
async fn where_the_way_out_leads() {
    let world = World::new().await;
    let mut browser = Browser::default();
    for (link, name, value) in [
        ("/sign-in/start?hint=adele%40contoso.example", "login_hint", Some("adele@contoso.example")),
        ("/sign-in/start?hint=%3Cb%3E", "login_hint", None),
        ("/sign-in/start?pick=1&hint=adele%40contoso.example", "prompt", Some("select_account")),
        ("/sign-in/start?pick=1&hint=adele%40contoso.example", "login_hint", None),
        ("/sign-in/start", "prompt", None),
    ] {
        let answer = browser.get(&world.app, link).await;
        assert_eq!(super::world::Begun::of(&location(&answer)).query(name).as_deref(), value, "{link}");
    }
}

#[tokio::test]
async fn never_to_another_site() {
    let world = World::new().await;
    for to in [
        "https://evil.example/",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "javascript:1",
        "",
    ] {
        let mut browser = Browser::default();
        let begun = browser.begin(&world.app, to).await;
        world.authority.gives(Some(&world.good_token(&begun)));
        assert_eq!(location(&browser.come_back(&world.app, &begun.state).await), "/", "{to}");
    }
}

#[tokio::test]
async fn answers_that_belong_to_no_question() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&world.good_token(&begun)));

    let wrong = browser.get(&world.app, "/sign-in/callback?code=x&state=made-up").await;
    assert_eq!(problem(&wrong), "sign-in-stale");
    let missing = browser.get(&world.app, "/sign-in/callback?code=x").await;
    assert_eq!(problem(&missing), "sign-in-stale");
    let elsewhere = Browser::default().come_back(&world.app, &begun.state).await;
    assert_eq!(problem(&elsewhere), "sign-in-stale", "another browser");
    assert!(world.authority.asked("/token").await.is_empty(), "and nothing was asked for them");

    assert_eq!(location(&browser.come_back(&world.app, &begun.state).await), "/");
    let again = browser.come_back(&world.app, &begun.state).await;
    assert_eq!(problem(&again), "sign-in-stale", "each state is good for once");
    assert_eq!(world.authority.asked("/token").await.len(), 1);
}

#[tokio::test]
async fn a_failed_answer_uses_the_state_up_too() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    world.authority.refuses("invalid_grant");
    assert_eq!(problem(&browser.come_back(&world.app, &begun.state).await), "sign-in-failed");
    world.authority.gives(Some(&world.good_token(&begun)));
    assert_eq!(problem(&browser.come_back(&world.app, &begun.state).await), "sign-in-stale");
}

#[tokio::test]
async fn ten_minutes_and_several_tabs() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let early = browser.begin(&world.app, "/items/early").await;
    world.clock.advance(time::Duration::minutes(9));
    let late = browser.begin(&world.app, "/items/late").await;
    let later = browser.begin(&world.app, "/items/later").await;
    world.clock.advance(time::Duration::minutes(2));
    world.authority.gives(Some(&world.good_token(&late)));
    assert_eq!(problem(&browser.come_back(&world.app, &early.state).await), "sign-in-stale");
    assert_eq!(location(&browser.come_back(&world.app, &late.state).await), "/items/late");
    world.authority.gives(Some(&world.good_token(&later)));
    assert_eq!(location(&browser.come_back(&world.app, &later.state).await), "/items/later");
}

#[tokio::test]
async fn what_the_authority_may_answer() {
    let world = World::new().await;
    for (query, code) in [
        ("error=access_denied&error_description=AADSTS65004%3A+no", "sign-in-declined"),
        ("error=consent_required", "sign-in-declined"),
        ("error=server_error", "directory-unreachable"),
        ("error=temporarily_unavailable", "directory-unreachable"),
        ("error=interaction_required&error_description=AADSTS50105", "sign-in-failed"),
        ("error=%3Cscript%3E", "sign-in-failed"),
        ("code=", "sign-in-failed"),
        ("code=x&iss=https%3A%2F%2Fevil.example", "sign-in-failed"),
    ] {
        let mut browser = Browser::default();
        let begun = browser.begin(&world.app, "/items/1").await;
        let link = format!("/sign-in/callback?{query}&state={}", begun.state);
        let answer = browser.get(&world.app, &link).await;
        assert_eq!(problem(&answer), code, "{query}");
        assert!(location(&answer).contains("to=%2Fitems%2F1"), "and the way is not forgotten");
    }
    assert!(world.authority.asked("/token").await.is_empty());
}

#[tokio::test]
async fn what_the_token_endpoint_may_answer() {
    let world = World::new().await;
    let json = |status| ResponseTemplate::new(status).insert_header("content-type", "application/json");
    let rows = [
        (json(400).set_body_string(r#"{"error":"invalid_grant"}"#), "sign-in-failed"),
        (json(401).set_body_string(r#"{"error":"invalid_client"}"#), "sign-in-failed"),
        (json(400).set_body_string("{}"), "sign-in-failed"),
        (json(400), "sign-in-failed"),
        (json(200).set_body_string("{}"), "sign-in-failed"),
        (json(200).set_body_string(r#"{"access_token":1,"token_type":"Bearer"}"#), "sign-in-failed"),
        (ResponseTemplate::new(200).set_body_string("<html>"), "sign-in-failed"),
        (json(200).set_body_string(" ".repeat(300_000)), "sign-in-failed"),
        (ResponseTemplate::new(302).insert_header("location", "https://evil.example/"), "sign-in-failed"),
        (ResponseTemplate::new(500), "directory-unreachable"),
        (ResponseTemplate::new(503).insert_header("retry-after", "9"), "directory-unreachable"),
        (ResponseTemplate::new(429), "directory-unreachable"),
    ];
    for (at, (answer, code)) in rows.into_iter().enumerate() {
        let mut browser = Browser::default();
        let begun = browser.begin(&world.app, "/").await;
        world.authority.answers(answer);
        assert_eq!(problem(&browser.come_back(&world.app, &begun.state).await), code, "row {at}");
        assert_eq!(browser.who(&world.app).await, "nobody");
    }
}

#[tokio::test]
async fn a_certificate_instead_of_a_secret() {
    let key = rcgen::KeyPair::from_pem_and_sign_algo(&first().pem, &rcgen::PKCS_RSA_SHA256).unwrap();
    let made = rcgen::CertificateParams::new(vec!["v".to_owned()]).unwrap().self_signed(&key).unwrap();
    let pem = format!("{}{}", made.pem(), first().pem);
    let world = World::with(&[("VESTIBULE_ENTRA_CLIENT_CERTIFICATE", &pem)]).await;
    world.signed_in().await;
    let asked = &world.authority.asked("/token").await[0];
    assert_eq!(field(asked, "client_secret"), None);
    let kind = field(asked, "client_assertion_type");
    assert_eq!(kind, Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
    let assertion = field(asked, "client_assertion").unwrap();
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    assert_eq!(header.alg, jsonwebtoken::Algorithm::PS256);
    assert_eq!(header.x5t_s256.unwrap().len(), 43);
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(first().jwk()).unwrap();
    let mut checks = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::PS256);
    checks.set_audience(&[format!("{}/{TENANT}/oauth2/v2.0/token", world.authority.origin())]);
    checks.set_issuer(&[CLIENT]);
    checks.validate_exp = false;
    let decoding = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
    let claims = jsonwebtoken::decode::<serde_json::Value>(assertion, &decoding, &checks).unwrap().claims;
    assert_eq!(claims["sub"], CLIENT);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
}

#[tokio::test]
async fn under_another_name_of_this_machine_it_begins_under_the_public_one() {
    use tower::ServiceExt as _;
    let world = World::new().await;
    let request = http::Request::get("/sign-in/start?to=/items/1&pick=1").header("host", "127.0.0.1:3000");
    let answer = world.app.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(location(&answer), "http://localhost:3000/sign-in/start?to=%2Fitems%2F1&pick=1");
    assert!(answer.headers().get("set-cookie").is_none());
}

#[tokio::test]
async fn the_tokens_are_there_for_graph() {
    let world = World::new().await;
    world.signed_in().await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let user = EntraUserId::parse(USER).unwrap();
    let vault = super::vault::vault_of(&world);
    let token = vault.of_person(&tenant, &user).token().await.unwrap();
    assert_eq!(token.expose_secret(), "canary-access-1");
}
