//! The pages. Each is one async function from a request to a document.

mod activity;
mod arrival;
mod arrival_link;
mod error_page;
mod invitation;
mod invitations;
mod item;
mod items;
mod landing_page;
mod open_elsewhere;
mod settings;
mod settings_history;
mod share_link;
mod sign_in;
mod sign_out;
mod sign_up;
mod timeline;
mod undo;
mod undo_access;

pub(crate) use activity::activity;
pub(crate) use arrival_link::arrival_link;
pub(crate) use error_page::{error_page, not_found, render_bare_error_page, render_error_page};
pub(crate) use invitation::invitation;
pub(crate) use invitations::invitations;
pub(crate) use item::{item, share};
pub(crate) use items::items;
pub(crate) use landing_page::landing_page;
pub(crate) use settings::{settings, settings_section};
pub(crate) use settings_history::{settings_history, settings_version};
pub(crate) use share_link::share_link;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_out::{sign_out, signed_out};
pub(crate) use undo::undo;
pub(crate) use undo_access::undo_access;
