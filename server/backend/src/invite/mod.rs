//! invite.
