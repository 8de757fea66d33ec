//! Entra ID: sign-in with its endpoints and pages, sign-in at the identity provider, redemption of invitations, self-service sign-up,
//! My Access.

pub(crate) mod home_idp;
pub(crate) mod login;
pub(crate) mod my_access;
pub(crate) mod redeem;
pub(crate) mod sign_up;
