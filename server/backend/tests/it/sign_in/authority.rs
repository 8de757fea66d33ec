//! The emulator as the authority, with faults where a test wants it to say something else: what an honest one never says, and tokens that a
//! test has signed with the emulator's key or forged.

use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use testing::EmulatorHarness;

pub use testing::names::CONTOSO as TENANT;
pub const CLIENT: &str = "66666666-7777-4888-9999-aaaaaaaaaaaa";
pub const SECRET: &str = "canary-client-secret";
pub const USER: &str = "0b0b0b0b-0000-4000-8000-000000000001";

/// A signing key.
pub struct Key {
    pub kid: String,
    pub pem: String,
}

/// The emulator's own, which is the same for all emulators of the process.
static FIRST: OnceLock<Key> = OnceLock::new();

/// The key that the emulator signs with; there is one once an authority was started.
pub fn first() -> &'static Key {
    FIRST.get().unwrap()
}

/// One that the emulator does not have: making it takes a while, so there is one of a name for all tests.
fn made(kept: &'static OnceLock<Key>, kid: &str) -> &'static Key {
    kept.get_or_init(|| Key {
        kid: kid.to_owned(),
        pem: rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap().serialize_pem(),
    })
}

/// Another that the authority comes to publish.
pub fn second() -> &'static Key {
    static SECOND: OnceLock<Key> = OnceLock::new();
    made(&SECOND, "second")
}

/// Not of this authority.
pub fn foreign() -> &'static Key {
    static FOREIGN: OnceLock<Key> = OnceLock::new();
    made(&FOREIGN, "foreign")
}

impl Key {
    pub fn jwk(&self) -> Value {
        let encoding = EncodingKey::from_rsa_pem(self.pem.as_bytes()).unwrap();
        let mut jwk =
            serde_json::to_value(Jwk::from_encoding_key(&encoding, Algorithm::RS256).unwrap()).unwrap();
        // As Entra's: no algorithm.
        jwk.as_object_mut().unwrap().remove("alg");
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    pub fn header(&self) -> Header {
        Header { kid: Some(self.kid.clone()), ..Header::new(Algorithm::RS256) }
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(&self.header(), claims)
    }

    pub fn sign_with(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &EncodingKey::from_rsa_pem(self.pem.as_bytes()).unwrap()).unwrap()
    }
}

/// A token with any header at all, and any signature.
pub fn forged(header: &Value, claims: &Value, signature: &[u8]) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode(signature))
}

/// What is said in place of an answer of the emulator.
#[derive(Clone)]
pub struct Says {
    answer: Value,
    after: Duration,
}

impl Says {
    /// Nothing but a status.
    pub fn status(status: u16) -> Self {
        Self { answer: json!({ "status": status, "body": "", "headers": {} }), after: Duration::ZERO }
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.answer["body"] = body.clone();
        self
    }

    pub fn text(mut self, body: &str) -> Self {
        self.answer["body"] = json!(body);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.answer["headers"][name] = json!(value);
        self
    }

    pub fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }
}

pub struct Authority {
    pub emulator: EmulatorHarness,
    metadata: Value,
}

fn discovery() -> Value {
    json!({ "path": format!("/{TENANT}/v2.0/.well-known/openid-configuration") })
}

fn keys() -> Value {
    json!({ "path": format!("/{TENANT}/discovery/v2.0/keys") })
}

fn token() -> Value {
    json!({ "method": "POST", "path": format!("/{TENANT}/oauth2/v2.0/token") })
}

fn everything() -> Value {
    json!({ "family": "entra" })
}

impl Authority {
    pub async fn start() -> Self {
        let emulator = EmulatorHarness::start().await;
        let (kid, pem) = emulator.signing_key();
        FIRST.get_or_init(|| Key { kid, pem });
        let document = format!("{}/{TENANT}/v2.0/.well-known/openid-configuration", emulator.url());
        let metadata = reqwest::get(document).await.unwrap().json().await.unwrap();
        emulator.fault(everything(), json!({ "record": true }));
        Self { emulator, metadata }
    }

    fn say(&self, on: &Value, says: Says) {
        self.emulator.clear_faults(on);
        self.emulator.fault(on.clone(), json!({ "delay_ms": says.after.as_millis() }));
        self.emulator.fault(on.clone(), says.answer);
    }

    pub fn origin(&self) -> String {
        self.emulator.url()
    }

    pub fn issuer(&self) -> String {
        format!("{}/{TENANT}/v2.0", self.origin())
    }

    /// The document in which the emulator describes itself.
    pub fn metadata(&self) -> Value {
        self.metadata.clone()
    }

    pub fn says_of_itself(&self, metadata: &Value) {
        self.answers_discovery(Says::status(200).json(metadata));
    }

    pub fn answers_discovery(&self, says: Says) {
        self.say(&discovery(), says);
    }

    pub fn has_keys(&self, keys: &[&Key]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
        self.answers_keys(Says::status(200).json(&json!({ "keys": keys })));
    }

    pub fn answers_keys(&self, says: Says) {
        self.say(&keys(), says);
    }

    /// The token endpoint's answer from now on.
    pub fn answers(&self, says: Says) {
        self.say(&token(), says);
    }

    pub fn gives(&self, id_token: Option<&str>) {
        self.answers(Says::status(200).json(&json!({
            "token_type": "Bearer", "scope": "openid", "expires_in": 3599, "id_token": id_token,
            "access_token": "canary-access-1", "refresh_token": "canary-refresh-1",
        })));
    }

    pub fn refuses(&self, error: &str) {
        self.answers(Says::status(400).json(&json!({
            "error": error,
            "error_description": "AADSTS70008: canary-description adele@contoso.example\r\nTrace ID: x",
            "error_codes": [70008], "timestamp": "2026-01-01 00:00:00Z", "trace_id": "t", "correlation_id": "c",
        })));
    }

    /// Requests whose path ends so, as form fields.
    pub fn asked(&self, end: &str) -> Vec<Vec<(String, String)>> {
        let recorded = self.emulator.faults_on(&everything()).flat_map(|fault| fault.recorded);
        let of_path = recorded.filter(|request| request.path.ends_with(end));
        of_path
            .map(|request| url::form_urlencoded::parse(request.body.as_bytes()).into_owned().collect())
            .collect()
    }

    /// What Graph, at the same origin, knows of the person.
    pub fn directory_says(&self, status: u16, body: &Value) {
        self.say(&json!({ "path": format!("/v1.0/users/{USER}") }), Says::status(status).json(body));
    }

    /// What Graph says at paths like this one.
    pub fn graph_says(&self, path: &str, status: u16, body: &Value) {
        self.say(&json!({ "path": format!("/v1.0{path}") }), Says::status(status).json(body));
    }

    /// Good claims for a sign-in that was begun with this nonce at this time.
    pub fn claims(&self, nonce: &str, now: i64) -> Value {
        json!({
            "iss": self.issuer(), "aud": CLIENT, "sub": "pairwise", "tid": TENANT, "oid": USER, "nonce": nonce,
            "iat": now, "nbf": now, "exp": now + 3600, "ver": "2.0", "sid": "session-at-the-authority",
            "name": "Adele Vance", "preferred_username": "adele.vance@contoso.example", "acct": 0,
        })
    }
}

pub fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}
