//! The TLS listener and its authority.

use emulator::Options;
use reqwest::{Certificate, tls::Version};
use serde_json::Value;

fn trusting(ca: &[u8]) -> reqwest::Client {
    let ca = Certificate::from_pem(ca).unwrap();
    reqwest::Client::builder().tls_certs_only([ca]).min_tls_version(Version::TLS_1_2).build().unwrap()
}

#[tokio::test]
async fn tls_answers_with_the_authority_that_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        tls_addr: Some(([127, 0, 0, 1], 0).into()),
        data_dir: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let emulator = emulator::start(options()).await.unwrap();
    let file = emulator.ca_file().unwrap();
    assert_eq!(file, folder.path().join("emulator-ca.pem"));
    let first_ca = std::fs::read(file).unwrap();
    let discovery = async |emulator: &emulator::Emulator, client: &reqwest::Client, host: &str| -> Value {
        let origin = emulator.tls_url().unwrap().replace("localhost", host);
        let path = format!("{origin}/{}/v2.0/.well-known/openid-configuration", emulator.tenant_id());
        client.get(path).send().await.unwrap().json().await.unwrap()
    };
    let client = trusting(&first_ca);
    for host in ["localhost", "127.0.0.1"] {
        let document = discovery(&emulator, &client, host).await;
        let issuer = document["issuer"].as_str().unwrap();
        assert!(issuer.starts_with(&format!("https://{host}:")), "{issuer}");
    }
    // Another authority is not trusted.
    let stranger = reqwest::Client::builder().build().unwrap();
    assert!(stranger.get(emulator.tls_url().unwrap()).send().await.is_err());

    // A token got over plain HTTP is good over TLS.
    let daemon = emulator.client("daemon").unwrap();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &daemon.client_id.to_string()),
        ("client_secret", daemon.client_secret.as_deref().unwrap()),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    let path = format!("{}/{}/oauth2/v2.0/token", emulator.url(), emulator.tenant_id());
    let tokens: Value = client.post(path).form(&form).send().await.unwrap().json().await.unwrap();
    let users = client.get(format!("{}/v1.0/users", emulator.tls_url().unwrap()));
    let users = users.bearer_auth(tokens["access_token"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(users.status(), 200);
    emulator.shutdown().await;

    // After a restart, whoever trusted the first certificate still does.
    let emulator = emulator::start(options()).await.unwrap();
    discovery(&emulator, &client, "localhost").await;
    emulator.shutdown().await;
}

#[tokio::test]
async fn without_a_folder_there_is_tls_but_no_file() {
    let options = Options { tls_addr: Some(([127, 0, 0, 1], 0).into()), ..Options::default() };
    let emulator = emulator::start(options).await.unwrap();
    assert!(emulator.tls_url().unwrap().starts_with("https://localhost:"));
    assert!(emulator.ca_file().is_none());
    emulator.shutdown().await;
}
