//! Sharing, as pages ask for it: from a typed form to stored invitations, and what becomes of them.

mod attributes;
mod draft;
mod form;
mod invitations;
mod judge;
mod judgement;
mod list;
pub(crate) mod options;
mod plan;
mod progress;
mod put_away;
mod recipient;
mod submit;
mod twins;
mod views;
mod wait;

pub(crate) use invitations::InvitationService;
