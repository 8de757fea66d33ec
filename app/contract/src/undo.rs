//! What undoing an invitation comes to.

use crate::{InvitationId, StepKind};

/// What undoing an invitation would come to, before anybody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPreview {
    /// Which invitation.
    pub id: InvitationId,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The inviter's name where it is not the caller: they are told.
    pub inviter: Option<String>,
    /// The item's title.
    pub item_title: String,
    /// What becomes of each step that has had an effect; what is undone first stands first.
    pub lines: Vec<UndoLine>,
}

/// What becomes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoLine {
    /// Which step.
    pub step: StepKind,
    /// What becomes of it.
    pub effect: UndoEffect,
}

/// What becomes of the effect of a step, as far as that can be said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoEffect {
    /// It is taken back.
    TakenBack,
    /// It is taken back unless something else needs it, or somebody has changed it since.
    IfUnneeded,
    /// It stands.
    Remains,
}
