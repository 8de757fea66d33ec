//! What is changed of app registrations.

use crate::harness::{ADELE, location, start_emulator};

#[tokio::test]
async fn an_application_returns_to_addresses_that_were_added_since() {
    let started = start_emulator().await;
    let own = "http://localhost:5000/auth/callback";
    let extra = [("redirect_uri", own), ("prompt", "select_account")];
    assert_eq!(started.authorize(&extra).await.status(), 400);
    started.register("vestibule", serde_json::json!({"redirectUris": [own]})).await;
    let page = started.authorize(&extra).await;
    let back = started.pick(page, ADELE).await;
    assert!(location(&back).as_str().starts_with("http://localhost:5000/auth/callback?code="));
    let out = [("post_logout_redirect_uri", own)];
    let out = started.browser.get(started.endpoint("logout")).query(&out).send().await.unwrap();
    assert_eq!(out.status(), 200, "applications are told in frames first");
    assert!(out.text().await.unwrap().contains(&format!("content=\"2;url={own}\"")));
}
