//! Applications that prove themselves by a certificate.

use aws_lc_rs::digest;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, CALLBACK, TestEmulator, VERIFIER, start_emulator};

struct Certificate {
    key: EncodingKey,
    sha1: String,
    sha256: String,
}

fn certificate(pem: &str) -> Certificate {
    let start = pem.find("-----BEGIN PRIVATE KEY").unwrap();
    let base64: String = pem.lines().skip(1).take_while(|line| !line.starts_with("-----END")).collect();
    let der = STANDARD.decode(base64).unwrap();
    let thumbprint = |algorithm| URL_SAFE_NO_PAD.encode(digest::digest(algorithm, &der));
    Certificate {
        key: EncodingKey::from_rsa_pem(&pem.as_bytes()[start..]).unwrap(),
        sha1: thumbprint(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        sha256: thumbprint(&digest::SHA256),
    }
}

fn payload(started: &TestEmulator, changes: &[(&str, Value)]) -> Value {
    let id = started.client("daemon").client_id;
    let now = jsonwebtoken::get_current_timestamp();
    let mut claims = json!({
        "aud": started.endpoint("token"), "iss": id, "sub": id, "jti": "1", "iat": now, "nbf": now, "exp": now + 300,
    });
    for (name, value) in changes {
        claims[*name] = value.clone();
    }
    claims
}

async fn send(started: &TestEmulator, client: &str, assertion: &str) -> Answer {
    let id = started.client(client).client_id.to_string();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id.as_str()),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    Answer::of(started.token(&form).await).await
}

#[tokio::test]
async fn an_assertion_stands_for_the_secret_in_its_new_and_its_old_form() {
    let started = start_emulator().await;
    let own = certificate(&started.emulator.client_certificate().unwrap());
    let new = Header { x5t_s256: Some(own.sha256.clone()), ..Header::new(Algorithm::PS256) };
    let old = Header { x5t: Some(own.sha1.clone()), ..Header::new(Algorithm::RS256) };
    for header in [new, old] {
        let assertion = jsonwebtoken::encode(&header, &payload(&started, &[]), &own.key).unwrap();
        let answer = send(&started, "daemon", &assertion).await;
        let token = crate::sign_in::claims(answer.body["access_token"].as_str().unwrap_or_default());
        assert_eq!(token["appidacr"], "2", "a certificate");
        assert_eq!(answer.status, 200, "{:?}: {}", header.alg, answer.text);
        let users = started.get("/users", answer.body["access_token"].as_str().unwrap()).await;
        assert_eq!(users.status, 200);
        send(&started, "public", &assertion).await.entra_refused(401, "invalid_client", 700_025);
    }
}

#[tokio::test]
async fn a_person_s_token_tells_how_the_application_proved_itself() {
    let started = start_emulator().await;
    let strength = |body: &Value| {
        crate::sign_in::claims(body["access_token"].as_str().unwrap_or_default())["appidacr"].clone()
    };
    assert_eq!(strength(&started.tokens(ADELE).await), "1", "a secret");
    let own = certificate(&started.emulator.client_certificate().unwrap());
    let header = Header { x5t_s256: Some(own.sha256.clone()), ..Header::new(Algorithm::PS256) };
    let id = started.client("vestibule").client_id.to_string();
    let claims = payload(&started, &[("iss", json!(id)), ("sub", json!(id))]);
    let assertion = jsonwebtoken::encode(&header, &claims, &own.key).unwrap();
    let code = started.code(ADELE, &[]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", id.as_str()),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &assertion),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let answer = Answer::of(started.token(&form).await).await;
    assert_eq!((answer.status, strength(&answer.body)), (200, json!("2")), "a certificate: {}", answer.text);
}

#[tokio::test]
async fn a_wrong_assertion_is_refused_for_what_is_wrong() {
    let started = start_emulator().await;
    let own = certificate(&started.emulator.client_certificate().unwrap());
    let header = Header { x5t_s256: Some(own.sha256.clone()), ..Header::new(Algorithm::PS256) };
    let past = json!(jsonwebtoken::get_current_timestamp() - 1000);
    let future = json!(jsonwebtoken::get_current_timestamp() + 1000);
    for (changes, number) in [
        (("aud", json!("https://login.microsoftonline.com/x/oauth2/v2.0/token")), 700_023),
        (("iss", json!("somebody")), 700_023),
        (("sub", json!("somebody")), 700_023),
        (("exp", past), 700_024),
        (("nbf", future), 700_024),
    ] {
        let claims = payload(&started, std::slice::from_ref(&changes));
        let assertion = jsonwebtoken::encode(&header, &claims, &own.key).unwrap();
        send(&started, "daemon", &assertion).await.entra_refused(401, "invalid_client", number);
    }
    let right = jsonwebtoken::encode(&header, &payload(&started, &[]), &own.key).unwrap();
    let (signed, _) = right.rsplit_once('.').unwrap();
    for forged in [
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode([0_u8; 256])),
        jsonwebtoken::encode(
            &Header { x5t_s256: Some("other".to_owned()), ..header.clone() },
            &payload(&started, &[]),
            &own.key,
        )
        .unwrap(),
        jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            &payload(&started, &[]),
            &EncodingKey::from_secret(b"x").unwrap(),
        )
        .unwrap(),
    ] {
        send(&started, "daemon", &forged).await.entra_refused(401, "invalid_client", 700_027);
    }
    send(&started, "daemon", "nonsense").await.entra_refused(401, "invalid_client", 50_027);
    send(&started, "daemon", "").await.entra_refused(400, "invalid_request", 90_014);
    send(&started, "vestibule", &right).await.entra_refused(401, "invalid_client", 700_023);
}

#[tokio::test]
async fn a_secret_ends_when_it_was_told_to() {
    let started = start_emulator().await;
    started.register("daemon", json!({ "secretEndDateTime": "2020-01-01T00:00:00Z" })).await;
    let client = started.client("daemon");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client.client_id.to_string()),
        ("client_secret", client.client_secret.as_deref().unwrap()),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    Answer::of(started.token(&form).await).await.entra_refused(401, "invalid_client", 7_000_222);
    started.register("daemon", json!({ "secretEndDateTime": null })).await;
    assert_eq!(started.token(&form).await.status(), 200);
}
