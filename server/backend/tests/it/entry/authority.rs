//! An authority of our own making: it says whatever a test wants it to say.

use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const TENANT: &str = "11111111-2222-4333-8444-555555555555";
pub const CLIENT: &str = "66666666-7777-4888-9999-aaaaaaaaaaaa";
pub const SECRET: &str = "canary-client-secret";
pub const USER: &str = "0b0b0b0b-0000-4000-8000-000000000001";

/// A signing key: making one takes a while, so there are three for all tests.
pub struct Key {
    pub kid: &'static str,
    pub pem: String,
}

fn key(at: usize) -> &'static Key {
    static KEYS: [OnceLock<Key>; 3] = [const { OnceLock::new() }; 3];
    KEYS[at].get_or_init(|| Key {
        kid: ["first", "second", "foreign"][at],
        pem: rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap().serialize_pem(),
    })
}

pub fn first() -> &'static Key {
    key(0)
}

pub fn second() -> &'static Key {
    key(1)
}

/// Not of this authority.
pub fn foreign() -> &'static Key {
    key(2)
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
        Header { kid: Some(self.kid.to_owned()), ..Header::new(Algorithm::RS256) }
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

#[derive(Clone, Default)]
struct Saying(Arc<Mutex<Option<ResponseTemplate>>>);

impl Respond for Saying {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().clone().unwrap_or_else(|| ResponseTemplate::new(500))
    }
}

impl Saying {
    fn say(&self, answer: ResponseTemplate) {
        *self.0.lock().unwrap() = Some(answer);
    }
}

pub struct Authority {
    server: MockServer,
    discovery: Saying,
    keys: Saying,
    token: Saying,
    person: Saying,
}

impl Authority {
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let [discovery, keys, token, person] = std::array::from_fn(|_| Saying::default());
        let authority = Self { server, discovery, keys, token, person };
        let places = [
            ("GET", format!("/{TENANT}/v2.0/.well-known/openid-configuration"), &authority.discovery),
            ("GET", format!("/{TENANT}/discovery/v2.0/keys"), &authority.keys),
            ("POST", format!("/{TENANT}/oauth2/v2.0/token"), &authority.token),
            ("GET", format!("/v1.0/users/{USER}"), &authority.person),
        ];
        for (verb, place, saying) in places {
            Mock::given(method(verb))
                .and(path(place))
                .respond_with(saying.clone())
                .mount(&authority.server)
                .await;
        }
        authority.says_of_itself(&authority.metadata());
        authority.has_keys(&[first()]);
        authority
    }

    pub fn origin(&self) -> String {
        self.server.uri()
    }

    pub fn issuer(&self) -> String {
        format!("{}/{TENANT}/v2.0", self.origin())
    }

    pub fn metadata(&self) -> Value {
        let base = format!("{}/{TENANT}", self.origin());
        json!({
            "issuer": self.issuer(),
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "jwks_uri": format!("{base}/discovery/v2.0/keys"),
            "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
            "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        })
    }

    pub fn says_of_itself(&self, metadata: &Value) {
        self.answers_discovery(ResponseTemplate::new(200).set_body_json(metadata));
    }

    pub fn answers_discovery(&self, answer: ResponseTemplate) {
        self.discovery.say(answer);
    }

    pub fn has_keys(&self, keys: &[&Key]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
        self.answers_keys(ResponseTemplate::new(200).set_body_json(json!({ "keys": keys })));
    }

    pub fn answers_keys(&self, answer: ResponseTemplate) {
        self.keys.say(answer);
    }

    /// The token endpoint's answer from now on.
    pub fn answers(&self, answer: ResponseTemplate) {
        self.token.say(answer);
    }

    pub fn gives(&self, id_token: Option<&str>) {
        self.answers(ResponseTemplate::new(200).set_body_json(json!({
            "token_type": "Bearer", "scope": "openid", "expires_in": 3599, "id_token": id_token,
            "access_token": "canary-access-1", "refresh_token": "canary-refresh-1",
        })));
    }

    pub fn refuses(&self, error: &str) {
        self.answers(ResponseTemplate::new(400).set_body_json(json!({
            "error": error,
            "error_description": "AADSTS70008: canary-description adele@contoso.example\r\nTrace ID: x",
            "error_codes": [70008], "timestamp": "2026-01-01 00:00:00Z", "trace_id": "t", "correlation_id": "c",
        })));
    }

    /// Requests whose path ends so, as form fields.
    pub async fn asked(&self, end: &str) -> Vec<Vec<(String, String)>> {
        let all = self.server.received_requests().await.unwrap();
        all.iter()
            .filter(|request| request.url.path().ends_with(end))
            .map(|request| url::form_urlencoded::parse(&request.body).into_owned().collect())
            .collect()
    }

    /// What Graph, at the same origin, knows of the person.
    pub fn directory_says(&self, status: u16, body: &Value) {
        self.person.say(ResponseTemplate::new(status).set_body_json(body));
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
