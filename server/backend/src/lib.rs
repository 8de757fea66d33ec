#![doc = include_str!("../README.md")]

pub mod access;
mod access_changes;
pub mod account;
mod app_state;
pub mod audit;
mod backend;
pub mod change_feed;
pub mod clock;
pub mod config;
pub mod directory;
pub mod drafts;
pub mod error_reference;
mod form_sender;
pub mod http;
pub mod items;
pub mod jobs;
mod landing;
mod lifecycle;
mod look;
pub mod mail;
pub mod oidc_provider;
pub mod people;
mod person_locks;
pub mod pipeline;
mod rate_limiter;
pub mod rules;
pub mod seal;
pub mod session;
pub mod settings;
mod settings_admin;
mod share;
mod share_quota;
pub mod sharing;
pub mod sign_in;
mod stored;
pub mod toasts;
pub mod token_vault;

pub use app_state::ConfiguredRules;
pub use backend::{
    AuditVerdict, Backend, ConnectError, ImportFailure, end_sessions, export_settings, import_settings,
    migrate, recount, verify_audit,
};
pub use settings_admin::{ImportError, ImportReport};
pub use storage::audit::NotedHead;
