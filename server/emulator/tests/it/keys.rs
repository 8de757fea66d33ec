//! Signing keys roll.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, start_emulator};

#[tokio::test]
async fn a_new_key_signs_and_the_old_one_is_still_believed() {
    let started = start_emulator().await;
    let tenant = started.emulator.tenant_id();
    let published = async |segment: &str| -> Vec<Value> {
        let path = started.url(&format!("/{segment}/discovery/v2.0/keys"));
        let document: Value = started.browser.get(path).send().await.unwrap().json().await.unwrap();
        document["keys"].as_array().unwrap().clone()
    };
    let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let old = started.delegated(ADELE).await;
    assert_eq!(published(&tenant).await.len(), 1);
    assert_eq!(started.control(Method::POST, "keys", json!({})).await.status, 200);
    let new = started.delegated(ADELE).await;
    assert_ne!(kid(&old), kid(&new));
    let keys = published(&tenant).await;
    assert_eq!(
        keys.iter().map(|key| key["kid"].as_str().unwrap()).collect::<Vec<_>>(),
        [kid(&old), kid(&new)]
    );
    for key in &keys {
        let mut fields: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["e", "issuer", "kid", "kty", "n", "use", "x5c", "x5t"]);
        assert_eq!(key["issuer"], format!("{}/{tenant}/v2.0", started.emulator.url()));
    }
    let common = published("common").await;
    assert_eq!(common[0]["issuer"], format!("{}/{{tenantid}}/v2.0", started.emulator.url()));
    for token in [&old, &new] {
        assert_eq!(started.get("/me", token).await.status, 200);
    }
}
