//! The share form and what comes back.

use serde::{Deserialize, Serialize};

use crate::{DraftId, InvitationId, ItemId, PersonMatch, Problem};

/// The longest name, in characters: `displayName` of a user in Microsoft Graph ("Update user").
pub const NAME_LIMIT: usize = 256;
/// The longest message, in characters.
pub const MESSAGE_LIMIT: usize = 2000;

/// The share form as it was typed: nothing is checked yet, and nothing is lost when it is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareForm {
    /// The item's id.
    pub item: String,
    /// The address as typed.
    #[serde(default)]
    pub address: String,
    /// The object id of the person chosen among matches; empty when none was.
    #[serde(default)]
    pub person: String,
    /// The role's name.
    #[serde(default)]
    pub role: String,
    /// The guest's name, optional.
    #[serde(default)]
    pub name: String,
    /// A message to the guest, optional.
    #[serde(default)]
    pub message: String,
    /// The tag of the message's language; empty for the inviter's own.
    #[serde(default)]
    pub language: String,
    /// Made with the form: the same key never has its effect twice.
    #[serde(default)]
    pub key: String,
}

/// What became of a share form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ShareAnswer {
    /// Stored; it will be done, whatever happens to this process.
    Accepted {
        /// Ours to follow.
        invitation: InvitationId,
    },
    /// The directory knows the address: who is meant?
    Choose {
        /// Where the form is kept.
        draft: DraftId,
        /// Who it may be.
        matches: Vec<PersonMatch>,
    },
    /// Not accepted; nothing was done.
    Refused {
        /// Where the form is kept.
        draft: DraftId,
        /// Why.
        problem: Problem,
    },
}

/// A refused form, kept for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The item.
    pub item: ItemId,
    /// As typed.
    pub form: ShareForm,
    /// Why it came back, unless the question is only who is meant.
    pub problem: Option<Problem>,
    /// Who may be meant.
    pub matches: Vec<PersonMatch>,
}
