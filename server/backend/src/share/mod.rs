//! Sharing, as pages ask for it: from a typed form to stored invitations, and what becomes of them.

mod attributes;
mod chosen;
mod form;
mod invitations;
mod list;
pub(crate) mod options;
mod put_away;
mod recipient;
mod recipients;
mod submit;
mod twins;
mod views;

pub(crate) use invitations::InvitationService;
