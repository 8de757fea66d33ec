//! `vestibule migrate`.

use super::Failure;
use crate::{logging, say};

/// Brings the database to this version's schema, with the owner's role where one is set.
pub async fn run() -> Result<(), Failure> {
    let config = super::config()?;
    logging::start(&config.log);
    backend::open::migrate(&config).await?;
    say::line("The database has this version's schema.");
    Ok(())
}
