//! Changes of somebody's access: what the page shows that asks whether to undo one, and the form of the last day.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{AccessChangeId, DraftId, EntraUserId, Form, FormKind, ItemId, Problem, RoleName};

/// A change of somebody's access that may be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// Which change.
    pub id: AccessChangeId,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// What it was.
    pub kind: AccessChangeKind,
}

/// What a change of somebody's access was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChangeKind {
    /// It was ended.
    Ended {
        /// The role before, which they get again.
        role: RoleName,
    },
    /// They were given another role.
    Role {
        /// The role before, which they get again.
        role: RoleName,
        /// The role since.
        new_role: RoleName,
    },
    /// Its last day was changed.
    LastDay {
        /// When it would have ended by itself before; `None` for good.
        until: Option<OffsetDateTime>,
    },
}

/// The form that changes the last day of somebody's access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDayForm {
    /// The item.
    pub item: ItemId,
    /// Whose access.
    pub user: EntraUserId,
    /// The last day as typed, `2026-12-31`; empty for access that does not end by itself.
    pub until: String,
    /// For whom the form was rendered: what `ports::Account::form_sender` gave. Never saved.
    #[serde(default, skip_serializing)]
    pub sender: String,
}

impl Form for LastDayForm {
    const KIND: FormKind = FormKind::known("access.last-day");
}

/// What became of that form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastDayAnswer {
    /// The access ends as the form says.
    Done,
    /// What was typed is no day, or none that may be, or it came too soon after others; the form is kept as a draft.
    Refused {
        /// The draft.
        draft: DraftId,
        /// What is wrong. It is said beside the field, also where it is not about the day.
        problem: Problem,
    },
}
