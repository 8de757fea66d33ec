//! A user in a few words, for the emulator's pages.

use super::{directory_role, user::User};

impl User {
    /// Member or guest, pending or accepted, directory roles, blocked or not.
    pub fn summary(&self) -> String {
        let kind = match (self.is_guest(), self.is_pending()) {
            (false, false) => "member",
            (false, true) => "member from outside, invitation not accepted yet",
            (true, false) => "guest",
            (true, true) => "guest, invitation not accepted yet",
        };
        let roles = self.directory_roles.iter().filter_map(|id| directory_role::name(*id));
        let blocked = (!self.account_enabled).then_some("blocked");
        [kind].into_iter().chain(roles).chain(blocked).collect::<Vec<_>>().join(", ")
    }
}
