//! What undoing comes to, in words.

use contract::{Language, StepKind, UndoEffect};

use crate::undo;

/// What becomes of a step's effect, in a sentence.
pub fn undo_line(lang: Language, step: StepKind, effect: UndoEffect, person: &str, item: &str) -> String {
    match (step, effect) {
        (StepKind::TellInviter, _) => String::new(),
        (StepKind::SendInvitation, UndoEffect::Remains) | (StepKind::AwaitSignUp, _) => {
            undo::guest_stays(lang, person)
        }
        // Who chose a guest whom an undone invitation made may be the last one to need them.
        (StepKind::SendInvitation | StepKind::FindPerson, _) => undo::guest_goes(lang, person),
        (StepKind::RequestAccessPackage, _) => undo::package(lang, person),
        (StepKind::SetAttributes, _) => undo::attributes(lang).to_owned(),
        (StepKind::JoinGroup, _) => undo::groups(lang, person),
        (StepKind::GrantAppRole, _) => undo::app_role(lang, person),
        (StepKind::RecordAccess, _) => undo::access(lang, item, person),
        (StepKind::SendMail, _) => undo::mail(lang).to_owned(),
    }
}
