//! The client certificate, and private roots.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::issue::EnvReader;
use super::secret_file::refuse_shared;

/// A certificate with its RSA key.
#[derive(Clone)]
pub struct ClientCertificate {
    key: Arc<EncodingKey>,
    thumbprint: String,
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").field("thumbprint", &self.thumbprint).finish_non_exhaustive()
    }
}

impl ClientCertificate {
    /// What assertions are signed with.
    pub fn key(&self) -> &EncodingKey {
        &self.key
    }

    /// `x5t#S256`: the SHA-256 of the certificate, base64url (RFC 7515, section 4.1.8).
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Takes PEM text, or the path of a file with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let pem = if text.contains("-----BEGIN") {
            text.as_bytes().to_vec()
        } else {
            refuse_shared(Path::new(text))?;
            std::fs::read(text).map_err(|error| format!("cannot be read as a file: {error}"))?
        };
        let certificate =
            CertificateDer::from_pem_slice(&pem).map_err(|_| "has no certificate in it".to_owned())?;
        let key = match PrivateKeyDer::from_pem_slice(&pem) {
            Ok(PrivateKeyDer::Pkcs8(_) | PrivateKeyDer::Pkcs1(_)) => {
                EncodingKey::from_rsa_pem(&key_part(&pem))
            }
            _ => return Err("has no RSA key in it".to_owned()),
        };
        let thumbprint = digest::digest(&digest::SHA256, &certificate);
        Ok(Self {
            key: Arc::new(key.map_err(|_| "has no RSA key in it".to_owned())?),
            thumbprint: URL_SAFE_NO_PAD.encode(thumbprint),
        })
    }
}

/// The key's own block: the JWT library takes the first block it finds.
fn key_part(pem: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pem);
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        inside |= line.starts_with("-----BEGIN") && line.contains("PRIVATE KEY");
        if inside {
            lines.push(line);
        }
        inside &= !line.starts_with("-----END");
    }
    lines.join("\n").into_bytes()
}

/// `VESTIBULE_CA_FILE`: private roots, as the PEM text of the file.
pub(super) fn read_roots(reader: &mut EnvReader<'_>) -> Option<Vec<u8>> {
    let read = |path: &str| {
        let pem = std::fs::read(path).map_err(|error| format!("{path:?} cannot be read: {error}"))?;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        match found {
            Ok(found) if !found.is_empty() => Ok(pem),
            _ => Err(format!("{path:?} is no PEM file with certificates")),
        }
    };
    let advice = "Give a PEM file with the roots of the authority, Graph and SMTP";
    reader.parsed("VESTIBULE_CA_FILE", advice, read)
}
