//! What undoing comes to, in words.

use contract::{Language, StepKind, UndoEffect};

use crate::text::fill;
use crate::{steps, undo};

macro_rules! undo_texts {
    ($($(#[$doc:meta])* $name:ident $text:literal $module:ident $([$undo:ident])?,)*) => {
        /// What undoing a step comes to, with unfilled placeholders; none where there is nothing to say.
        const fn text_of(lang: Language, step: StepKind) -> Option<&'static str> {
            match step {
                $(StepKind::$name => undo_texts!(@text lang $module $($undo)?),)*
            }
        }
    };
    (@text $lang:ident $module:ident) => { None };
    (@text $lang:ident $module:ident undo) => { Some(steps::$module::undo($lang)) };
    (@text $lang:ident $module:ident undo_text) => { Some(steps::$module::undo_text($lang)) };
}
contract::for_each_step!(undo_texts);

/// What becomes of a step's effect, in a sentence.
pub fn undo_line(lang: Language, step: StepKind, effect: UndoEffect, person: &str, item: &str) -> String {
    match (step, effect) {
        (StepKind::SendInvitation, UndoEffect::Remains) | (StepKind::AwaitSignUp, _) => {
            undo::guest_stays(lang, person)
        }
        (StepKind::RecordAccess, UndoEffect::Remains) => undo::access_stays(lang, item, person),
        // Who chose a guest whom an undone invitation made may be the last one to need them.
        (StepKind::FindPerson, _) => steps::send_invitation::undo(lang, person),
        _ => fill(text_of(lang, step).unwrap_or_default(), &[("item", item), ("person", person)]),
    }
}
