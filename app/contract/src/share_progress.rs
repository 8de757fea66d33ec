//! How the invitations of one share go.

use crate::{InvitationState, ItemId, Progress, ShareId};

/// The most rows that a progress of a share has.
pub const PROGRESS_ROWS: usize = 50;

/// The live view of one share: one row for each recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareProgress {
    /// Which share.
    pub share: ShareId,
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// The invitations, at most [`PROGRESS_ROWS`]: those that need a person first, then those at work, then the others; each in the order of the
    /// form.
    pub rows: Vec<ProgressRow>,
    /// How many invitations there are in each state; states without any are left out.
    pub counts: Vec<(InvitationState, u32)>,
}

/// One recipient of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRow {
    /// How it goes.
    pub progress: Progress,
    /// The address.
    pub address: String,
    /// How often a person has asked for a retry: the form that asks for one sends this number.
    pub tries: u32,
}

impl ShareProgress {
    /// How many recipients there are.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// Whether the runner has nothing more to do for any of them.
    pub fn is_settled(&self) -> bool {
        self.counts.iter().all(|(state, _)| state.is_settled())
    }
}
