//! TLS with a test certificate authority, because common sign-in libraries refuse plain HTTP.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use serde::{Deserialize, Serialize};

use crate::keys::{KeyError, files::key_pair};

/// The authority's certificate, in the data folder.
pub(crate) const CA_FILE: &str = "emulator-ca.pem";

/// The names of this machine.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The configurations of the listeners, and the certificate of the authority that clients must trust.
pub(crate) struct Tls {
    pub(crate) config: RustlsConfig,
    pub(crate) ca_file: Option<PathBuf>,
    authority: Authority,
}

/// A certificate that no client may accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BadCertificate {
    /// It is for another host.
    OtherName,
    /// It has expired.
    Expired,
    /// It is of an authority that nobody knows.
    OtherAuthority,
}

/// Why TLS cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Making the certificates.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Writing the authority's certificate.
    #[error("the emulator's certificate file: {0}")]
    File(#[from] std::io::Error),
    /// The TLS library.
    #[error("TLS of the emulator: {0}")]
    Rustls(#[from] rustls::Error),
}

impl From<rcgen::Error> for TlsError {
    fn from(error: rcgen::Error) -> Self {
        Self::Key(error.into())
    }
}

impl Tls {
    /// The authority's key is stored in `keys`, its certificate is written to `<data_dir>/emulator-ca.pem`. Each start makes a new server certificate.
    pub(crate) fn load(data_dir: Option<&Path>, keys: Option<&Path>) -> Result<Self, TlsError> {
        let authority = Authority::new(key_pair(keys, "ca-key.pem", &rcgen::PKCS_ECDSA_P256_SHA256)?)?;
        let ca_file = data_dir.map(|folder| folder.join(CA_FILE));
        if let Some(path) = &ca_file {
            // Written at each start, with the same key and name, so that clients keep trusting it.
            std::fs::write(path, authority.certificate.pem())?;
        }
        let mut config = authority.issue(server_params(OWN_NAMES)?)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: RustlsConfig::from_config(Arc::new(config)), ca_file, authority })
    }

    /// The configuration of a listener that does not speak HTTP, with a certificate of its own.
    pub(crate) fn other_protocol(&self) -> Result<ServerConfig, TlsError> {
        self.authority.issue(server_params(OWN_NAMES)?)
    }

    /// The same with a certificate that is wrong in this way.
    pub(crate) fn with_bad_certificate(&self, wrong: BadCertificate) -> Result<ServerConfig, TlsError> {
        match wrong {
            BadCertificate::OtherName => self.authority.issue(server_params(["mail.other.example"])?),
            BadCertificate::Expired => {
                let mut params = server_params(OWN_NAMES)?;
                params.not_after = rcgen::date_time_ymd(2001, 1, 1);
                self.authority.issue(params)
            }
            BadCertificate::OtherAuthority => {
                let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
                Authority::new(key)?.issue(server_params(OWN_NAMES)?)
            }
        }
    }
}

/// A certificate authority for tests.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(key: KeyPair) -> Result<Self, rcgen::Error> {
        let params = authority_params();
        let certificate = params.self_signed(&key)?;
        Ok(Self { certificate, issuer: Issuer::new(params, key) })
    }

    /// A server's configuration with a new certificate of this authority.
    fn issue(&self, server: CertificateParams) -> Result<ServerConfig, TlsError> {
        let server_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let certificate = server.signed_by(&server_key, &self.issuer)?;
        let chain = vec![certificate.der().clone(), self.certificate.der().clone()];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
        Ok(ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?)
    }
}

fn server_params<const N: usize>(names: [&str; N]) -> Result<CertificateParams, rcgen::Error> {
    let mut server = CertificateParams::new(names.map(str::to_owned))?;
    server.distinguished_name.push(DnType::CommonName, "Vestibule local emulator");
    server.use_authority_key_identifier_extension = true;
    Ok(server)
}

fn authority_params() -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = rcgen::DistinguishedName::new();
    authority.distinguished_name.push(DnType::CommonName, "Vestibule local emulator test authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority
}
