//! People, as the people picker shows them.

use serde::{Deserialize, Serialize};

use crate::text_enum::text_enum;
use crate::{EntraUserId, ProblemCode};

text_enum! {
    /// The status of a user in the tenant: `userType` and `externalUserState` of the "user resource type" of Microsoft Graph, combined.
    UserStatus {
        /// A member.
        Member = "member",
        /// A guest who has accepted.
        Guest = "guest",
        /// A guest who was invited and has not accepted yet.
        Pending = "pending",
    }
}

/// Who fits a typed text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFound {
    /// The people whom the directory shows.
    pub matches: Vec<PersonMatch>,
    /// Whether the text is an address that is being invited at this moment, and that the directory does not show yet: whoever shares with it joins
    /// that invitation.
    pub is_being_invited: bool,
}

/// A person in the directory who matches the typed text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMatch {
    /// The person in the tenant.
    pub id: EntraUserId,
    /// The name to show.
    pub name: String,
    /// The address to show: the mail address, else the address that matched, else the user principal name.
    pub address: String,
    /// The company, if the directory knows it.
    pub company: Option<String>,
    /// Member, guest, or pending.
    pub standing: UserStatus,
    /// Why they cannot be given access, if that is known: their account is blocked, or they can never accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<ProblemCode>,
}
