//! The stored secrets, and the secret key that they are sealed under. After a change of that key they are sealed anew, so that whatever needs them goes on
//! when the key before is taken away.

use storage::{Storage, StorageError, Tx, setting_secrets};

use super::secret::PURPOSE;
use crate::seal::Sealer;

/// Whether a stored secret can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretState {
    /// It opens with the secret key.
    Current,
    /// It opens with a key before, and is not sealed anew yet.
    Previous,
    /// It does not open: it has to be typed again.
    Lost,
}

/// A stored secret, such as `smtp.password`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// The section and the field that it belongs to.
    pub name: String,
    /// Whether it can be used.
    pub state: SecretState,
}

/// Every stored secret.
pub(crate) async fn states(storage: &Storage, sealer: &Sealer) -> Result<Vec<StoredSecret>, StorageError> {
    let state = |name: &str, sealed: &[u8]| match sealer.open(PURPOSE, name, sealed) {
        Ok(_) if sealer.is_current(sealed) => SecretState::Current,
        Ok(_) => SecretState::Previous,
        Err(_) => SecretState::Lost,
    };
    let rows = setting_secrets::all(storage).await?;
    let stored =
        rows.into_iter().map(|row| StoredSecret { state: state(&row.name, &row.sealed), name: row.name });
    Ok(stored.collect())
}

/// Seals anew what is sealed under a key before. What does not open stays as it is: the key that it is sealed under may come back.
pub(crate) async fn renew(tx: &mut Tx, sealer: &Sealer) -> Result<(), StorageError> {
    for row in setting_secrets::all_in(tx).await? {
        if sealer.is_current(&row.sealed) {
            continue;
        }
        let Ok(secret) = sealer.open(PURPOSE, &row.name, &row.sealed) else { continue };
        let anew = sealer.seal(PURPOSE, &row.name, &secret);
        if setting_secrets::replace_sealed(tx, &row.name, &row.sealed, &anew).await? {
            tracing::info!(name = row.name, "a secret of the settings is sealed under the new secret key");
        }
    }
    Ok(())
}
