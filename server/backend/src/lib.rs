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
pub mod invite;
pub mod items;
pub mod jobs;
pub mod open;
mod pace;
pub mod people;
pub mod provider;
pub mod reference;
pub mod seal;
pub mod session;
pub mod settings;
pub mod sign_in;
mod stored;
pub mod toasts;
pub mod vault;
