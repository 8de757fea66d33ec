//! Toasts: notifications that the person dismisses.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::text_enum::text_enum;
use crate::{AccessChangeId, InvitationId, ItemId, Problem, RoleName, ToastId, ToldBy};

/// The content of a toast. Its sentence is made when it is rendered, in the language of that request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ToastKind {
    /// A guest was invited.
    Invited {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// How they learn of it.
        #[serde(default, skip_serializing_if = "ToldBy::is_microsoft")]
        told_by: ToldBy,
    },
    /// A colleague was inviting the same address: the person gets access with that invitation.
    Joined {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
    },
    /// Somebody else has invited the guest again: the link of the inviter's own invitation leads nowhere any more.
    LinkReplaced {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Who has invited them again.
        by: String,
    },
    /// A person who was already in the directory was given access.
    Shared {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Whether the guest has not accepted an earlier invitation yet, and is sent none now.
        #[serde(default)]
        awaits_guest: bool,
        /// How they learn of it.
        #[serde(default, skip_serializing_if = "ToldBy::is_microsoft")]
        told_by: ToldBy,
    },
    /// The person already has at least the requested role, and keeps it.
    Kept {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// The role that they have.
        role: RoleName,
    },
    /// A guest accepted.
    Accepted {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
    },
    /// An administrator has undone the inviter's invitation.
    Undone {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Who has undone it.
        by: String,
    },
    /// The person's access was ended: by whoever is told, or by somebody else.
    AccessEnded {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Who has ended it, where whoever is told has not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// The change, which whoever is told may undo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<AccessChangeId>,
    },
    /// The person has another role: by whoever is told, or by somebody else.
    RoleChanged {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// The role that they have now.
        role: RoleName,
        /// Who has given it, where whoever is told has not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// The change, which whoever is told may undo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<AccessChangeId>,
    },
    /// The person's access ends after another day, or not by itself any more: by whoever is told, or by somebody else.
    LastDayChanged {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// When it ends by itself; `None` for good.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<OffsetDateTime>,
        /// Who has changed it, where whoever is told has not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// The change, which whoever is told may undo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change: Option<AccessChangeId>,
    },
    /// The person's access has ended on its last day.
    AccessRanOut {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
    },
    /// The invitation failed, or a person must decide.
    #[serde(rename = "trouble")]
    Problem {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// The reason.
        problem: Problem,
    },
    /// The person has access, and may not know of it: the mail of ours did not go out, or nobody knows whether it did.
    MailProblem {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// The reason.
        problem: Problem,
    },
}

impl ToastKind {
    /// Whether the toast is about something that the person has to know, and so stays until it is dismissed.
    pub const fn is_problem(&self) -> bool {
        matches!(
            self,
            Self::Problem { .. }
                | Self::MailProblem { .. }
                | Self::LinkReplaced { .. }
                | Self::Undone { .. }
                | Self::AccessEnded { by: Some(_), .. }
                | Self::RoleChanged { by: Some(_), .. }
                | Self::LastDayChanged { by: Some(_), .. }
        )
    }

    /// The outcome that several recipients of one share may have in common, so that it is told once; `None` for what is told of each by itself.
    pub const fn outcome(&self) -> Option<ToastOutcome> {
        Some(match self {
            Self::Invited { told_by: ToldBy::Inviter, .. }
            | Self::Shared { told_by: ToldBy::Inviter, .. } => ToastOutcome::ByLink,
            Self::Invited { .. } => ToastOutcome::Invited,
            Self::Joined { .. } | Self::Shared { awaits_guest: true, .. } => ToastOutcome::Coming,
            Self::Shared { .. } => ToastOutcome::Shared,
            Self::Kept { .. } => ToastOutcome::Kept,
            Self::Accepted { .. } => ToastOutcome::Accepted,
            Self::Problem { .. } => ToastOutcome::Trouble,
            Self::MailProblem { .. } => ToastOutcome::MailTrouble,
            Self::LinkReplaced { .. }
            | Self::Undone { .. }
            | Self::AccessEnded { .. }
            | Self::RoleChanged { .. }
            | Self::LastDayChanged { .. }
            | Self::AccessRanOut { .. } => return None,
        })
    }

    /// The title of the item that it is about.
    pub fn item_title(&self) -> &str {
        match self {
            Self::Invited { item_title, .. }
            | Self::Joined { item_title, .. }
            | Self::LinkReplaced { item_title, .. }
            | Self::Shared { item_title, .. }
            | Self::Kept { item_title, .. }
            | Self::Accepted { item_title, .. }
            | Self::Undone { item_title, .. }
            | Self::AccessEnded { item_title, .. }
            | Self::RoleChanged { item_title, .. }
            | Self::LastDayChanged { item_title, .. }
            | Self::AccessRanOut { item_title, .. }
            | Self::Problem { item_title, .. }
            | Self::MailProblem { item_title, .. } => item_title,
        }
    }
}

text_enum! {
    /// What has become of a recipient, as several of them are told in one sentence.
    ToastOutcome {
        /// They were invited.
        Invited = "invited",
        /// They get access with an invitation that went out before.
        Coming = "coming",
        /// They have access.
        Shared = "shared",
        /// They were invited or have access, and the inviter writes to them.
        ByLink = "by-link",
        /// They had access before.
        Kept = "kept",
        /// They accepted.
        Accepted = "accepted",
        /// They cannot open the item.
        Trouble = "trouble",
        /// They have access and may not know it.
        MailTrouble = "mail-trouble",
    }
}

/// The toasts that a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToastList {
    /// The newest few, newest first.
    pub toasts: Vec<Toast>,
    /// How many there are, these included.
    pub total: u64,
    /// Whether there are at least so many, and were not counted any further.
    pub is_more: bool,
}

/// What a person may still be told, so that an open page asks for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing: no invitation of theirs is under way.
    #[default]
    Nothing,
    /// That a guest accepts, some day.
    Guests,
    /// How an invitation ends that is at work.
    Work,
}

/// A stored toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Its id.
    pub id: ToastId,
    /// Its content.
    pub kind: ToastKind,
    /// The invitation it is about, for its link.
    pub invitation: Option<InvitationId>,
    /// The item it is about.
    pub item: Option<ItemId>,
    /// How many recipients of one share it tells of, the person that its content names among them.
    pub people: u64,
    /// When it was told.
    pub at: OffsetDateTime,
}

/// What a person was told, newest first: a page of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityList {
    /// The toasts, dismissed or not; each tells of one person.
    pub toasts: Vec<Toast>,
    /// Whether there are older ones.
    pub has_older: bool,
}
