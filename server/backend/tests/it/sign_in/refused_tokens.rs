//! ID tokens that must not be taken: the relying-party cases of OIDC, each through the whole sign-in.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::app::{Begun, SignInApp, location, problem};
use super::authority::{Key, SECRET, first, foreign, forged};

/// Runs a sign-in with this token; the address it ends at.
async fn ends_with(app: &SignInApp, token: impl FnOnce(&Begun) -> Option<String>) -> Result<(), String> {
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    let token = token(&begun);
    app.authority.gives(token.as_deref());
    let answer = browser.come_back(&begun.state).await;
    if location(&answer) == "/" {
        assert_ne!(browser.who().await, "nobody");
        return Ok(());
    }
    assert_eq!(browser.who().await, "nobody");
    Err(problem(&answer))
}

async fn claims_end_with(app: &SignInApp, change: impl FnOnce(&mut Value)) -> Result<(), String> {
    ends_with(app, |begun| {
        let mut claims = app.claims(begun);
        change(&mut claims);
        Some(first().sign(&claims))
    })
    .await
}

fn remove(claims: &mut Value, name: &str) {
    claims.as_object_mut().unwrap().remove(name).unwrap();
}

#[tokio::test]
async fn claims() {
    let app = SignInApp::new().await;
    let now = backend::clock::Clock::now(&app.clock).unix_timestamp();
    let wrong: Vec<(&str, Value)> = vec![
        ("iss", json!("https://login.microsoftonline.com/common/v2.0")),
        ("iss", json!(format!("{}/", app.authority.issuer()))),
        ("iss", json!(1)),
        ("aud", json!("another-application")),
        ("aud", json!([super::authority::CLIENT, "another-application"])),
        ("aud", json!([])),
        ("azp", json!("another-application")),
        ("exp", json!(now - 301)),
        ("exp", json!((now + 3600).to_string())),
        ("exp", json!(null)),
        ("iat", json!(now + 301)),
        ("iat", json!("now")),
        ("nbf", json!(now + 301)),
        ("nbf", json!("999")),
        ("nonce", json!("another")),
        ("nonce", json!("")),
        ("nonce", json!(null)),
        ("tid", json!("99999999-0000-4000-8000-000000000000")),
        ("tid", json!("")),
        ("oid", json!(7)),
        ("oid", json!("")),
        ("oid", json!("../../x")),
        ("sub", json!(null)),
        ("acct", json!(7)),
        ("acct", json!("guest")),
        ("roles", json!("Vestibule.Admin")),
        ("sid", json!(["x"])),
    ];
    for (name, value) in wrong {
        let shown = value.to_string();
        let result = claims_end_with(&app, |claims| claims[name] = value).await;
        assert_eq!(result, Err("sign-in-failed".to_owned()), "{name} = {shown}");
    }
    for name in ["iss", "aud", "exp", "iat", "nonce", "sub", "tid", "oid"] {
        let result = claims_end_with(&app, |claims| remove(claims, name)).await;
        assert_eq!(result, Err("sign-in-failed".to_owned()), "without {name}");
    }
}

#[tokio::test]
async fn what_may_differ() {
    let app = SignInApp::new().await;
    let now = backend::clock::Clock::now(&app.clock).unix_timestamp();
    let fine: Vec<(&str, Value)> = vec![
        ("aud", json!([super::authority::CLIENT])),
        ("azp", json!(super::authority::CLIENT)),
        ("exp", json!(now - 299)),
        ("iat", json!(now + 299)),
        ("nbf", json!(now + 299)),
        ("name", json!(null)),
        ("unknown", json!({ "deep": [1] })),
    ];
    for (name, value) in fine {
        let shown = value.to_string();
        assert_eq!(claims_end_with(&app, |claims| claims[name] = value).await, Ok(()), "{name} = {shown}");
    }
    for name in ["nbf", "sid", "name", "preferred_username"] {
        assert_eq!(claims_end_with(&app, |claims| remove(claims, name)).await, Ok(()), "without {name}");
    }
}

/// A token with what is wrong about its signature.
type Forgery = fn(&Value) -> String;

fn header_of(key: &Key) -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": key.kid })
}

fn with_header(claims: &Value, change: impl FnOnce(&mut Header)) -> String {
    let mut header = first().header();
    change(&mut header);
    first().sign_with(&header, claims)
}

fn forgeries() -> Vec<(&'static str, Forgery)> {
    vec![
        ("no algorithm, no signature", |claims| {
            forged(&json!({ "alg": "none", "kid": first().kid }), claims, b"")
        }),
        ("no algorithm, some signature", |claims| forged(&json!({ "alg": "None" }), claims, b"x")),
        ("no signature", |claims| forged(&header_of(first()), claims, b"")),
        ("a made-up signature", |claims| forged(&header_of(first()), claims, &[7; 256])),
        ("the right header, another key", |claims| foreign().sign_with(&first().header(), claims)),
        ("an unknown key", |claims| foreign().sign(claims)),
        ("no key id", |claims| with_header(claims, |header| header.kid = None)),
        ("an empty key id", |claims| with_header(claims, |header| header.kid = Some(String::new()))),
        ("another algorithm of the same key", |claims| {
            with_header(claims, |header| header.alg = Algorithm::RS384)
        }),
        ("PSS instead of PKCS #1", |claims| with_header(claims, |header| header.alg = Algorithm::PS256)),
        ("a critical header", |claims| {
            with_header(claims, |header| header.crit = Some(vec!["b64".to_owned()]))
        }),
        ("a key inside the token", |claims| {
            let mut header = foreign().header();
            header.jwk = serde_json::from_value(foreign().jwk()).ok();
            foreign().sign_with(&header, claims)
        }),
        ("a shared secret", |claims| {
            let header = Header { kid: Some(first().kid.clone()), ..Header::new(Algorithm::HS256) };
            encode(&header, claims, &EncodingKey::from_secret(SECRET.as_bytes()).unwrap()).unwrap()
        }),
        ("the public key as a shared secret", |claims| {
            let header = Header { kid: Some(first().kid.clone()), ..Header::new(Algorithm::HS256) };
            let public = first().jwk()["n"].as_str().unwrap().to_owned();
            encode(&header, claims, &EncodingKey::from_secret(public.as_bytes()).unwrap()).unwrap()
        }),
        ("claims changed after signing", |claims| {
            let signed = first().sign(claims);
            let mut other = claims.clone();
            other["roles"] = json!(["Vestibule.Admin"]);
            let parts: Vec<&str> = signed.split('.').collect();
            let own = first().sign(&other);
            let payload = own.split('.').nth(1).unwrap().to_owned();
            format!("{}.{payload}.{}", parts[0], parts[2])
        }),
        ("two parts", |claims| first().sign(claims).rsplit_once('.').unwrap().0.to_owned()),
        ("four parts", |claims| format!("{}.x", first().sign(claims))),
        ("no token at all", |_| "canary".to_owned()),
    ]
}

#[tokio::test]
async fn signatures() {
    let app = SignInApp::new().await;
    for (what, forge) in forgeries() {
        let result = ends_with(&app, |begun| Some(forge(&app.claims(begun)))).await;
        assert_eq!(result, Err("sign-in-failed".to_owned()), "{what}");
    }
    assert_eq!(ends_with(&app, |_| None).await, Err("sign-in-failed".to_owned()), "no ID token");
    assert_eq!(ends_with(&app, |begun| Some(app.good_token(begun))).await, Ok(()));
}
