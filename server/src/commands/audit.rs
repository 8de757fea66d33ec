//! `vestibule audit verify`.

use super::Failure;
use crate::{logging, say};

/// Checks every entry against its hash and its predecessor.
pub async fn verify() -> Result<(), Failure> {
    let config = super::config()?;
    logging::start(&config.log);
    let verdict = backend::open::verify_audit(&config).await?;
    match verdict.broken_at {
        None => {
            say::line(&format!("The audit chain holds: {} entries.", verdict.entries));
            Ok(())
        }
        Some(seq) => Err(format!("the audit chain is broken at entry {seq}").into()),
    }
}
