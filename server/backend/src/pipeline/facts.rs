//! What an invitation has learned so far, apart from what belongs to one step.

use contract::{Caller, EntraUserId, InvitationId};
use serde::{Deserialize, Deserializer, Serialize};

use crate::people::DirectoryPerson;

/// One document in the invitation's row. Nothing in it is secret: the redeem link has its own, sealed column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub(crate) struct PipelineState {
    /// Who gets access.
    pub(crate) person: Option<DirectoryPerson>,
    /// The directory has shown the guest since: should they be missing later, somebody took them away.
    #[serde(rename = "seen")]
    pub(crate) seen_in_directory: bool,
    /// The guest came from our invitation; else they were known before.
    pub(crate) invited: bool,
    /// The guest is that of another invitation of the same address: that one posted, and only its inviter has the redeem link.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) joined: bool,
    /// The person has signed up by themselves, through the link in our mail: who they are, the directory or the inviter has said.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) signed_up: bool,
    /// The directory says that the guest was made since, by signing up or by our access package: nobody knew them before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) made_since: bool,
    /// When a person asked to invite a guest again who has not accepted yet, in unix milliseconds: a new mail goes out, and the links of earlier
    /// ones lead nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resend_asked_at: Option<i64>,
    /// The inviter goes on without the mail of ours.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) mail_skipped: bool,
    /// By which the inviter has invited the guest again to the same item: that one stands for this one, which nobody follows any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) superseded_by: Option<InvitationId>,
    /// The earlier ones that this one stands for: undone with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) supersedes: Vec<InvitationId>,
    /// The administrator who asked last to undo it, or whoever ended or changed its access; none where its inviter did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undone_by: Option<Administrator>,
    /// It is undone because its access was ended or changed: only what follows from access is taken back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) access_ended: bool,
    /// The step at hand has failed so far.
    pub(crate) failing: Option<FailureStreak>,
    /// How often a person has asked to try again.
    #[serde(rename = "tries")]
    pub(crate) manual_retries: u32,
    /// When the directory was last asked for the person, in unix milliseconds: what it said is trusted for a few seconds.
    pub(crate) looked_up_at: Option<i64>,
}

/// Who does something about the invitation of somebody else: an administrator, or whoever may change the access that it gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Administrator {
    pub(crate) user: EntraUserId,
    /// The name at that time.
    pub(crate) name: String,
}

impl From<&Caller> for Administrator {
    fn from(caller: &Caller) -> Self {
        Self { user: caller.user.clone(), name: caller.name.clone() }
    }
}

/// A row of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FailureStreak {
    /// When the first was, in unix milliseconds.
    pub(crate) since: i64,
    /// How many there were.
    pub(crate) times: u32,
}

impl PipelineState {
    /// Counts a failure at `now`.
    pub(crate) fn count_failure(&mut self, now: i64) -> FailureStreak {
        let before = self.failing.unwrap_or(FailureStreak { since: now, times: 0 });
        let failing = FailureStreak { times: before.times.saturating_add(1), ..before };
        self.failing = Some(failing);
        failing
    }
}

/// Reads `null` as the default: what a migration found no value for.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
