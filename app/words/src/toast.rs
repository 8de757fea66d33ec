//! Toasts in words.

use contract::{Language, ToastKind, ToldBy};

use crate::{localize, role, toasts};

/// What a toast says, in whole sentences that name the person and the item.
pub fn toast(lang: Language, kind: &ToastKind) -> String {
    match kind {
        ToastKind::Invited { person, item_title, told_by: ToldBy::Inviter } => {
            toasts::invited_link(lang, item_title, person)
        }
        ToastKind::Invited { person, item_title, .. } => toasts::invited(lang, item_title, person),
        ToastKind::Joined { person, item_title } => toasts::joined(lang, item_title, person),
        ToastKind::LinkReplaced { person, item_title, by } => {
            toasts::link_replaced(lang, by, item_title, person)
        }
        ToastKind::Undone { person, item_title, by } => toasts::undone(lang, by, item_title, person),
        ToastKind::Shared { person, item_title, told_by: ToldBy::Inviter, .. } => {
            toasts::shared_link(lang, item_title, person)
        }
        ToastKind::Shared { person, item_title, awaits_guest: true, told_by: ToldBy::Mail } => {
            toasts::shared_awaiting_mailed(lang, item_title, person)
        }
        ToastKind::Shared { person, item_title, awaits_guest: true, .. } => {
            toasts::shared_awaiting(lang, item_title, person)
        }
        ToastKind::Shared { person, item_title, .. } => toasts::shared(lang, item_title, person),
        ToastKind::Kept { person, item_title, role: kept } => {
            toasts::kept(lang, item_title, person, &role(lang, kept))
        }
        ToastKind::Accepted { person, item_title } => toasts::accepted(lang, item_title, person),
        ToastKind::Problem { person, item_title, .. } => toasts::trouble(lang, item_title, person),
        ToastKind::MailProblem { person, item_title, .. } => toasts::mail_trouble(lang, item_title, person),
    }
}

/// Why, where the toast is about a problem.
pub fn toast_reason(lang: Language, kind: &ToastKind) -> Option<String> {
    match kind {
        ToastKind::Problem { problem, .. } | ToastKind::MailProblem { problem, .. } => {
            Some(localize(lang, problem).sentence)
        }
        _ => None,
    }
}
