//! The ports of the back end for the pages, and the items of the data folder.

use std::path::Path;
use std::sync::Arc;

use app::Ports;
use backend::Backend;
use backend::config::Config;
use backend::items::{self, RegisteredItem, sample};
use contract::SafeUrl;

use crate::commands::CommandError;

/// The ports for the pages.
pub fn ports(backend: &Backend) -> Ports {
    let (clock, ids) = (Arc::clone(&backend.clock), Arc::clone(&backend.ids));
    Ports {
        items: backend.sharing.items(),
        access_changes: backend.sharing.access_changes(),
        arrivals: backend.sharing.arrivals(),
        people: backend.sharing.people(),
        invitations: backend.sharing.invitations(),
        settings: backend.sharing.settings(),
        looks: backend.sharing.looks(),
        toasts: backend.sharing.toasts(),
        account: backend.auth.account(),
        now: Arc::new(move || clock.now()),
        new_key: Arc::new(move || ids.new_id()),
    }
}

/// Registers the items of `items.json` in the data folder; in development without such a file, the sample items.
pub async fn register_items(config: &Config, backend: &Backend) -> Result<(), CommandError> {
    let path = config.storage.data_dir.join("items.json");
    let Some(items) = read(&path, config).await? else { return Ok(()) };
    let changed = backend.sharing.register(&items).await?;
    tracing::info!(changed, "items registered");
    Ok(())
}

async fn read(path: &Path, config: &Config) -> Result<Option<Vec<RegisteredItem>>, CommandError> {
    match tokio::fs::read_to_string(path).await {
        Ok(text) => Ok(Some(items::parse(&text)?)),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", path.display()).into())
        }
        Err(_) if config.is_development() => {
            let public_url = SafeUrl::parse(&config.listen.public_origin())?;
            Ok(Some(sample(&public_url)))
        }
        Err(_) => Ok(None),
    }
}
