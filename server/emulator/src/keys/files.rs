//! Files with keys.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use rcgen::{KeyPair, SignatureAlgorithm};
use uuid::Uuid;

use super::KeyError;

/// The key pair of this name; generated at first use. Without a folder, RSA key pairs are generated once per process, because that takes long.
pub(crate) fn key_pair(
    folder: Option<&Path>,
    name: &str,
    algorithm: &'static SignatureAlgorithm,
) -> Result<KeyPair, KeyError> {
    static IN_MEMORY: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let Some(folder) = folder else {
        if algorithm != &rcgen::PKCS_RSA_SHA256 {
            return Ok(KeyPair::generate_for(algorithm)?);
        }
        let mut kept = IN_MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pem) = kept.get(name) {
            return Ok(KeyPair::from_pkcs8_pem_and_sign_algo(pem, algorithm)?);
        }
        let pair = KeyPair::generate_for(algorithm)?;
        kept.insert(name.to_owned(), pair.serialize_pem());
        return Ok(pair);
    };
    let path = folder.join(name);
    if path.exists() {
        let pem = fs::read_to_string(&path)?;
        return Ok(KeyPair::from_pkcs8_pem_and_sign_algo(&pem, algorithm)?);
    }
    let pair = KeyPair::generate_for(algorithm)?;
    write_private(&path, pair.serialize_pem().as_bytes())?;
    Ok(pair)
}

/// The secret of this name; generated at first use.
pub(super) fn secret(folder: Option<&Path>, name: &str) -> io::Result<Vec<u8>> {
    let fresh = || [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    let Some(path) = folder.map(|folder| folder.join(name)) else { return Ok(fresh()) };
    if path.exists() {
        return fs::read(path);
    }
    let secret = fresh();
    write_private(&path, &secret)?;
    Ok(secret)
}

/// Writes a file that only its owner can read.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(content)
}
