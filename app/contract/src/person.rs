//! People as the picker shows them.

use serde::{Deserialize, Serialize};

use crate::EntraUserId;
use crate::text_enum::text_enum;

text_enum! {
    /// How a person belongs to the tenant: `userType` and `externalUserState` of a user ("user resource type", Microsoft Graph) in one.
    Standing {
        /// A member.
        Member = "member",
        /// A guest who has accepted.
        Guest = "guest",
        /// A guest who was invited and has not accepted yet.
        Pending = "pending",
    }
}

/// Somebody in the directory who fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMatch {
    /// The person in the tenant.
    pub id: EntraUserId,
    /// The name to show.
    pub name: String,
    /// The address to show: mail, else the address that was found, else the sign-in name.
    pub address: String,
    /// The company, if the directory knows it.
    pub company: Option<String>,
    /// Member, guest, or pending.
    pub standing: Standing,
}
