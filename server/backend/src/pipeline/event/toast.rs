//! The toast of an event: what the inviter is told.

use contract::{AccessChangeId, RoleName, StepKind, ToastKind, ToldBy, UserStatus};

use super::{AccessEnd, Event};
use crate::clock::from_ms;
use crate::pipeline::{Administrator, Invitation};

impl Event {
    /// What the inviter is told, if anything, with the outcome that it is said once for. `of` is as the event has left it.
    pub(crate) fn toast(&self, of: &Invitation) -> Option<(String, ToastKind)> {
        let (person, item_title) = (of.person_name(), of.item_title.clone());
        let retries = of.pipeline.manual_retries;
        match self {
            Self::StepStopped { step: StepKind::SendMail, problem, .. } => {
                let kind = ToastKind::MailProblem { person, item_title, problem: problem.clone() };
                Some((format!("{}:{retries}", of.state), kind))
            }
            Self::StepStopped { problem, .. }
            | Self::StepFailed { problem, .. }
            | Self::JobFailed { problem } => {
                let kind = ToastKind::Problem { person, item_title, problem: problem.clone() };
                Some((format!("{}:{retries}", of.state), kind))
            }
            Self::GuestMissing { problem } => {
                let kind = ToastKind::Problem { person, item_title, problem: problem.clone() };
                Some((format!("missing:{retries}"), kind))
            }
            // Once: whoever was told that somebody else signed up knows that it goes on.
            Self::StepAwaitsGuest { .. } => {
                Some(("sent".to_owned(), ToastKind::Invited { person, item_title, told_by: ToldBy::Mail }))
            }
            // Whoever did it themselves knows.
            Self::LinkReplaced { by, name, .. } if *by != of.inviter => {
                let kind = ToastKind::LinkReplaced { person, item_title, by: name.clone() };
                Some((format!("link-replaced:{retries}"), kind))
            }
            Self::InviterTold { .. } if of.pipeline.signed_up => {
                Some(("accepted".to_owned(), ToastKind::Accepted { person, item_title }))
            }
            Self::InviterTold { existing_role, told_by } => Some(told(of, existing_role.clone(), *told_by)),
            Self::AccessEnded { why, is_quiet: false, .. } => ended(person, item_title, why),
            Self::LastDayChanged { until, by, change, is_quiet: false, .. } if by.user != of.inviter => {
                Some(day_changed((person, item_title), *until, (by, change)))
            }
            // What another invitation stands for is told with that one, and that access has ended was told when it did.
            Self::StepUndone { is_last: true, .. }
                if of.pipeline.superseded_by.is_none() && !of.pipeline.access_ended =>
            {
                let by = of.pipeline.undone_by.as_ref()?.name.clone();
                Some((format!("undone:{retries}"), ToastKind::Undone { person, item_title, by }))
            }
            Self::Accepted { name, had_before: true, .. } => {
                let (person, told_by) = (name.clone(), ToldBy::Microsoft);
                let kind = ToastKind::Shared { person, item_title, awaits_guest: false, told_by };
                Some((format!("shared:{retries}"), kind))
            }
            Self::Accepted { name, .. } => {
                Some(("accepted".to_owned(), ToastKind::Accepted { person: name.clone(), item_title }))
            }
            _ => None,
        }
    }
}

/// Access has ended, or is another. Whoever did it themselves is told with the way back.
fn ended(person: String, item_title: String, why: &AccessEnd) -> Option<(String, ToastKind)> {
    let (outcome, kind) = match why {
        AccessEnd::Asked { by } => {
            let by = Some(by.as_ref()?.name.clone());
            ("access-ended", ToastKind::AccessEnded { person, item_title, by, change: None })
        }
        AccessEnd::Changed { role, by } => {
            let (role, by) = (role.clone(), Some(by.as_ref()?.name.clone()));
            ("role-changed", ToastKind::RoleChanged { person, item_title, role, by, change: None })
        }
        AccessEnd::RanOut => ("access-ran-out", ToastKind::AccessRanOut { person, item_title }),
    };
    Some((outcome.to_owned(), kind))
}

/// Access ends at another time, or not by itself. Undone it is told once more, for it is another time again.
fn day_changed(
    (person, item_title): (String, String),
    until: Option<i64>,
    (by, change): (&Administrator, &AccessChangeId),
) -> (String, ToastKind) {
    let outcome = format!("last-day:{change}:{}", until.unwrap_or_default());
    let (until, by) = (until.map(from_ms), Some(by.name.clone()));
    (outcome, ToastKind::LastDayChanged { person, item_title, until, by, change: None })
}

/// All is done: what that comes to for the person.
fn told(of: &Invitation, existing_role: Option<RoleName>, told_by: ToldBy) -> (String, ToastKind) {
    let (person, item_title) = (of.person_name(), of.item_title.clone());
    let known = of.pipeline.person.as_ref();
    let is_pending = known.is_some_and(|known| known.standing == UserStatus::Pending);
    // Whom our access package made a guest, nobody has invited before.
    let awaits_guest = is_pending && !of.pipeline.made_since;
    // A mail went out, whatever the person had before.
    let resent = of.pipeline.resend_asked_at.is_some() && of.pipeline.invited && !of.pipeline.joined;
    let (outcome, kind) = match existing_role.filter(|_| !resent) {
        Some(role) => ("kept", ToastKind::Kept { person, item_title, role }),
        // Of a mail of ours there is a second one: it is about another item.
        None if of.pipeline.joined && told_by != ToldBy::Mail => {
            ("joined", ToastKind::Joined { person, item_title })
        }
        None if of.pipeline.invited => ("sent", ToastKind::Invited { person, item_title, told_by }),
        None => ("shared", ToastKind::Shared { person, item_title, awaits_guest, told_by }),
    };
    (format!("{outcome}:{}", of.pipeline.manual_retries), kind)
}
