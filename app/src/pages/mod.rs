//! The pages. Each is one async function from a request to a document.

mod arrival;
mod front;
mod invitation;
mod invitations;
mod item;
mod items;
mod problem;
mod sign_in;
mod sign_out;
mod timeline;

pub(crate) use front::front;
pub(crate) use invitation::invitation;
pub(crate) use invitations::invitations;
pub(crate) use item::{item, share};
pub(crate) use items::items;
pub(crate) use problem::{not_found, plain_trouble, trouble, trouble_page};
pub(crate) use sign_in::sign_in;
pub(crate) use sign_out::{sign_out, signed_out};
