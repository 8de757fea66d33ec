//! Toasts in words.

use contract::{Language, ToastKind, ToastOutcome, ToldBy};

use crate::{access, activity, last_day, localize, role, toasts};

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
        ToastKind::AccessEnded { person, item_title, by: Some(by), .. } => {
            access::toast_ended_by(lang, by, item_title, person)
        }
        ToastKind::AccessEnded { person, item_title, by: None, .. } => {
            access::toast_ended(lang, item_title, person)
        }
        ToastKind::RoleChanged { person, item_title, role: new, by: Some(by), .. } => {
            access::toast_role_by(lang, by, item_title, person, &role(lang, new))
        }
        ToastKind::RoleChanged { person, item_title, role: new, by: None, .. } => {
            access::toast_role(lang, item_title, person, &role(lang, new))
        }
        ToastKind::LastDayChanged { person, item_title, until, by, .. } => {
            let day = until.map(|until| last_day(lang, until));
            day_changed(lang, (item_title, person), day.as_deref(), by.as_deref())
        }
        ToastKind::AccessRanOut { person, item_title } => access::toast_ran_out(lang, item_title, person),
        ToastKind::Problem { person, item_title, .. } => toasts::trouble(lang, item_title, person),
        ToastKind::MailProblem { person, item_title, .. } => toasts::mail_trouble(lang, item_title, person),
    }
}

/// That access ends after this day, or not by itself any more; and who has changed that, where it is somebody else.
fn day_changed(
    lang: Language,
    (item_title, person): (&str, &str),
    day: Option<&str>,
    by: Option<&str>,
) -> String {
    match (day, by) {
        (Some(day), Some(by)) => access::toast_day_by(lang, by, day, item_title, person),
        (Some(day), None) => access::toast_day(lang, day, item_title, person),
        (None, Some(by)) => access::toast_no_day_by(lang, by, item_title, person),
        (None, None) => access::toast_no_day(lang, item_title, person),
    }
}

/// What a toast says that tells of so many recipients of one share.
pub fn toast_of(lang: Language, kind: &ToastKind, people: u64) -> String {
    let Some(outcome) = kind.outcome().filter(|_| people > 1) else { return toast(lang, kind) };
    let say = match outcome {
        ToastOutcome::Invited => activity::invited,
        ToastOutcome::Coming => activity::coming,
        ToastOutcome::Shared => activity::shared,
        ToastOutcome::ByLink => activity::by_link,
        ToastOutcome::Kept => activity::kept,
        ToastOutcome::Accepted => activity::accepted,
        ToastOutcome::Trouble => activity::trouble,
        ToastOutcome::MailTrouble => activity::mail_trouble,
    };
    say(lang, people, kind.item_title())
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
