//! What is changed of app registrations.

use crate::harness::{ADELE, hall, location};

#[tokio::test]
async fn an_application_returns_to_addresses_that_were_added_since() {
    let hall = hall().await;
    let own = "http://localhost:5000/auth/callback";
    let extra = [("redirect_uri", own), ("prompt", "select_account")];
    assert_eq!(hall.authorize(&extra).await.status(), 400);
    hall.register("vestibule", serde_json::json!({"redirectUris": [own]})).await;
    let page = hall.authorize(&extra).await;
    let back = hall.pick(page, ADELE).await;
    assert!(location(&back).as_str().starts_with("http://localhost:5000/auth/callback?code="));
    let out = [("post_logout_redirect_uri", own)];
    let out = hall.browser.get(hall.endpoint("logout")).query(&out).send().await.unwrap();
    assert_eq!(out.status(), 200, "applications are told in frames first");
    assert!(out.text().await.unwrap().contains(&format!("content=\"2;url={own}\"")));
}
