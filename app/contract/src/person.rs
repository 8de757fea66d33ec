//! People, as the people picker shows them.

use serde::{Deserialize, Serialize};

use crate::text_enum::text_enum;
use crate::{EmailAddress, EntraUserId, ProblemCode, RoleName};

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
    /// The people whom the directory shows, best first; each once, by whichever address they were found.
    pub matches: Vec<FoundPerson>,
    /// Whether the matches are those with whom the caller has shared of late, because nothing is typed.
    pub are_recent: bool,
    /// Whether there are more who fit than are shown.
    pub has_more: bool,
    /// Whether the administrator has it that only who is typed exactly is found.
    pub exact_only: bool,
    /// What is known of the address that is typed, where the text is one, and nobody in the directory has it.
    pub new: Option<NewAddress>,
}

/// Somebody who fits, and what they have on the item that is to be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// The person.
    pub person: PersonMatch,
    /// The role that they have on the item already.
    pub existing_role: Option<RoleName>,
}

/// An address that nobody in the directory has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAddress {
    /// In its normal form.
    pub address: EmailAddress,
    /// The name that stood beside it.
    pub name: Option<String>,
    /// Whether it is being invited at this moment, and the directory does not show it yet: whoever shares with it joins that invitation.
    pub is_being_invited: bool,
    /// Why nobody can be invited with it.
    pub refused: Option<ProblemCode>,
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
    /// Why they cannot be given access, if that is known: their account is blocked, they can never accept, or it is who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<ProblemCode>,
}
