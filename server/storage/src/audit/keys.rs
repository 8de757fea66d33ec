//! The keys of the chain: whoever can write the table, and has none of them, cannot make an entry that fits.

use aws_lc_rs::hmac::{self, HMAC_SHA256};

use crate::column::hex;

/// One key.
#[derive(Clone)]
pub struct AuditKey {
    id: String,
    key: hmac::Key,
}

/// The key that links new entries, and those that linked the entries before it.
#[derive(Clone)]
pub struct AuditKeys {
    current: AuditKey,
    previous: Vec<AuditKey>,
}

impl AuditKey {
    /// A key with the id by which entries name it.
    pub fn new(id: [u8; 4], secret: &[u8]) -> Self {
        Self { id: hex(&id), key: hmac::Key::new(HMAC_SHA256, secret) }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// HMAC over these fields (RFC 2104).
    pub(super) fn sign(&self, fields: &[&[u8]]) -> Vec<u8> {
        hmac::sign(&self.key, &framed(fields)).as_ref().to_vec()
    }

    pub(super) fn verifies(&self, fields: &[&[u8]], mac: &[u8]) -> bool {
        hmac::verify(&self.key, &framed(fields), mac).is_ok()
    }
}

impl AuditKeys {
    /// `current` links what is added; `previous` only check.
    pub const fn new(current: AuditKey, previous: Vec<AuditKey>) -> Self {
        Self { current, previous }
    }

    pub(super) const fn current(&self) -> &AuditKey {
        &self.current
    }

    /// The key with this id, if it is one of them.
    pub(super) fn named(&self, id: &str) -> Option<&AuditKey> {
        std::iter::once(&self.current).chain(&self.previous).find(|key| key.id == id)
    }
}

impl std::fmt::Debug for AuditKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditKeys").field("current", &self.current.id).finish_non_exhaustive()
    }
}

/// Each field with its length before it, so that nothing can move from one field to the next unnoticed.
pub(super) fn framed(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}
