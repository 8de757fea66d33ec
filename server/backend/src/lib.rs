#![doc = include_str!("../README.md")]

pub mod access;
pub mod account;
mod app_state;
pub mod audit;
pub mod clock;
pub mod config;
pub mod directory;
pub mod drafts;
pub mod http;
pub mod items;
pub mod jobs;
mod lifecycle;
pub mod open;
mod pace;
pub mod people;
pub mod pipeline;
pub mod provider;
pub mod reference;
pub mod seal;
pub mod session;
pub mod settings;
mod share;
pub mod sharing;
pub mod sign_in;
mod stored;
pub mod toasts;
pub mod vault;
