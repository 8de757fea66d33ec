//! Registering items: applications say what they have to share.

use std::collections::HashSet;

use contract::{ItemId, KindName, SafeUrl};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::items::{self, ItemRow};
use storage::{Storage, StorageError};
use thiserror::Error;

use crate::audit::{self, Action, Actor};
use crate::landing::AllowedRedirectOrigins;

/// The longest title and application name, in characters.
const MAX_TITLE_LENGTH: usize = 200;
/// The longest summary, in characters.
const MAX_SUMMARY_LENGTH: usize = 1000;

/// An item as an application registers it, and as the items file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisteredItem {
    /// Unique over all applications.
    pub id: ItemId,
    /// Which roles there are depends on it.
    pub kind: KindName,
    /// What people call it.
    pub title: String,
    /// One or two sentences for somebody who has never seen it.
    pub summary: String,
    /// The application it lives in.
    pub application: String,
    /// Where an invited person lands.
    pub landing: SafeUrl,
    /// Whether every member sees it; otherwise only those it was shared with.
    #[serde(default = "yes")]
    pub open_to_members: bool,
}

const fn yes() -> bool {
    true
}

/// Why items were not registered.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// The landing address is on an origin nobody has allowed.
    #[error(
        "item {0}: its landing address is neither on Vestibule's own origin nor on one of VESTIBULE_LANDING_ORIGINS"
    )]
    Landing(ItemId),
    /// A text is missing or too long.
    #[error("item {0}: {1} needs {2} characters at most, and at least one")]
    Text(ItemId, &'static str, usize),
    /// The same id twice.
    #[error("item {0} is there twice")]
    Twice(ItemId),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Registers items, or changes them, and says so in the audit chain; returns how many were new or different. `at` is in unix milliseconds.
pub async fn register(
    storage: &Storage,
    redirect_origins: &AllowedRedirectOrigins,
    actor: Actor<'_>,
    at: i64,
    items: &[RegisteredItem],
) -> Result<usize, RegisterError> {
    let mut seen = HashSet::new();
    for item in items {
        check(item, redirect_origins)?;
        if !seen.insert(&item.id) {
            return Err(RegisterError::Twice(item.id.clone()));
        }
    }
    let mut changed = Vec::new();
    for row in items.iter().map(row) {
        if items::load(storage, row.id.as_str()).await?.as_ref() != Some(&row) {
            changed.push(row);
        }
    }
    if changed.is_empty() {
        return Ok(0);
    }
    let mut tx = storage.begin().await?;
    for row in &changed {
        items::upsert(&mut tx, row).await?;
    }
    let ids: Vec<_> = changed.iter().map(|row| &row.id).collect();
    audit::append(&mut tx, at, actor, Action::ItemsRegistered, "items", json!({ "items": ids })).await?;
    tx.commit().await?;
    Ok(changed.len())
}

fn check(item: &RegisteredItem, redirect_origins: &AllowedRedirectOrigins) -> Result<(), RegisterError> {
    if !redirect_origins.allows(&item.landing) {
        return Err(RegisterError::Landing(item.id.clone()));
    }
    for (name, text, limit) in [
        ("title", &item.title, MAX_TITLE_LENGTH),
        ("application", &item.application, MAX_TITLE_LENGTH),
        ("summary", &item.summary, MAX_SUMMARY_LENGTH),
    ] {
        if !(1..=limit).contains(&text.trim().chars().count()) {
            return Err(RegisterError::Text(item.id.clone(), name, limit));
        }
    }
    Ok(())
}

fn row(item: &RegisteredItem) -> ItemRow {
    ItemRow {
        id: item.id.clone(),
        kind: item.kind.clone(),
        title: item.title.trim().to_owned(),
        summary: item.summary.trim().to_owned(),
        application: item.application.trim().to_owned(),
        landing: item.landing.clone(),
        open_to_members: item.open_to_members,
    }
}
