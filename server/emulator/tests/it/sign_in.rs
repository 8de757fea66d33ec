//! Discovery, keys, authorize, logout, userinfo.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, Validation, jwk::JwkSet};
use serde_json::{Value, json};

use crate::harness::{
    ADELE, Answer, CALLBACK, GRADY, MEGAN, TestEmulator, VERIFIER, location, parameter, start_emulator,
};
use crate::snapshots::hold_json;

pub fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

async fn verified(started: &TestEmulator, token: &str) -> Value {
    let discovery: Value = started
        .browser
        .get(started.url(&format!("/{}/v2.0/.well-known/openid-configuration", started.emulator.tenant_id())))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let keys = started.browser.get(discovery["jwks_uri"].as_str().unwrap()).send().await.unwrap();
    let keys: JwkSet = keys.json().await.unwrap();
    let kid = jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut validation = Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_audience(&[started.client("vestibule").client_id.to_string()]);
    validation.set_issuer(&[discovery["issuer"].as_str().unwrap()]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap().claims
}

#[tokio::test]
async fn discovery_follows_the_origin_and_has_the_fields_of_the_real_one() {
    let started = start_emulator().await;
    let tenant = started.emulator.tenant_id();
    let origin = started.emulator.url();
    let read = async |segment: &str| -> Value {
        let path = format!("/{segment}/v2.0/.well-known/openid-configuration");
        let answer = started.browser.get(started.url(&path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{segment}");
        answer.json().await.unwrap()
    };
    let document = read(&tenant).await;
    hold_json(&started, "openid_configuration", &document);
    for (name, status) in [
        ("jwks_uri", 200),
        ("authorization_endpoint", 400),
        ("end_session_endpoint", 200),
        ("userinfo_endpoint", 401),
    ] {
        let announced = started.browser.get(document[name].as_str().unwrap()).send().await.unwrap();
        assert_eq!(announced.status(), status, "{name}");
    }
    for name in ["device_authorization_endpoint", "kerberos_endpoint"] {
        let announced = started.browser.post(document[name].as_str().unwrap()).send().await.unwrap();
        assert!([400, 401].contains(&announced.status().as_u16()), "{name}");
        let body: Value = announced.json().await.unwrap();
        assert!(body["error_description"].as_str().unwrap().starts_with("AADSTS"), "{name}: {body}");
    }
    assert_eq!(document["issuer"], format!("{origin}/{tenant}/v2.0"));
    assert_eq!(document["token_endpoint"], format!("{origin}/{tenant}/oauth2/v2.0/token"));
    assert_eq!(read("contoso.example").await["issuer"], document["issuer"]);
    assert_eq!(read("common").await["issuer"], format!("{origin}/{{tenantid}}/v2.0"));

    let ip = origin.replace("localhost", "127.0.0.1");
    let path = format!("{ip}/{tenant}/v2.0/.well-known/openid-configuration");
    let other: Value = started.browser.get(path).send().await.unwrap().json().await.unwrap();
    assert_eq!(other["issuer"], format!("{ip}/{tenant}/v2.0"));

    let unknown = started.browser.get(started.url("/nobody.example/v2.0/.well-known/openid-configuration"));
    let unknown = Answer::of(unknown.send().await.unwrap()).await;
    unknown.entra_refused(400, "invalid_request", 90_002);
}

#[tokio::test]
async fn a_member_signs_in_with_code_and_proof_key() {
    let started = start_emulator().await;
    let page = started.authorize(&[]).await;
    assert_eq!(page.status(), 200);
    let back = started.pick(page, MEGAN).await;
    let url = location(&back);
    assert!(url.as_str().starts_with(CALLBACK));
    assert_eq!(parameter(&url, "state").unwrap(), "a state&=");
    let answer = started.redeem_code(&parameter(&url, "code").unwrap()).await;
    assert_eq!(answer.headers()["cache-control"], "no-store, no-cache");
    let tokens: Value = answer.json().await.unwrap();
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 3599);

    let id = verified(&started, tokens["id_token"].as_str().unwrap()).await;
    assert_eq!(id["nonce"], "a-nonce");
    assert_eq!(id["tid"], started.emulator.tenant_id());
    assert_eq!(id["oid"], started.user(MEGAN));
    assert_eq!(id["ver"], "2.0");
    assert_eq!(id["roles"][0], "Vestibule.Admin");
    assert_eq!(id["preferred_username"], MEGAN);
    assert_eq!(id["email"], MEGAN, "an optional claim that the application asks for");
    assert!(id.get("idp").is_none());

    let access = claims(tokens["access_token"].as_str().unwrap());
    assert_eq!(access["aud"], "https://graph.microsoft.com");
    assert!(access["scp"].as_str().unwrap().contains("User.Invite.All"));
    assert_eq!(access["wids"][0], "62e90394-69f5-4237-9190-012177145e10");
}

#[tokio::test]
async fn a_guest_token_tells_home_and_mail() {
    let started = start_emulator().await;
    let tokens = started.tokens(GRADY).await;
    let id = verified(&started, tokens["id_token"].as_str().unwrap()).await;
    assert_eq!(id["acct"], 1);
    assert_eq!(id["email"], GRADY);
    assert_eq!(id["preferred_username"], GRADY);
    assert!(id["idp"].as_str().unwrap().starts_with("https://sts.windows.net/fab21ca0"));
    assert_eq!(id["oid"], started.user(GRADY));
}

#[tokio::test]
async fn s256_is_checked_as_the_rfc_says() {
    let started = start_emulator().await;
    // The pair of RFC 7636, appendix B.
    let extra = [
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    let code = started.code(ADELE, &extra).await;
    let client = started.client("vestibule");
    let redeem = async |verifier: &str| {
        started
            .token(&[
                ("grant_type", "authorization_code"),
                ("client_id", &client.client_id.to_string()),
                ("client_secret", client.client_secret.as_deref().unwrap()),
                ("code", &code),
                ("redirect_uri", CALLBACK),
                ("code_verifier", verifier),
            ])
            .await
    };
    Answer::of(redeem(VERIFIER).await).await.entra_refused(400, "invalid_grant", 501_481);
    assert_eq!(redeem("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").await.status(), 200);
    // The challenge of all other tests is the verifier itself: plain, with the method's name or without.
    for method in ["plain", ""] {
        let code = started.code(ADELE, &[("code_challenge_method", method)]).await;
        assert_eq!(started.redeem_code(&code).await.status(), 200, "{method:?}");
    }
}

#[tokio::test]
async fn one_signed_in_account_is_not_asked_again() {
    let started = start_emulator().await;
    started.code(ADELE, &[]).await;
    assert_eq!(started.authorize(&[]).await.status(), 302);
    assert_eq!(started.authorize(&[("prompt", "none")]).await.status(), 302);
    assert_eq!(started.authorize(&[("prompt", "login")]).await.status(), 200);
    assert_eq!(started.authorize(&[("login_hint", MEGAN)]).await.status(), 200);
    started.code(MEGAN, &[]).await;
    assert_eq!(started.authorize(&[]).await.status(), 200, "two accounts: who is it?");
    assert_eq!(started.authorize(&[("login_hint", MEGAN)]).await.status(), 302);
}

#[tokio::test]
async fn a_domain_hint_narrows_the_picker_and_a_login_hint_fills_it() {
    let started = start_emulator().await;
    let page = started.authorize(&[("domain_hint", "fabrikam.example"), ("login_hint", GRADY)]).await;
    let page = page.text().await.unwrap();
    assert!(page.contains(&started.account(GRADY)) && !page.contains(&started.account(ADELE)));
    assert!(page.contains(&format!("value=\"{GRADY}\"")));
}

#[tokio::test]
async fn fragment_and_form_post_carry_the_same_answer() {
    let started = start_emulator().await;
    started.code(ADELE, &[]).await;
    let back = location(&started.authorize(&[("response_mode", "query")]).await);
    let answered: Vec<String> = back.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(answered, ["code", "session_state", "state"]);
    let session = parameter(&back, "session_state").unwrap();
    let mut fragment = location(&started.authorize(&[("response_mode", "fragment")]).await);
    assert_eq!(fragment.query(), None);
    let carried = fragment.fragment().unwrap().to_owned();
    fragment.set_query(Some(&carried));
    let names: Vec<String> = fragment.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, answered);
    assert!(parameter(&fragment, "code").unwrap().starts_with("1."));
    assert_eq!(parameter(&fragment, "state").unwrap(), "a state&=");
    assert_eq!(parameter(&fragment, "session_state").unwrap(), session, "the same session");
    let form = started.authorize(&[("response_mode", "form_post")]).await.text().await.unwrap();
    assert!(form.contains(&format!("action=\"{CALLBACK}\"")));
    let names: Vec<&str> =
        form.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(names, answered);
    assert!(form.contains("value=\"a state&amp;=\"") && form.contains(&format!("value=\"{session}\"")));
}

#[tokio::test]
async fn errors_that_may_go_back_do_and_others_stay_on_a_page() {
    let started = start_emulator().await;
    for (extra, error, number) in [
        (("prompt", "none"), "login_required", "AADSTS50058"),
        (("response_type", ""), "invalid_request", "AADSTS900144"),
        (("response_type", "id_token"), "unsupported_response_type", "AADSTS700054"),
        (("scope", ""), "invalid_request", "AADSTS900144"),
        (("scope", "openid User.Nonsense"), "invalid_request", "AADSTS650053"),
        (("scope", "https://other.example/x"), "invalid_scope", "AADSTS70011"),
        (("code_challenge", "short"), "invalid_request", "AADSTS50147"),
        (("code_challenge_method", "S512"), "invalid_request", "AADSTS50147"),
        (("prompt", "sometimes"), "invalid_request", "AADSTS90023"),
        (("claims", "[]"), "invalid_request", "AADSTS90023"),
        (("scope", "User.Read https://other.example/x"), "invalid_scope", "AADSTS700022"),
    ] {
        let back = started.authorize(&[extra]).await;
        assert_eq!(back.status(), 302, "{extra:?}");
        let mut url = location(&back);
        if extra.1 == "id_token" {
            let fragment = url.fragment().unwrap().to_owned();
            url.set_query(Some(&fragment));
        }
        assert_eq!(parameter(&url, "error").unwrap(), error, "{extra:?}");
        let description = parameter(&url, "error_description").unwrap();
        let mut lines = description.split("\r\n");
        assert!(lines.next().unwrap().starts_with(&format!("{number}: ")), "{extra:?}: {description}");
        for start in ["Trace ID: ", "Correlation ID: ", "Timestamp: "] {
            assert!(lines.next().unwrap().starts_with(start), "{extra:?}: {description}");
        }
        assert_eq!(parameter(&url, "state").unwrap(), "a state&=");
    }
    for (extra, number) in [
        (("redirect_uri", "http://localhost:3000/elsewhere"), "AADSTS50011"),
        (("redirect_uri", ""), "AADSTS900144"),
        (("client_id", "7e571b01-e000-4c11-a0f0-00000000ffff"), "AADSTS700016"),
        (("client_id", ""), "AADSTS900144"),
    ] {
        let page = started.authorize(&[extra]).await;
        assert_eq!(page.status(), 400, "{extra:?}");
        assert!(page.text().await.unwrap().contains(number), "{extra:?}");
    }
    for (tenant, number) in [("common", "AADSTS50194"), ("nobody.example", "AADSTS90002")] {
        let path = started.url(&format!("/{tenant}/oauth2/v2.0/authorize"));
        let page = started.browser.get(path).query(&started.authorize_query(&[])).send().await.unwrap();
        assert_eq!(page.status(), 400, "{tenant}");
        assert!(page.text().await.unwrap().contains(number), "{tenant}");
    }
}

#[tokio::test]
async fn an_account_that_the_tenant_does_not_know_is_told_so() {
    let started = start_emulator().await;
    let page = started.authorize(&[]).await.text().await.unwrap();
    let form = [
        ("address", "stranger@fabrikam.example".to_owned()),
        ("continue", crate::harness::field(&page, "continue")),
        ("name", "Sam Stranger".to_owned()),
    ];
    let picked = started.browser.post(started.url("/home/sign-in")).form(&form).send().await.unwrap();
    let refused = started.browser.get(location(&picked)).send().await.unwrap();
    assert_eq!(refused.status(), 403);
    let text = refused.text().await.unwrap();
    assert!(text.contains("AADSTS50020") && text.contains("Use another account"));
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn a_localhost_redirect_may_have_any_port() {
    let started = start_emulator().await;
    let client = started.client("public").client_id.to_string();
    started.code(ADELE, &[]).await;
    let to = async |address: &str| {
        let scope = ("scope", "openid User.ReadWrite.All");
        started.authorize(&[("client_id", client.as_str()), ("redirect_uri", address), scope]).await
    };
    let back = to("http://localhost:49152").await;
    assert_eq!(back.status(), 302);
    assert!(location(&back).as_str().starts_with("http://localhost:49152/?code="));
    for other in [
        "http://localhost:49152/elsewhere",
        "http://127.0.0.1:49152",
        "http://[::1]:49152",
        "https://localhost:49152",
    ] {
        let page = to(other).await;
        assert_eq!(page.status(), 400, "{other}");
        assert!(page.text().await.unwrap().contains("AADSTS50011:"), "{other}");
    }
}

#[tokio::test]
async fn userinfo_has_the_subject_of_the_id_token() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    let id = claims(tokens["id_token"].as_str().unwrap());
    let ask = async |token: &str| {
        let request = started.browser.get(started.url("/oidc/userinfo")).bearer_auth(token);
        Answer::of(request.send().await.unwrap()).await
    };
    let info = ask(tokens["access_token"].as_str().unwrap()).await;
    assert_eq!((info.status, &info.body["sub"]), (200, &id["sub"]));
    assert_eq!((&info.body["name"], &info.body["email"]), (&json!("Adele Vance"), &json!(ADELE)));
    let other = ask(&started.powerful(ADELE, "openid").await).await;
    assert_eq!((other.status, &other.body["name"]), (200, &json!("Adele Vance")));
    assert_ne!(other.body["sub"], id["sub"], "each application has its own name for her");
    let without = started.powerful(ADELE, "User.Read").await;
    ask(&without).await.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
    let nobody = "Access token validation failure.";
    ask("nonsense").await.refused(401, "InvalidAuthenticationToken", nobody);
}
