//! The audit entry of an event: its action, its details, and who did it.

use contract::{EntraUserId, Problem, StepKind};
use serde_json::{Value, json};

use super::{AccessEnd, Event};
use crate::audit::{Action, Actor};
use crate::pipeline::Invitation;
use crate::share::options::last_day_of;

impl Event {
    /// The audit entry, if it leaves one. The details hold no secret, no link and no message.
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match: the compiler holds that each event is thought of"
    )]
    pub(crate) fn audit(&self, of: &Invitation) -> Option<(Action, Value)> {
        let item = &of.item;
        let with_access = |person: &EntraUserId| json!({ "person": person, "item": item, "role": of.role });
        match self {
            Self::Submitted => {
                let (role, address, chosen) = (&of.role, &of.address, &of.chosen);
                let detail = json!({ "item": item, "role": role, "address": address, "chosen": chosen });
                Some((Action::InvitationAsked, detail))
            }
            Self::DirectoryChanged { action, detail, requests } => {
                let mut detail = detail.clone();
                (detail["requests"], detail["item"]) = (json!(requests), json!(item));
                Some((*action, detail))
            }
            Self::InvitationJoined { guest, front } => {
                let detail = json!({ "guest": guest, "invitation": front, "item": item });
                Some((Action::InvitationJoined, detail))
            }
            Self::AccessGiven { person, before } => {
                let mut detail = with_access(person);
                if let Some(before) = before {
                    detail["before"] = json!({ "role": before.role, "by": before.given_by });
                }
                Some((Action::AccessRecorded, detail))
            }
            Self::AccessKept { person, role } => {
                let mut detail = with_access(person);
                detail["has"] = json!(role);
                Some((Action::AccessKept, detail))
            }
            Self::AccessHandedOver { person, to } => {
                let mut detail = with_access(person);
                detail["to"] = json!(to);
                Some((Action::AccessHandedOver, detail))
            }
            Self::AccessTakenOver { person, before, from, .. } => {
                let mut detail = with_access(person);
                detail["before"] = json!({ "role": before.role, "by": before.given_by });
                detail["from"] = json!(from);
                Some((Action::AccessTakenOver, detail))
            }
            Self::StepStopped { step, problem, requests } => {
                Some((Action::InvitationStopped, step_detail(*step, problem, requests)))
            }
            Self::StepFailed { step, problem, requests } => {
                Some((Action::InvitationFailed, step_detail(*step, problem, requests)))
            }
            Self::MailSkipped { .. } => Some((Action::MailSkipped, json!({ "item": item }))),
            Self::SponsorLeftOut { person, sponsor, problem, requests } => {
                let mut detail =
                    json!({ "item": item, "person": person, "sponsor": sponsor, "requests": requests });
                add_problem(&mut detail, Some(problem));
                Some((Action::SponsorLeftOut, detail))
            }
            Self::InviterReturned => Some((Action::InvitationResumed, json!({ "item": item }))),
            Self::RetryRequested { .. } => Some((Action::InvitationTriedAgain, json!({ "item": item }))),
            Self::BlockProbed { .. } => {
                Some((Action::BlockProbed, json!({ "item": item, "inviter": of.inviter })))
            }
            Self::BlockLifted => Some((Action::InvitationResumed, json!({ "item": item, "after": "block" }))),
            Self::LinkCopied { .. } => Some((Action::LinkCopied, json!({ "item": item }))),
            Self::LinkReplaced { invitation, .. } => {
                let detail = json!({ "item": item, "guest": of.guest, "invitation": invitation });
                Some((Action::LinkReplaced, detail))
            }
            Self::DeliveryConfirmed { .. } => {
                Some((Action::InvitationConfirmed, json!({ "guest": of.guest })))
            }
            Self::GuestMissing { problem } => {
                let detail = json!({ "guest": of.guest, "problem": problem.code.as_str() });
                Some((Action::InvitationStopped, detail))
            }
            Self::Accepted { had_before, .. } => {
                let mut detail = json!({ "item": item });
                if *had_before {
                    detail["before"] = json!(true);
                }
                Some((Action::InvitationAccepted, detail))
            }
            Self::SignedUp { .. } => Some((Action::GuestSignedUp, json!({ "item": item }))),
            Self::SignUpAnswered { person, is_them, .. } => {
                let detail = json!({ "item": item, "person": person, "is_them": is_them });
                Some((Action::SignUpAnswered, detail))
            }
            Self::UndoRequested { by } => {
                let mut detail = json!({ "item": item });
                if by.is_some() {
                    detail["inviter"] = json!(of.inviter);
                }
                Some((Action::UndoRequested, detail))
            }
            Self::AccessEnded { person, why, .. } => {
                let mut detail = json!({ "item": item, "person": person, "role": of.role });
                let action = match why {
                    AccessEnd::Asked { .. } => Action::AccessEnded,
                    AccessEnd::Changed { role, .. } => {
                        detail["to"] = json!(role);
                        Action::RoleChanged
                    }
                    AccessEnd::RanOut => {
                        detail["after"] = json!("until");
                        Action::AccessEnded
                    }
                };
                Some((action, detail))
            }
            Self::LastDayChanged { person, before, until, .. } => {
                let mut detail = with_access(person);
                let day = |until: Option<i64>| json!(until.and_then(last_day_of));
                (detail["before"], detail["last_day"]) = (day(*before), day(*until));
                Some((Action::LastDayChanged, detail))
            }
            Self::AccessTakenBack { person } => Some((Action::AccessTakenBack, with_access(person))),
            // Of the last step there is no entry of its own.
            Self::StepUndone { is_last: true, requests, problem, .. } => {
                let mut detail = json!({ "item": item, "requests": requests });
                add_problem(&mut detail, problem.as_ref());
                Some((Action::InvitationUndone, detail))
            }
            Self::StepUndone { step, requests, problem, .. } if !requests.is_empty() => {
                let mut detail = json!({ "step": step.as_str(), "requests": requests });
                add_problem(&mut detail, problem.as_ref());
                Some((Action::StepUndone, detail))
            }
            Self::JobFailed { problem } => Some(job_failed(problem)),
            Self::StepDone { .. }
            | Self::StepWaiting { .. }
            | Self::StepAwaitsGuest { .. }
            | Self::InviterTold { .. }
            | Self::MailLeftOut
            | Self::UndoWaiting { .. }
            | Self::StepUndone { is_last: false, .. } => None,
        }
    }

    /// Who did it, or for whom it was done.
    pub(crate) fn actor<'a>(&'a self, of: &'a Invitation) -> Actor<'a> {
        let inviter = of.inviter_actor();
        match self {
            Self::RetryRequested { name }
            | Self::LinkCopied { name }
            | Self::MailSkipped { name }
            | Self::SignUpAnswered { name, .. } => Actor { name, ..inviter },
            Self::SignedUp { user, name } => Actor { user: user.as_str(), name, ..inviter },
            Self::BlockProbed { by } | Self::LastDayChanged { by, .. } => {
                Actor { user: by.user.as_str(), name: &by.name, ..inviter }
            }
            Self::LinkReplaced { by, name, .. } | Self::AccessTakenOver { by, name, .. } => {
                Actor { user: by.as_str(), name, ..inviter }
            }
            Self::Accepted { guest, name, .. } => Actor { user: guest.as_str(), name, ..inviter },
            // Of what changes the directory only what is taken back: a step that was at work when somebody asked to undo it is its inviter's.
            Self::DirectoryChanged {
                action:
                    Action::AttributesRestored
                    | Action::GroupLeft
                    | Action::AppRoleTakenBack
                    | Action::SponsorRemoved
                    | Action::GuestDeleted,
                ..
            }
            | Self::UndoRequested { .. }
            | Self::AccessTakenBack { .. }
            | Self::AccessHandedOver { .. }
            | Self::StepUndone { .. } => of.undoing_actor(),
            Self::AccessEnded { why: AccessEnd::Asked { .. } | AccessEnd::Changed { .. }, .. } => {
                of.undoing_actor()
            }
            Self::AccessEnded { why: AccessEnd::RanOut, .. }
            | Self::BlockLifted
            | Self::DeliveryConfirmed { .. }
            | Self::GuestMissing { .. }
            | Self::JobFailed { .. } => Actor { tenant: of.tenant.as_str(), ..Actor::VESTIBULE },
            _ => inviter,
        }
    }
}

/// The audit entry of a job that could not be worked on.
pub(crate) fn job_failed(problem: &Problem) -> (Action, Value) {
    let detail = json!({ "problem": problem.code.as_str(), "reference": problem.reference });
    (Action::InvitationFailed, detail)
}

/// Why what could not be taken back stands, or what was left out was.
fn add_problem(detail: &mut Value, problem: Option<&Problem>) {
    if let Some(problem) = problem {
        detail["problem"] = json!(problem.code.as_str());
        detail["reference"] = json!(problem.reference);
    }
}

fn step_detail(step: StepKind, problem: &Problem, requests: &[String]) -> Value {
    json!({
        "step": step.as_str(),
        "problem": problem.code.as_str(),
        "reference": problem.reference,
        "requests": requests,
    })
}
