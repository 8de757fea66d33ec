//! `vestibule audit verify`.

use backend::config::Config;

use super::Failure;
use crate::{logging, say};

/// Checks every entry against its hash and its predecessor.
pub async fn verify(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log);
    let verdict = backend::verify_audit(config).await?;
    match verdict.broken_at {
        None => {
            say::line(&format!("The audit chain holds: {} entries.", verdict.entries));
            Ok(())
        }
        Some(seq) => Err(format!("the audit chain is broken at entry {seq}").into()),
    }
}
