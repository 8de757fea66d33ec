//! Signing in, as it should be, and the ways in which the answer does not belong to the question.

use contract::{EntraUserId, TenantId};
use graph::TokenProvider as _;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::app::{Begun, Browser, SignInApp, location, problem};
use super::authority::{CLIENT, SECRET, Says, TENANT, USER, field, first};

#[tokio::test]
async fn the_whole_way() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/items/1?tab=people").await;
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
    assert!(begun.address.as_str().starts_with(&app.authority.origin()));
    assert!(begun.state.len() >= 43 && begun.nonce.len() >= 43 && begun.state != begun.nonce);

    app.authority.gives(Some(&app.good_token(&begun)));
    assert_eq!(browser.cookie(), None, "nobody has a session before");
    let answer = browser.come_back(&begun.state).await;
    assert_eq!((answer.status, location(&answer)), (303, "/items/1?tab=people".to_owned()));
    assert!(browser.who().await.starts_with("Adele Vance admin=false guest=false"));

    let asked = &app.authority.asked("/token")[0];
    assert_eq!(field(asked, "grant_type"), Some("authorization_code"));
    assert_eq!(field(asked, "code"), Some("the-code"));
    assert_eq!(field(asked, "client_secret"), Some(SECRET), "in the body, not as Basic");
    let challenge = oauth2::PkceCodeChallenge::from_code_verifier_sha256(&oauth2::PkceCodeVerifier::new(
        field(asked, "code_verifier").unwrap().to_owned(),
    ));
    assert_eq!(begun.query("code_challenge").as_deref(), Some(challenge.as_str()));
    assert!(browser.cookie().is_some());
}

#[tokio::test]
async fn what_stays_of_it() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    let person = storage::people::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.standing.as_str()), ("Adele Vance", "member"));
    assert_eq!(person.address, "adele.vance@contoso.example");
    let audit = storage::audit::list(&app.storage, 0, 10).await.unwrap();
    assert_eq!(audit.len(), 1);
    assert_eq!((audit[0].action.as_str(), audit[0].actor.as_str()), ("signed-in", USER));
    let tokens = storage::tokens::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    let shown = String::from_utf8_lossy(&tokens.sealed).into_owned();
    assert!(!shown.contains("canary"), "sealed");
    app.storage.close().await;
    for (_, bytes) in app.db.files() {
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
    let app = SignInApp::new().await;
    for (more, expected) in rows {
        let mut browser = app.browser();
        let begun = browser.begin("/").await;
        let mut claims = app.claims(&begun);
        claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        app.authority.gives(Some(&first().sign(&claims)));
        assert_eq!(location(&browser.come_back(&begun.state).await), "/", "{more}");
        let who = browser.who().await;
        assert!(who.contains(expected), "{more}: {who}");
    }
}

#[tokio::test]
async fn a_token_without_an_address_replaces_none_and_shows_none() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let shown = browser.who().await;
    assert!(shown.contains("adele.vance@contoso.example"), "{shown}");
    for name in
        [json!(null), json!("adele.vance_home.example#EXT#@contoso.onmicrosoft.com"), json!("+49 30 1234")]
    {
        let mut again = app.browser();
        let begun = again.begin("/").await;
        let mut claims = app.claims(&begun);
        (claims["email"], claims["preferred_username"]) = (json!(null), name.clone());
        app.authority.gives(Some(&first().sign(&claims)));
        assert_eq!(location(&again.come_back(&begun.state).await), "/", "{name}");
        let known = storage::people::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
        assert_eq!(known.address, "adele.vance@contoso.example", "{name}");
        let shown = again.who().await;
        assert!(shown.contains("adele.vance@contoso.example") && !shown.contains("EXT"), "{name}: {shown}");
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
    let app = SignInApp::new().await;
    for (status, body, expected) in rows {
        let mut browser = app.browser();
        let begun = browser.begin("/").await;
        let mut claims = app.claims(&begun);
        (claims["acct"], claims["idp"]) = (json!(null), json!(own));
        app.authority.gives(Some(&first().sign(&claims)));
        app.authority.directory_says(status, &body);
        assert_eq!(location(&browser.come_back(&begun.state).await), "/", "{status}");
        let who = browser.who().await;
        assert!(who.contains(expected), "{status} {body}: {who}");
    }
}

#[tokio::test]
async fn what_was_asked_of_a_person_goes_along_to_the_authority_until_it_is_answered() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let claims_in = |place: &str| {
        let place = url::Url::parse(place).unwrap();
        place.query_pairs().find(|(name, _)| name == "claims").map(|(_, claims)| claims.into_owned())
    };
    let start = async |browser: &mut Browser| location(&browser.get("/sign-in/start?to=/invitations").await);
    assert_eq!(claims_in(&start(&mut browser).await), None);
    let challenge = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let row = storage::tokens::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    let mut tx = app.storage.begin().await.unwrap();
    storage::tokens::save_challenge(&mut tx, TENANT, USER, row.version, challenge).await.unwrap();
    storage::tokens::save_challenge(&mut tx, TENANT, USER, row.version - 1, "of older tokens").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claims_in(&start(&mut browser).await).as_deref(), Some(challenge));
    assert_eq!(claims_in(&start(&mut app.browser()).await), None, "it concerns nobody else");

    let begun = browser.begin("/").await;
    app.authority.gives(Some(&first().sign(&app.claims(&begun))));
    browser.come_back(&begun.state).await;
    assert_eq!(claims_in(&start(&mut browser).await), None, "the new tokens answer it");
}

#[tokio::test]
async fn an_address_is_no_key() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    let mut claims = app.claims(&begun);
    // Another person, who has come by the same addresses.
    claims["oid"] = json!("0b0b0b0b-0000-4000-8000-000000000002");
    claims["sid"] = json!("another");
    claims["email"] = json!("adele.vance@contoso.example");
    app.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&begun.state).await;
    for user in [USER, "0b0b0b0b-0000-4000-8000-000000000002"] {
        assert!(storage::people::load(&app.storage, TENANT, user).await.unwrap().is_some(), "{user}");
        assert!(storage::tokens::load(&app.storage, TENANT, user).await.unwrap().is_some(), "{user}");
    }
}

#[tokio::test]
async fn where_the_way_out_leads() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    for (link, name, value) in [
        ("/sign-in/start?hint=adele%40contoso.example", "login_hint", Some("adele@contoso.example")),
        ("/sign-in/start?hint=%3Cb%3E", "login_hint", None),
        ("/sign-in/start?pick=1&hint=adele%40contoso.example", "prompt", Some("select_account")),
        ("/sign-in/start?pick=1&hint=adele%40contoso.example", "login_hint", None),
        ("/sign-in/start", "prompt", None),
    ] {
        let answer = browser.get(link).await;
        assert_eq!(Begun::of(&location(&answer)).query(name).as_deref(), value, "{link}");
    }
}

#[tokio::test]
async fn never_to_another_site() {
    let app = SignInApp::new().await;
    for to in [
        "https://evil.example/",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "javascript:1",
        "",
    ] {
        let mut browser = app.browser();
        let begun = browser.begin(to).await;
        app.authority.gives(Some(&app.good_token(&begun)));
        assert_eq!(location(&browser.come_back(&begun.state).await), "/", "{to}");
    }
}

#[tokio::test]
async fn answers_that_belong_to_no_question() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));

    let wrong = browser.get("/sign-in/callback?code=x&state=made-up").await;
    assert_eq!(problem(&wrong), "sign-in-stale");
    let missing = browser.get("/sign-in/callback?code=x").await;
    assert_eq!(problem(&missing), "sign-in-stale");
    let elsewhere = app.browser().come_back(&begun.state).await;
    assert_eq!(problem(&elsewhere), "sign-in-stale", "another browser");
    assert!(app.authority.asked("/token").is_empty(), "and nothing was asked for them");

    assert_eq!(location(&browser.come_back(&begun.state).await), "/");
    let again = browser.come_back(&begun.state).await;
    assert_eq!(problem(&again), "sign-in-stale", "each state is good for once");
    // The application's own token is for another purpose.
    let code = ("grant_type".to_owned(), "authorization_code".to_owned());
    let codes = app.authority.asked("/token").into_iter().filter(|form| form.contains(&code));
    assert_eq!(codes.count(), 1);
}

#[tokio::test]
async fn a_failed_answer_uses_the_state_up_too() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.refuses("invalid_grant");
    assert_eq!(problem(&browser.come_back(&begun.state).await), "sign-in-failed");
    app.authority.gives(Some(&app.good_token(&begun)));
    assert_eq!(problem(&browser.come_back(&begun.state).await), "sign-in-stale");
}

/// Whoever comes back late is sent to the authority once more, which knows them by then, and ends on the page that was wanted.
#[tokio::test]
async fn a_late_return_starts_again_by_itself() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let early = browser.begin("/items/early?tab=people").await;
    app.clock.advance(time::Duration::minutes(9));
    let late = browser.begin("/items/late").await;
    app.clock.advance(time::Duration::minutes(2));
    app.authority.gives(Some(&app.good_token(&early)));
    let again = browser.come_back(&early.state).await;
    assert_eq!(location(&again), "/sign-in/start?to=%2Fitems%2Fearly%3Ftab%3Dpeople");
    assert!(app.authority.asked("/token").is_empty(), "nothing of the late answer is used");
    assert_eq!(browser.who().await, "nobody");
    let begun = Begun::of(&location(&browser.get(&location(&again)).await));
    app.authority.gives(Some(&app.good_token(&begun)));
    assert_eq!(location(&browser.come_back(&begun.state).await), "/items/early?tab=people");
    assert_eq!(problem(&browser.come_back(&early.state).await), "sign-in-stale", "each is used once");
    app.authority.gives(Some(&app.good_token(&late)));
    assert_eq!(location(&browser.come_back(&late.state).await), "/items/late");
}

#[tokio::test]
async fn a_late_refusal_is_said() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/items/1").await;
    app.clock.advance(time::Duration::minutes(11));
    let link = format!("/sign-in/callback?error=access_denied&state={}", begun.state);
    let answer = browser.get(&link).await;
    assert_eq!(problem(&answer), "sign-in-declined", "or whoever wants back would be sent there for ever");
    assert!(location(&answer).contains("to=%2Fitems%2F1"));
}

/// Twenty tabs start before any of them has an answer, come back at the same time, and each ends on its own page, signed in.
#[tokio::test]
async fn every_tab_ends_on_its_own_page() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let starts = futures::future::join_all((0..20).map(|n| {
        let mut tab = browser.clone();
        async move { tab.get(&format!("/sign-in/start?to=/items/{n}")).await }
    }))
    .await;
    let mut begun = Vec::new();
    for answer in &starts {
        browser.receive(answer);
        begun.push(Begun::of(answer.location()));
    }
    let mut answers = Vec::new();
    for begun in begun.iter().rev() {
        app.authority.gives(Some(&app.good_token(begun)));
        // As if no tab had heard of the others.
        answers.push(browser.clone().come_back(&begun.state).await);
    }
    let mut ends: Vec<_> = answers.iter().map(location).collect();
    ends.reverse();
    assert_eq!(ends, (0..20).map(|n| format!("/items/{n}")).collect::<Vec<_>>());
    // Whichever answer the browser hears last, it is signed in.
    for last in [0, 7, 19] {
        let mut browser = browser.clone();
        for answer in answers.iter().chain([&answers[last]]) {
            browser.receive(answer);
        }
        assert!(browser.who().await.starts_with("Adele Vance"), "{last}");
        assert!(browser.begun().is_empty(), "no cookie of a sign-in stays");
    }
}

#[tokio::test]
async fn a_sign_in_that_has_begun_is_written_nowhere() {
    let app = SignInApp::new().await;
    let before = app.storage.usage().transactions;
    for _ in 0..200 {
        app.browser().begin("/items/1").await;
    }
    assert_eq!(app.storage.usage().transactions, before);
    assert_eq!(app.rows("sessions").await, 0);
    let mut browser = app.browser();
    for n in 0..40 {
        browser.begin(&format!("/items/{n}")).await;
    }
    assert_eq!(browser.begun().len(), 24, "nor does a browser carry more and more");
}

#[tokio::test]
async fn a_cookie_of_a_sign_in_is_of_use_to_its_browser_only_and_once() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/items/1").await;
    let (name, value) = browser.begun().pop().unwrap();
    app.authority.gives(Some(&app.good_token(&begun)));
    assert_eq!(location(&browser.come_back(&begun.state).await), "/items/1");
    assert!(browser.begun().is_empty());
    // A copy of the cookie brings the same answer again: the code was taken once, and the authority refuses it.
    app.authority.refuses("invalid_grant");
    let mut thief = app.browser();
    thief.set_cookie(&name, &value);
    assert_eq!(problem(&thief.come_back(&begun.state).await), "sign-in-failed");
    // With another answer it does not open.
    let own = thief.begin("/").await;
    let (own_name, _) = thief.begun().pop().unwrap();
    thief.set_cookie(&own_name, &value);
    assert_eq!(problem(&thief.come_back(&own.state).await), "sign-in-stale");
}

/// A number of the authority says what is the matter, where it is one that we know.
#[tokio::test]
async fn what_the_authority_may_answer() {
    let app = SignInApp::new().await;
    for (query, code) in [
        ("error=access_denied", "sign-in-declined"),
        ("error=access_denied&error_subcode=cancel&error_description=AADSTS99999", "sign-in-declined"),
        ("error=access_denied&error_description=AADSTS65004%3A+no", "consent-declined"),
        ("error=consent_required&error_description=AADSTS65004%3A+no", "consent-declined"),
        ("error=access_denied&error_description=AADSTS90094%3A+no", "consent-missing"),
        ("error=consent_required", "consent-missing"),
        ("error=invalid_client&error_description=AADSTS65001", "consent-missing"),
        ("error=access_denied&error_description=AADSTS50105", "not-assigned"),
        ("error=interaction_required&error_description=AADSTS50105", "not-assigned"),
        ("error=access_denied&error_description=AADSTS50020", "account-unknown"),
        ("error=access_denied&error_description=AADSTS53003", "sign-in-blocked"),
        ("error=access_denied&error_description=AADSTS530032", "sign-in-blocked"),
        ("error=interaction_required&error_description=AADSTS53000", "sign-in-blocked"),
        ("error=access_denied&error_description=AADSTS50057", "sign-in-blocked"),
        ("error=access_denied&error_description=AADSTS999999", "sign-in-failed"),
        ("error=server_error", "directory-unreachable"),
        ("error=temporarily_unavailable", "directory-unreachable"),
        ("error=interaction_required", "sign-in-failed"),
        ("error=%3Cscript%3E", "sign-in-failed"),
        ("code=", "sign-in-failed"),
        ("code=x&iss=https%3A%2F%2Fevil.example", "sign-in-failed"),
    ] {
        let mut browser = app.browser();
        let begun = browser.begin("/items/1").await;
        let link = format!("/sign-in/callback?{query}&state={}", begun.state);
        let answer = browser.get(&link).await;
        assert_eq!(problem(&answer), code, "{query}");
        assert!(location(&answer).contains("to=%2Fitems%2F1"), "and the way is not forgotten");
    }
    assert!(app.authority.asked("/token").is_empty());
}

#[tokio::test]
async fn what_the_token_endpoint_may_answer() {
    let app = SignInApp::new().await;
    let json = |status| Says::status(status).header("content-type", "application/json");
    let rows = [
        (json(400).text(r#"{"error":"invalid_grant"}"#), "sign-in-failed"),
        (json(401).text(r#"{"error":"invalid_client"}"#), "sign-in-failed"),
        (json(400).text("{}"), "sign-in-failed"),
        (json(400), "sign-in-failed"),
        (json(200).text("{}"), "sign-in-failed"),
        (json(200).text(r#"{"access_token":1,"token_type":"Bearer"}"#), "sign-in-failed"),
        (Says::status(200).text("<html>"), "sign-in-failed"),
        (json(200).text(&" ".repeat(300_000)), "sign-in-failed"),
        (Says::status(302).header("location", "https://evil.example/"), "sign-in-failed"),
        (Says::status(500), "directory-unreachable"),
        (Says::status(503).header("retry-after", "9"), "directory-unreachable"),
        (Says::status(429), "directory-unreachable"),
    ];
    for (at, (answer, code)) in rows.into_iter().enumerate() {
        let mut browser = app.browser();
        let begun = browser.begin("/").await;
        app.authority.answers(answer);
        assert_eq!(problem(&browser.come_back(&begun.state).await), code, "row {at}");
        assert_eq!(browser.who().await, "nobody");
    }
}

#[tokio::test]
async fn a_certificate_instead_of_a_secret() {
    let key = rcgen::KeyPair::from_pem_and_sign_algo(&first().pem, &rcgen::PKCS_RSA_SHA256).unwrap();
    let made = rcgen::CertificateParams::new(vec!["v".to_owned()]).unwrap().self_signed(&key).unwrap();
    let pem = format!("{}{}", made.pem(), first().pem);
    let app = SignInApp::with(&[("VESTIBULE_ENTRA_CLIENT_CERTIFICATE", &pem)]).await;
    app.signed_in().await;
    let asked = &app.authority.asked("/token")[0];
    assert_eq!(field(asked, "client_secret"), None);
    let kind = field(asked, "client_assertion_type");
    assert_eq!(kind, Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
    let assertion = field(asked, "client_assertion").unwrap();
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    assert_eq!(header.alg, jsonwebtoken::Algorithm::PS256);
    assert_eq!(header.x5t_s256.unwrap().len(), 43);
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(first().jwk()).unwrap();
    let mut checks = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::PS256);
    checks.set_audience(&[format!("{}/{TENANT}/oauth2/v2.0/token", app.authority.origin())]);
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
    let app = SignInApp::new().await;
    let request = http::Request::get("/sign-in/start?to=/items/1&pick=1").header("host", "127.0.0.1:3000");
    let answer = app.routes.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.headers()["location"], "http://localhost:3000/sign-in/start?to=%2Fitems%2F1&pick=1");
    assert!(answer.headers().get("set-cookie").is_none());
}

#[tokio::test]
async fn the_tokens_are_there_for_graph() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let user = EntraUserId::parse(USER).unwrap();
    let vault = super::token_vault::vault_of(&app);
    let token = vault.of_person(&tenant, &user).token().await.unwrap();
    assert_eq!(token.expose_secret(), "canary-access-1");
}

/// Nothing is done in the name of a guest: what could be is not kept, nor what was kept of a member who has become one.
#[tokio::test]
async fn of_guests_no_tokens_are_kept() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    assert_eq!(app.rows("tokens").await, 1);
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    let mut claims = app.claims(&begun);
    claims["acct"] = json!(1);
    app.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&begun.state).await;
    assert!(browser.who().await.contains("guest=true"));
    assert_eq!(app.rows("tokens").await, 0);
}
