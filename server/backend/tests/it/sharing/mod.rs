//! Sharing: from the form to the guest on the item.

mod addresses;
mod app;
mod arrival;
mod costs;
mod directory_steps;
mod emulator;
mod former_roles;
mod items;
mod joining;
mod kills;
mod limits;
mod log;
mod mail;
mod pattern;
mod people;
mod pipeline;
mod postgres;
mod reach;
mod resend;
mod retry;
mod runner;
mod settings;
mod settings_admin;
mod share;
mod told;
mod undo;
mod unknown;

pub use app::{ITEM, Post, TestApp, adele, form};
