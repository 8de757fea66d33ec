//! TLS with a test certificate authority, because common sign-in libraries refuse plain HTTP.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use crate::keys::{KeyError, files::key_pair};

/// The authority's certificate, in the data folder.
pub(crate) const CA_FILE: &str = "emulator-ca.pem";

/// The configuration of the TLS listener, and the certificate of the authority that clients must trust.
pub(crate) struct Tls {
    pub(crate) config: RustlsConfig,
    pub(crate) ca_file: Option<PathBuf>,
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
        let ca_key = key_pair(keys, "ca-key.pem", &rcgen::PKCS_ECDSA_P256_SHA256)?;
        let authority = authority();
        let ca_file = data_dir.map(|folder| folder.join(CA_FILE));
        if let Some(path) = &ca_file {
            // Written at each start, with the same key and name, so that clients keep trusting it.
            std::fs::write(path, authority.self_signed(&ca_key)?.pem())?;
        }
        let ca_der = authority.self_signed(&ca_key)?.der().clone();
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut server = CertificateParams::new(names)?;
        server.distinguished_name.push(DnType::CommonName, "Vestibule local emulator");
        server.use_authority_key_identifier_extension = true;
        let server_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let certificate = server.signed_by(&server_key, &Issuer::new(authority, ca_key))?;
        let chain = vec![certificate.der().clone(), ca_der];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: RustlsConfig::from_config(Arc::new(config)), ca_file })
    }
}

fn authority() -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = rcgen::DistinguishedName::new();
    authority.distinguished_name.push(DnType::CommonName, "Vestibule local emulator test authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority
}
