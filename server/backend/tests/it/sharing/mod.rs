//! Sharing: from the form to the guest on the item.

/// Stories of a module on `SQLite`; `postgres.rs` names those that are told on the other database too.
macro_rules! on_sqlite {
    ($($name:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $name() {
            Box::pin(stories::$name(super::TestApp::new().await)).await;
        }
    )*};
}

mod access_changes;
mod addresses;
mod app;
mod approvals;
mod arrival;
mod as_before;
mod asked;
mod block;
mod catalogue;
mod changes;
mod companies;
mod costs;
mod directory_steps;
mod emulator;
mod extensions;
mod former_roles;
mod items;
mod joining;
mod judge;
mod kept;
mod kills;
mod lag;
mod landing;
mod last_days;
mod left;
mod limits;
mod log;
mod look;
mod mail;
mod many;
mod options;
mod packages;
mod pattern;
mod people;
mod permissions;
mod pipeline;
mod postgres;
mod reach;
mod resend;
mod retry;
mod runner;
mod scoped;
mod settings;
mod settings_admin;
mod share;
mod sign_up;
mod smtp;
mod sponsors;
mod told;
mod undo;
mod unknown;

pub use app::{ITEM, TestApp, adele, every_step_of_package, fixed, form, person};
