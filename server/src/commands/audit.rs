//! `vestibule audit verify`.

use backend::config::Config;

use super::CommandError;
use crate::{console, logging};

/// Checks every entry against its hash and its predecessor.
pub async fn verify(config: &Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    let verdict = backend::verify_audit(config).await?;
    match verdict.broken_at {
        None => {
            console::line(&format!("The audit chain holds: {} entries.", verdict.entries));
            Ok(())
        }
        Some(seq) => Err(format!("the audit chain is broken at entry {seq}").into()),
    }
}
