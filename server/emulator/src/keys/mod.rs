//! Keys: RSA for the tokens that others read, a secret for what only the emulator reads (refresh tokens, the session cookie).

mod files;

use std::path::Path;

use aws_lc_rs::digest;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    jwk::{AlgorithmParameters, Jwk},
};
use rcgen::{CertificateParams, KeyPair};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

pub(crate) use files::key_pair;

/// Why keys could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key folder.
    #[error("the emulator's key folder: {0}")]
    File(#[from] std::io::Error),
    /// A certificate or key pair.
    #[error("the emulator's key pair: {0}")]
    Pair(#[from] rcgen::Error),
    /// A signing key.
    #[error("the emulator's signing key: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// The keys of one emulator.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    kid: String,
    public: Value,
    secret: Vec<u8>,
}

impl Keys {
    /// Reads the keys from a folder, or makes and keeps them there. Without a folder they live in memory.
    pub fn load(folder: Option<&Path>) -> Result<Self, KeyError> {
        let pair = key_pair(folder, "signing-key.pem", &rcgen::PKCS_RSA_SHA256)?;
        let secret = files::secret(folder, "secret")?;
        let certificate = CertificateParams::new(vec!["localhost".to_owned()])?.self_signed(&pair)?;
        Self::of(&pair, certificate.der(), secret)
    }

    fn of(pair: &KeyPair, certificate: &[u8], secret: Vec<u8>) -> Result<Self, KeyError> {
        let encoding = EncodingKey::from_rsa_pem(pair.serialize_pem().as_bytes())?;
        let jwk = Jwk::from_encoding_key(&encoding, Algorithm::RS256)?;
        let decoding = DecodingKey::from_jwk(&jwk)?;
        let spki = digest::digest(&digest::SHA256, pair.public_key_raw());
        let kid = URL_SAFE_NO_PAD.encode(&spki.as_ref()[..20]);
        let thumbprint = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let (n, e) = match &jwk.algorithm {
            AlgorithmParameters::RSA(rsa) => (rsa.n.clone(), rsa.e.clone()),
            _ => (String::new(), String::new()),
        };
        let public = json!({
            "kty": "RSA",
            "use": "sig",
            "kid": kid,
            "x5t": URL_SAFE_NO_PAD.encode(thumbprint),
            "n": n,
            "e": e,
            "x5c": [STANDARD.encode(certificate)],
        });
        Ok(Self { encoding, decoding, kid, public, secret })
    }

    /// The public key as in a JWKS, without its issuer.
    pub fn public(&self) -> Value {
        self.public.clone()
    }

    /// A token that everybody can verify (RS256). Empty if signing fails, which a loaded key does not.
    pub fn sign(&self, claims: &impl Serialize) -> String {
        let header = Header {
            kid: Some(self.kid.clone()),
            x5t: self.public["x5t"].as_str().map(str::to_owned),
            ..Header::new(Algorithm::RS256)
        };
        logged(jsonwebtoken::encode(&header, claims, &self.encoding))
    }

    /// The claims of a token signed by this emulator, whatever its times and audience.
    pub fn verify<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        jsonwebtoken::decode(token, &self.decoding, &signature_only(Algorithm::RS256))
            .ok()
            .map(|token| token.claims)
    }

    /// A token that only this emulator can read back.
    pub fn seal(&self, claims: &impl Serialize) -> String {
        let key = EncodingKey::from_secret(&self.secret);
        logged(jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key))
    }

    /// What was sealed, if it was sealed here.
    pub fn open<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        let key = DecodingKey::from_secret(&self.secret);
        jsonwebtoken::decode(token, &key, &signature_only(Algorithm::HS256)).ok().map(|token| token.claims)
    }
}

fn logged(token: jsonwebtoken::errors::Result<String>) -> String {
    token.unwrap_or_else(|error| {
        tracing::error!(%error, "a token could not be signed");
        String::new()
    })
}

/// Times are checked against the emulator's clock, audiences by who reads the token.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

/// base64url of SHA-256, for pairwise subjects and code challenges.
pub fn sha256(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}
