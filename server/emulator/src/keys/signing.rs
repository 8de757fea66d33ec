//! A key that signs tokens, with its self-signed certificate.

use aws_lc_rs::digest;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header,
    jwk::{AlgorithmParameters, Jwk},
};
use rcgen::{CertificateParams, KeyPair};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{KeyError, logged, signature_only};

/// One RSA key.
pub(super) struct SigningKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
    pub(super) kid: String,
    /// The public key as in a JWKS, without its issuer.
    pub(super) public: Value,
    /// Thumbprints of the certificate, base64url: SHA-1 and SHA-256.
    pub(super) thumbprints: [String; 2],
    /// Certificate and private key, PEM.
    pub(super) pem: String,
}

impl SigningKey {
    pub(super) fn of(pair: &KeyPair) -> Result<Self, KeyError> {
        let issued = CertificateParams::new(vec!["localhost".to_owned()])?.self_signed(pair)?;
        let certificate = issued.der();
        let encoding = EncodingKey::from_rsa_pem(pair.serialize_pem().as_bytes())?;
        let jwk = Jwk::from_encoding_key(&encoding, Algorithm::RS256)?;
        let decoding = DecodingKey::from_jwk(&jwk)?;
        let hash = |algorithm, content| URL_SAFE_NO_PAD.encode(digest::digest(algorithm, content));
        let sha1 = hash(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let spki = digest::digest(&digest::SHA256, pair.public_key_raw());
        let kid = URL_SAFE_NO_PAD.encode(&spki.as_ref()[..20]);
        let (n, e) = match &jwk.algorithm {
            AlgorithmParameters::RSA(rsa) => (rsa.n.clone(), rsa.e.clone()),
            _ => (String::new(), String::new()),
        };
        let public = json!({
            "kty": "RSA",
            "use": "sig",
            "kid": kid,
            "x5t": sha1,
            "n": n,
            "e": e,
            "x5c": [STANDARD.encode(certificate)],
        });
        let thumbprints = [sha1, hash(&digest::SHA256, certificate)];
        let pem = format!("{}{}", issued.pem(), pair.serialize_pem());
        Ok(Self { encoding, decoding, kid, public, thumbprints, pem })
    }

    pub(super) fn sign(&self, claims: &impl Serialize) -> String {
        let header = Header {
            kid: Some(self.kid.clone()),
            x5t: Some(self.thumbprints[0].clone()),
            ..Header::new(Algorithm::RS256)
        };
        logged(jsonwebtoken::encode(&header, claims, &self.encoding))
    }

    pub(super) fn verify<T: DeserializeOwned>(&self, token: &str, algorithm: Algorithm) -> Option<T> {
        jsonwebtoken::decode(token, &self.decoding, &signature_only(algorithm)).ok().map(|token| token.claims)
    }
}
