//! Sign-out, and the applications that are told.

use crate::harness::{ADELE, GRADY, MEGAN, TestEmulator, field, location, parameter, start_emulator};

async fn out(started: &TestEmulator, query: &[(&str, &str)]) -> reqwest::Response {
    started.browser.get(started.endpoint("logout")).query(query).send().await.unwrap()
}

async fn silent_error(started: &TestEmulator) -> Option<String> {
    parameter(&location(&started.authorize(&[("prompt", "none")]).await), "error")
}

#[tokio::test]
async fn sign_out_tells_each_application_in_a_frame_and_goes_on() {
    let started = start_emulator().await;
    let page = started.authorize(&[]).await;
    let back = location(&started.pick(page, ADELE).await);
    let sid = parameter(&back, "session_state").unwrap();
    assert_eq!(silent_error(&started).await, None, "there is a session");
    let query = [("post_logout_redirect_uri", "http://localhost:3000/signed-out"), ("state", "s")];
    let page = out(&started, &query).await;
    assert_eq!(page.status(), 200);
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("frame-src"));
    assert!(page.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let html = page.text().await.unwrap();
    let frame = html.split("<iframe hidden src=\"").nth(1).unwrap().split('"').next().unwrap();
    let frame = url::Url::parse(&frame.replace("&amp;", "&")).unwrap();
    assert_eq!((frame.path(), parameter(&frame, "sid").unwrap()), ("/sign-out/remote", sid));
    let issuer = format!("{}/{}/v2.0", started.emulator.url(), started.emulator.tenant_id());
    assert_eq!(parameter(&frame, "iss").unwrap(), issuer);
    assert!(html.contains("width=device-width") && html.contains("<strong>Local emulator"), "{html}");
    assert!(html.contains("content=\"2;url=http://localhost:3000/signed-out?state=s\""), "{html}");
    assert_eq!(silent_error(&started).await.as_deref(), Some("login_required"));

    // Nobody is left to be told.
    assert_eq!(location(&out(&started, &query).await).as_str(), "http://localhost:3000/signed-out?state=s");
    let foreign = out(&started, &[("post_logout_redirect_uri", "https://evil.example/")]).await;
    assert_eq!(foreign.status(), 200);
    assert!(!foreign.text().await.unwrap().contains("evil.example"));
}

#[tokio::test]
async fn a_form_signs_out_as_well() {
    let started = start_emulator().await;
    let form = [("post_logout_redirect_uri", "http://localhost:3000/signed-out")];
    let answer = started.browser.post(started.endpoint("logout")).form(&form).send().await.unwrap();
    assert_eq!(location(&answer).as_str(), "http://localhost:3000/signed-out");
    let nowhere =
        started.browser.get(started.url("/nobody.example/oauth2/v2.0/logout")).send().await.unwrap();
    assert!(nowhere.text().await.unwrap().contains("AADSTS90002"));
}

#[tokio::test]
async fn a_hint_ends_one_session_of_two() {
    let started = start_emulator().await;
    started.code(ADELE, &[]).await;
    started.code(MEGAN, &[]).await;
    let hint = format!("O.{}", started.user(MEGAN));
    let html = out(&started, &[("logout_hint", &hint)]).await.text().await.unwrap();
    assert_eq!(html.matches("<iframe").count(), 1, "{html}");
    assert_eq!(started.authorize(&[("prompt", "none")]).await.status(), 302);
    assert_eq!(silent_error(&started).await, None, "Adele's is left alone");
    let page = started.authorize(&[("prompt", "login")]).await.text().await.unwrap();
    assert!(!field(&page, "continue").is_empty() && page.contains(GRADY));
}

#[tokio::test]
async fn sign_out_goes_on_to_the_address_of_a_script_as_well() {
    let started = start_emulator().await;
    let query = [("post_logout_redirect_uri", "http://localhost:5173/bye")];
    assert_eq!(out(&started, &query).await.status(), 200, "nobody has it");
    started.register("public", serde_json::json!({ "spaRedirectUris": ["http://localhost:5173/bye"] })).await;
    assert_eq!(location(&out(&started, &query).await).as_str(), "http://localhost:5173/bye");
}
