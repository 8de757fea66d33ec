//! Sealing: what must not be read in the database is kept as AES-256-GCM-SIV (RFC 8452), under a key that is outside of it.
//!
//! A sealed value is one byte of format, four of key id, twelve of nonce, then the text and its tag. Purpose, owner and the first five bytes are
//! authenticated with it, so a value copied to another row, or to another column, does not open.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};
use secrecy::zeroize::{Zeroize as _, Zeroizing};
use secrecy::{ExposeSecret as _, SecretString};
use storage::audit::{AuditKey, AuditKeys};
use thiserror::Error;

const FORMAT: u8 = 1;
const HEADER: usize = 5;

/// Why something sealed does not open.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// Not a sealed value of ours.
    #[error("not a sealed value")]
    Malformed,
    /// Sealed when `VESTIBULE_SECRET_KEY` was one that is not given.
    #[error("sealed under another secret key")]
    OtherKey,
    /// Changed, or sealed for another purpose or owner.
    #[error("does not open for this purpose and owner")]
    Refused,
}

/// Seals and opens with keys derived from `VESTIBULE_SECRET_KEY`, one for each purpose (HKDF, RFC 5869).
#[derive(Clone)]
pub struct Sealer {
    current: RootKey,
    /// They open, and seal nothing.
    previous: Vec<RootKey>,
}

/// What the keys of all purposes are derived from, and the id by which sealed values name it.
#[derive(Clone)]
struct RootKey {
    root: Prk,
    id: [u8; 4],
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").finish_non_exhaustive()
    }
}

impl Sealer {
    /// A sealer under this secret.
    pub fn new(secret: &SecretString) -> Self {
        Self { current: RootKey::of(secret), previous: Vec::new() }
    }

    /// Opens also what was sealed under this secret.
    #[must_use]
    pub fn with_previous(mut self, secret: &SecretString) -> Self {
        self.previous.push(RootKey::of(secret));
        self
    }

    /// The keys of the audit chain.
    pub fn audit_keys(&self) -> AuditKeys {
        let previous = self.previous.iter().map(RootKey::audit_key);
        AuditKeys::new(self.current.audit_key(), previous.collect())
    }

    /// Seals `plain` for `purpose`, bound to its owner (such as a row's id): both must be named again to open it.
    ///
    /// # Panics
    /// When the operating system gives no random bytes: nothing could be kept safe then.
    #[expect(clippy::expect_used, reason = "fails only when the operating system gives no random bytes")]
    pub fn seal(&self, purpose: &str, bound_to: &str, plain: &[u8]) -> Vec<u8> {
        let header = self.current.header();
        let mut text = plain.to_vec();
        let nonce = self
            .current
            .key(purpose)
            .seal_in_place_append_tag(Aad::from(additional(header, purpose, bound_to)), &mut text)
            .expect("sealing has what it needs");
        [header.as_slice(), nonce.as_ref(), &text].concat()
    }

    /// Whether this was sealed under the key that seals now, and not under one before.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        sealed.starts_with(&self.current.header())
    }

    /// Opens what `seal` made for the same purpose and owner.
    pub fn open(
        &self,
        purpose: &str,
        bound_to: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (header, rest) = sealed.split_at_checked(HEADER).ok_or(SealError::Malformed)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or(SealError::Malformed)?;
        if header[0] != FORMAT {
            return Err(SealError::Malformed);
        }
        let mut keys = std::iter::once(&self.current).chain(&self.previous);
        let key = keys.find(|key| key.header() == header).ok_or(SealError::OtherKey)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Malformed)?;
        let mut text = Zeroizing::new(text.to_vec());
        let additional = additional(key.header(), purpose, bound_to);
        let opened = key.key(purpose).open_in_place(nonce, Aad::from(additional), &mut text);
        let length = opened.map_err(|_| SealError::Refused)?.len();
        // The buffer itself, without the tag: no copy is left behind.
        text.truncate(length);
        Ok(text)
    }
}

impl RootKey {
    fn of(secret: &SecretString) -> Self {
        let root = Salt::new(HKDF_SHA256, b"vestibule").extract(secret.expose_secret().as_bytes());
        let [a, b, c, d, ..] = derive(&root, "key-id", "");
        Self { root, id: [a, b, c, d] }
    }

    fn audit_key(&self) -> AuditKey {
        let mut bytes = derive(&self.root, "audit", "");
        let key = AuditKey::new(self.id, &bytes);
        bytes.zeroize();
        key
    }

    fn header(&self) -> [u8; HEADER] {
        let [a, b, c, d] = self.id;
        [FORMAT, a, b, c, d]
    }

    #[expect(clippy::expect_used, reason = "a key of 32 bytes is right for AES-256")]
    fn key(&self, purpose: &str) -> RandomizedNonceKey {
        let mut bytes = derive(&self.root, "seal", purpose);
        let key = RandomizedNonceKey::new(&AES_256_GCM_SIV, &bytes).expect("32 bytes make a key");
        bytes.zeroize();
        key
    }
}

#[expect(clippy::expect_used, reason = "HKDF gives up to 255 blocks; this asks for one")]
fn derive(root: &Prk, what: &str, purpose: &str) -> [u8; 32] {
    let mut bytes = [0_u8; 32];
    let info = [what.as_bytes(), b"/", purpose.as_bytes()];
    root.expand(&info, HKDF_SHA256).and_then(|key| key.fill(&mut bytes)).expect("one block of output");
    bytes
}

/// Each part with its length before it, so that no two lists of parts give the same bytes.
fn additional(header: [u8; HEADER], purpose: &str, bound_to: &str) -> Vec<u8> {
    let mut bytes = header.to_vec();
    for part in [purpose, bound_to] {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sealer(secret: &str) -> Sealer {
        Sealer::new(&SecretString::from(secret))
    }

    #[test]
    fn opens_for_its_own_purpose_and_owner_only() {
        let own = sealer("k1");
        let sealed = own.seal("tokens", "tenant/user", b"secret");
        assert_eq!(*own.open("tokens", "tenant/user", &sealed).unwrap(), b"secret");
        for (purpose, bound_to) in
            [("tokens", "tenant/other"), ("links", "tenant/user"), ("token", "stenant/user"), ("", "")]
        {
            assert_eq!(own.open(purpose, bound_to, &sealed), Err(SealError::Refused), "{purpose} {bound_to}");
        }
        assert_eq!(sealer("k2").open("tokens", "tenant/user", &sealed), Err(SealError::OtherKey));
    }

    #[test]
    fn a_previous_key_opens_and_seals_nothing() {
        let sealed = sealer("k1").seal("tokens", "x", b"secret");
        let rotated = sealer("k2").with_previous(&SecretString::from("k1"));
        assert_eq!(*rotated.open("tokens", "x", &sealed).unwrap(), b"secret");
        assert_eq!(rotated.open("tokens", "y", &sealed), Err(SealError::Refused));
        let anew = rotated.seal("tokens", "x", b"secret");
        assert!(rotated.is_current(&anew) && !rotated.is_current(&sealed) && !rotated.is_current(b""));
        assert_eq!(*sealer("k2").open("tokens", "x", &anew).unwrap(), b"secret");
        assert_eq!(sealer("k1").open("tokens", "x", &anew), Err(SealError::OtherKey));
    }

    #[test]
    fn every_changed_or_missing_byte_is_noticed() {
        let own = sealer("k1");
        let sealed = own.seal("tokens", "x", b"secret");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(own.open("tokens", "x", &changed).is_err(), "byte {at}");
            assert!(own.open("tokens", "x", &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn equal_texts_look_different_and_debug_says_nothing() {
        let own = sealer("k1");
        assert_ne!(own.seal("p", "x", b"same"), own.seal("p", "x", b"same"));
        assert_eq!(format!("{own:?}"), "Sealer { .. }");
    }
}
