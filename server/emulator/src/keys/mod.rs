//! Keys: RSA for tokens that others verify, a secret for what only the emulator reads (refresh tokens, the session cookie), and the certificate
//! that applications may use instead of their secret.

pub(crate) mod assertion;
pub(crate) mod files;
mod signing;

use std::{
    path::{Path, PathBuf},
    sync::{OnceLock, PoisonError, RwLock, RwLockReadGuard},
};

use aws_lc_rs::digest;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use files::key_pair;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use signing::SigningKey;

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
    /// The last one signs, the others are still published.
    signing: RwLock<Vec<SigningKey>>,
    client: OnceLock<SigningKey>,
    folder: Option<PathBuf>,
    secret: Vec<u8>,
}

impl Keys {
    /// Reads the keys from a folder, or generates and stores them there. Without a folder they are in memory.
    pub fn load(folder: Option<&Path>) -> Result<Self, KeyError> {
        let mut signing = vec![SigningKey::of(&key_pair(folder, &file_name(0), &rcgen::PKCS_RSA_SHA256)?)?];
        let kept = |number: usize| folder.is_some_and(|folder| folder.join(file_name(number)).exists());
        while kept(signing.len()) {
            let pair = key_pair(folder, &file_name(signing.len()), &rcgen::PKCS_RSA_SHA256)?;
            signing.push(SigningKey::of(&pair)?);
        }
        let secret = files::secret(folder, "secret")?;
        let folder = folder.map(Path::to_owned);
        Ok(Self { signing: RwLock::new(signing), client: OnceLock::new(), folder, secret })
    }

    fn signing(&self) -> RwLockReadGuard<'_, Vec<SigningKey>> {
        self.signing.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The public keys as in a JWKS, without their issuer.
    pub fn public(&self) -> Vec<Value> {
        self.signing().iter().map(|key| key.public.clone()).collect()
    }

    /// Rotates the signing key; the previous ones stay published ("Signing key rollover").
    pub fn rotate(&self) -> Result<(), KeyError> {
        let number = self.signing().len();
        let pair = key_pair(self.folder.as_deref(), &file_name(number), &rcgen::PKCS_RSA_SHA256)?;
        let key = SigningKey::of(&pair)?;
        self.signing.write().unwrap_or_else(PoisonError::into_inner).push(key);
        Ok(())
    }

    /// A signed token (RS256). Empty if signing fails, which cannot happen with a loaded key.
    pub fn sign(&self, claims: &impl Serialize) -> String {
        self.signing().last().map(|key| key.sign(claims)).unwrap_or_default()
    }

    /// The key id, and certificate and private key (PEM), of what signs now.
    pub fn signing_key(&self) -> Option<(String, String)> {
        self.signing().last().map(|key| (key.kid.clone(), key.pem.clone()))
    }

    /// The claims of a token that this emulator signed. Times and audience are not checked.
    pub fn verify<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        self.signing().iter().find(|key| key.kid == kid)?.verify(token, Algorithm::RS256)
    }

    /// The certificate with its private key (PEM), which an application may use instead of its secret.
    pub fn client_certificate(&self) -> Result<&str, KeyError> {
        self.client().map(|key| key.pem.as_str())
    }

    /// Generated at first use, because it takes long.
    fn client(&self) -> Result<&SigningKey, KeyError> {
        if let Some(key) = self.client.get() {
            return Ok(key);
        }
        let pair = key_pair(self.folder.as_deref(), "client-key.pem", &rcgen::PKCS_RSA_SHA256)?;
        let key = SigningKey::of(&pair)?;
        Ok(self.client.get_or_init(|| key))
    }

    /// A token that only this emulator can open.
    pub fn seal(&self, claims: &impl Serialize) -> String {
        let key = EncodingKey::from_secret(&self.secret);
        logged(key.and_then(|key| jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key)))
    }

    /// The claims of a sealed token, if this emulator sealed it.
    pub fn open<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        let key = DecodingKey::from_secret(&self.secret).ok()?;
        jsonwebtoken::decode(token, &key, &signature_only(Algorithm::HS256)).ok().map(|token| token.claims)
    }
}

fn file_name(number: usize) -> String {
    if number == 0 { "signing-key.pem".to_owned() } else { format!("signing-key-{number}.pem") }
}

fn logged(token: jsonwebtoken::errors::Result<String>) -> String {
    token.unwrap_or_else(|error| {
        tracing::error!(%error, "a token could not be signed");
        String::new()
    })
}

/// Callers check the times, by the emulator's clock, and the audience.
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

/// base64url of the left half of SHA-256: `at_hash` and `c_hash` (OIDC Core 1.0, section 3.3.2.11).
pub fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, text.as_bytes()).as_ref()[..16])
}

/// Base64 of SHA-256, as in a content security policy.
pub fn sha256_standard(text: &str) -> String {
    STANDARD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}
