//! What happens after the mail: the guest arrives or accepts, is missing, or uses the link.

mod acceptance;
mod acceptance_poll;
pub(crate) mod arrival;
pub(crate) mod arrival_link;
mod delivery_confirmation;
mod missing_guest;
pub(crate) mod redeem_link;
mod sign_up;

pub(crate) use acceptance_poll::PollAcceptance;
