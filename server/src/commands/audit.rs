//! `vestibule audit verify`.

use backend::config::Config;
use backend::{AuditVerdict, NotedHead};

use super::CommandError;
use crate::{console, logging};

/// Checks every entry against its hash and its predecessor; and whether the chain has the entry that was noted, if one is named.
pub async fn verify(config: &Config, noted: Option<&NotedHead>) -> Result<(), CommandError> {
    logging::start(&config.log);
    let AuditVerdict { chain, passes_through } = backend::verify_audit(config, noted).await?;
    if let Some((seq, fault)) = chain.broken {
        return Err(format!("the audit chain is broken at entry {seq}: {fault}").into());
    }
    if !passes_through {
        return Err(
            "the audit chain does not have the entry that was noted: it was cut off, or written anew".into(),
        );
    }
    console::line(&format!("The audit chain holds: {} entries.", chain.entries));
    Ok(())
}
