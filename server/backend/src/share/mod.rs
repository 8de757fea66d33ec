//! Sharing, as pages ask for it: from a typed form to stored invitations, and what becomes of them.

mod form;
mod recipients;
mod service;
mod submit;
mod views;

pub(crate) use service::InvitationService;
