#![doc = include_str!("../README.md")]
#![expect(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

#[macro_use]
mod dispatch;

pub mod access;
pub mod account_checks;
pub mod audit;
pub mod blocked_domains;
pub mod changes;
mod column;
pub mod counts;
pub mod draft_secrets;
pub mod drafts;
mod error;
mod folded;
pub mod invitations;
pub mod invited_addresses;
pub mod items;
pub mod jobs;
pub mod marks;
mod open;
pub mod people;
#[doc(hidden)]
pub mod plans;
mod pool;
pub mod rate_limits;
mod readers;
mod schema;
pub mod sessions;
pub mod setting_secrets;
pub mod settings;
pub mod shares;
mod storage;
mod tally;
pub mod tenant_blocks;
pub mod toasts;
pub mod tokens;

pub use error::{ConstraintKind, DbError, SchemaMismatch, StorageError};
pub use open::{AddressError, check_address};
pub use storage::{Storage, Tx, Usage};
