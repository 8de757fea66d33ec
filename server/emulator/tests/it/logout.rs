//! Sign-out, and the applications that are told.

use crate::harness::{ADELE, GRADY, Hall, MEGAN, field, hall, location, parameter};

async fn out(hall: &Hall, query: &[(&str, &str)]) -> reqwest::Response {
    hall.browser.get(hall.endpoint("logout")).query(query).send().await.unwrap()
}

async fn silent_error(hall: &Hall) -> Option<String> {
    parameter(&location(&hall.authorize(&[("prompt", "none")]).await), "error")
}

#[tokio::test]
async fn sign_out_tells_each_application_in_a_frame_and_goes_on() {
    let hall = hall().await;
    let page = hall.authorize(&[]).await;
    let back = location(&hall.pick(page, ADELE).await);
    let sid = parameter(&back, "session_state").unwrap();
    assert_eq!(silent_error(&hall).await, None, "there is a session");
    let query = [("post_logout_redirect_uri", "http://localhost:3000/signed-out"), ("state", "s")];
    let page = out(&hall, &query).await;
    assert_eq!(page.status(), 200);
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("frame-src"));
    assert!(page.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let html = page.text().await.unwrap();
    let frame = html.split("<iframe hidden src=\"").nth(1).unwrap().split('"').next().unwrap();
    let frame = url::Url::parse(&frame.replace("&amp;", "&")).unwrap();
    assert_eq!((frame.path(), parameter(&frame, "sid").unwrap()), ("/sign-out/remote", sid));
    let issuer = format!("{}/{}/v2.0", hall.emulator.url(), hall.emulator.tenant_id());
    assert_eq!(parameter(&frame, "iss").unwrap(), issuer);
    assert!(html.contains("width=device-width") && html.contains("<strong>Local emulator"), "{html}");
    assert!(html.contains("content=\"2;url=http://localhost:3000/signed-out?state=s\""), "{html}");
    assert_eq!(silent_error(&hall).await.as_deref(), Some("login_required"));

    // Nobody is left to be told.
    assert_eq!(location(&out(&hall, &query).await).as_str(), "http://localhost:3000/signed-out?state=s");
    let foreign = out(&hall, &[("post_logout_redirect_uri", "https://evil.example/")]).await;
    assert_eq!(foreign.status(), 200);
    assert!(!foreign.text().await.unwrap().contains("evil.example"));
}

#[tokio::test]
async fn a_form_signs_out_as_well() {
    let hall = hall().await;
    let form = [("post_logout_redirect_uri", "http://localhost:3000/signed-out")];
    let answer = hall.browser.post(hall.endpoint("logout")).form(&form).send().await.unwrap();
    assert_eq!(location(&answer).as_str(), "http://localhost:3000/signed-out");
    let nowhere = hall.browser.get(hall.url("/nobody.example/oauth2/v2.0/logout")).send().await.unwrap();
    assert!(nowhere.text().await.unwrap().contains("AADSTS90002"));
}

#[tokio::test]
async fn a_hint_ends_one_session_of_two() {
    let hall = hall().await;
    hall.code(ADELE, &[]).await;
    hall.code(MEGAN, &[]).await;
    let hint = format!("O.{}", hall.user(MEGAN));
    let html = out(&hall, &[("logout_hint", &hint)]).await.text().await.unwrap();
    assert_eq!(html.matches("<iframe").count(), 1, "{html}");
    assert_eq!(hall.authorize(&[("prompt", "none")]).await.status(), 302);
    assert_eq!(silent_error(&hall).await, None, "Adele's is left alone");
    let page = hall.authorize(&[("prompt", "login")]).await.text().await.unwrap();
    assert!(!field(&page, "continue").is_empty() && page.contains(GRADY));
}

#[tokio::test]
async fn sign_out_goes_on_to_the_address_of_a_script_as_well() {
    let hall = hall().await;
    let query = [("post_logout_redirect_uri", "http://localhost:5173/bye")];
    assert_eq!(out(&hall, &query).await.status(), 200, "nobody has it");
    hall.register("public", serde_json::json!({ "spaRedirectUris": ["http://localhost:5173/bye"] })).await;
    assert_eq!(location(&out(&hall, &query).await).as_str(), "http://localhost:5173/bye");
}
