//! Toasts: what happened, said once.

use serde::{Deserialize, Serialize};

use crate::{InvitationId, ItemId, Problem, RoleName, ToastId};

/// What a toast says. The sentence is made when it is shown, in the language of that request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ToastKind {
    /// A guest was invited.
    Invited {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
    },
    /// Somebody known was given access.
    Shared {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Has not accepted an earlier invitation yet, and is sent none now.
        #[serde(default)]
        awaits_guest: bool,
    },
    /// Somebody has at least the role that was asked for, and keeps it.
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
    /// It did not work, or a person must decide.
    Trouble {
        /// Their name or address.
        person: String,
        /// The item's title.
        item_title: String,
        /// Why.
        problem: Problem,
    },
}

impl ToastKind {
    /// Trouble stays until it is dismissed.
    pub const fn is_trouble(&self) -> bool {
        matches!(self, Self::Trouble { .. })
    }
}

/// A stored toast that has not been dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    /// Its id.
    pub id: ToastId,
    /// What it says.
    pub kind: ToastKind,
    /// What it is about, for its one action.
    pub invitation: Option<InvitationId>,
    /// The item it is about.
    pub item: Option<ItemId>,
}
