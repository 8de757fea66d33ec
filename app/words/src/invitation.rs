//! The state and the timeline of an invitation, in words.

use contract::{
    FixedBy, HistoryEvent, InvitationRow, InvitationState, Language, Problem, ProblemCode, Progress,
    StateReport, StepKind, StepState, ToldBy,
};
use time::OffsetDateTime;

use crate::when::{Units, whole_units};
use crate::{access, app, invitations, localize, role, share, step, step_now, toasts};

/// The state in a word or two, as a badge and as a filter: "Waiting".
pub const fn invitation_state(lang: Language, state: InvitationState) -> &'static str {
    match state {
        InvitationState::Working => invitations::state::working::word(lang),
        InvitationState::Waiting => invitations::state::waiting::word(lang),
        InvitationState::Stopped => invitations::state::stopped::word(lang),
        InvitationState::Sent => invitations::state::sent::word(lang),
        InvitationState::Accepted => invitations::state::accepted::word(lang),
        InvitationState::Shared => invitations::state::shared::word(lang),
        InvitationState::Failed => invitations::state::failed::word(lang),
        InvitationState::Undoing => invitations::state::undoing::word(lang),
        InvitationState::Undone => invitations::state::undone::word(lang),
    }
}

/// The state with its reason and the next try: "Waiting: Microsoft is handling too many requests right now. Next try in 40 seconds."
pub fn row_state(lang: Language, row: &InvitationRow, now: OffsetDateTime) -> String {
    let flags = (row.awaits_guest, row.access_ended);
    line_of(lang, row.state, flags, row.problem.as_ref(), now)
}

/// The same for a page that polls the state.
pub fn state_report(lang: Language, report: &StateReport, now: OffsetDateTime) -> String {
    let flags = (report.awaits_guest, report.access_ended);
    line_of(lang, report.state, flags, report.problem.as_ref(), now)
}

fn line_of(
    lang: Language,
    state: InvitationState,
    (awaits_guest, access_ended): (bool, bool),
    problem: Option<&Problem>,
    now: OffsetDateTime,
) -> String {
    match state {
        _ if awaits_guest => invitations::state::shared::line_awaiting(lang).to_owned(),
        InvitationState::Undone if access_ended => access::state_ended(lang).to_owned(),
        InvitationState::Undoing if access_ended && problem.is_none() => {
            access::state_ending(lang).to_owned()
        }
        _ => line(lang, state, problem, now),
    }
}

/// The progress of an invitation, for the inviter who just sent it; names the person on success.
pub fn progress(lang: Language, progress: &Progress, now: OffsetDateTime) -> String {
    match progress.state {
        InvitationState::Sent if progress.told_by == ToldBy::Inviter && progress.has_link => {
            share::done_invited_link(lang, &progress.person)
        }
        InvitationState::Sent => share::done_invited(lang, &progress.person),
        InvitationState::Shared if progress.awaits_guest => match progress.told_by {
            ToldBy::Mail => share::done_shared_awaiting_mailed(lang, &progress.person),
            _ => share::done_shared_awaiting(lang, &progress.person),
        },
        InvitationState::Shared => match &progress.existing_role {
            Some(kept) => toasts::kept(lang, &progress.item_title, &progress.person, &role(lang, kept)),
            None if progress.told_by == ToldBy::Inviter => share::done_shared_link(lang, &progress.person),
            None if progress.told_by == ToldBy::Mail => share::done_shared_mailed(lang, &progress.person),
            None => share::done_shared(lang, &progress.person),
        },
        InvitationState::Accepted => toasts::accepted(lang, &progress.item_title, &progress.person),
        state => line(lang, state, progress.problem.as_ref(), now),
    }
}

/// One line of the timeline of an invitation: to its inviter, or about them.
pub fn history(lang: Language, event: HistoryEvent, of: &InvitationRow) -> String {
    let about = of.inviter.as_ref().and_then(|inviter| history_of_other(lang, event, inviter, of));
    about.unwrap_or_else(|| own_history(lang, event, of))
}

fn own_history(lang: Language, event: HistoryEvent, of: &InvitationRow) -> String {
    let (person, item_title) = (&of.person, &of.item_title);
    match event {
        HistoryEvent::Asked => invitations::events::asked(lang, item_title, person),
        HistoryEvent::StepDone(kind) => step_now(lang, kind, StepState::Done).to_owned(),
        HistoryEvent::StepWaiting(kind) => step_now(lang, kind, StepState::Waiting).to_owned(),
        HistoryEvent::StepStopped(kind) => step_now(lang, kind, StepState::Stopped).to_owned(),
        HistoryEvent::StepFailed(kind) => step_now(lang, kind, StepState::Failed).to_owned(),
        HistoryEvent::TriedAgain => invitations::events::tried_again(lang).to_owned(),
        HistoryEvent::MailLeftOut => invitations::events::mail_left_out(lang).to_owned(),
        HistoryEvent::MailSkipped => invitations::events::mail_skipped(lang).to_owned(),
        HistoryEvent::SponsorLeftOut => invitations::events::sponsor_left_out(lang).to_owned(),
        HistoryEvent::InviterReturned => invitations::events::inviter_returned(lang).to_owned(),
        HistoryEvent::BlockProbed => invitations::events::block_probed(lang).to_owned(),
        HistoryEvent::BlockLifted => invitations::events::block_lifted(lang).to_owned(),
        HistoryEvent::LinkCopied => invitations::events::link_copied(lang).to_owned(),
        HistoryEvent::LinkReplaced => invitations::events::link_replaced(lang, person),
        HistoryEvent::Joined => invitations::events::joined(lang).to_owned(),
        HistoryEvent::AccessTakenOver => invitations::events::access_taken_over(lang, person),
        HistoryEvent::Accepted => invitations::events::accepted(lang, person),
        HistoryEvent::SignedUp => invitations::events::signed_up(lang).to_owned(),
        HistoryEvent::SignUpConfirmed => invitations::events::sign_up_confirmed(lang).to_owned(),
        HistoryEvent::SignUpDenied => invitations::events::sign_up_denied(lang).to_owned(),
        HistoryEvent::UndoRequested => invitations::events::undo_requested(lang).to_owned(),
        HistoryEvent::UndoRequestedByAdministrator => match &of.undone_by {
            Some(by) => invitations::events::undo_requested_by(lang, by),
            None => invitations::state::undoing::line(lang).to_owned(),
        },
        HistoryEvent::AccessEnded => match &of.undone_by {
            Some(by) => access::event_ended_by(lang, by),
            None => access::event_ended(lang).to_owned(),
        },
        HistoryEvent::RoleChanged => match &of.undone_by {
            Some(by) => access::event_changed_by(lang, by, person),
            None => access::event_changed(lang, person),
        },
        HistoryEvent::LastDayChanged => access::event_day(lang).to_owned(),
        HistoryEvent::AccessRanOut => access::event_ran_out(lang).to_owned(),
        // It has no effect of its own, but may be the last one to need a guest whom an undone invitation made.
        HistoryEvent::UndoWaiting(StepKind::FindPerson) => {
            invitations::events::guest_waiting(lang).to_owned()
        }
        HistoryEvent::StepUndone(StepKind::FindPerson) => invitations::events::guest_deleted(lang).to_owned(),
        HistoryEvent::StepRemains(StepKind::FindPerson) => {
            invitations::events::guest_remains(lang).to_owned()
        }
        // Nothing keeps it from being undone but that somebody else gives it, too.
        HistoryEvent::StepRemains(StepKind::RecordAccess) => {
            invitations::events::access_remains(lang, person)
        }
        HistoryEvent::UndoWaiting(kind) => invitations::events::undo_waiting(lang, step(lang, kind)),
        HistoryEvent::StepUndone(kind) => invitations::events::step_undone(lang, step(lang, kind)),
        HistoryEvent::StepRemains(kind) => invitations::events::step_remains(lang, step(lang, kind)),
    }
}

/// What the inviter is told as "you", for an administrator. `None` where nobody is addressed.
fn history_of_other(
    lang: Language,
    event: HistoryEvent,
    inviter: &str,
    InvitationRow { person, item_title, undone_by, .. }: &InvitationRow,
) -> Option<String> {
    match event {
        HistoryEvent::Asked => Some(invitations::events_of::asked(lang, inviter, item_title, person)),
        HistoryEvent::TriedAgain => Some(invitations::events_of::tried_again(lang, inviter)),
        HistoryEvent::MailLeftOut => Some(invitations::events_of::mail_left_out(lang, inviter)),
        HistoryEvent::MailSkipped => Some(invitations::events_of::mail_skipped(lang, inviter)),
        HistoryEvent::InviterReturned => Some(invitations::events_of::inviter_returned(lang, inviter)),
        HistoryEvent::LinkCopied => Some(invitations::events_of::link_copied(lang, inviter)),
        HistoryEvent::LinkReplaced => Some(invitations::events_of::link_replaced(lang, inviter, person)),
        HistoryEvent::Joined => Some(invitations::events_of::joined(lang, inviter)),
        HistoryEvent::SignUpConfirmed => Some(invitations::events_of::sign_up_confirmed(lang, inviter)),
        HistoryEvent::SignUpDenied => Some(invitations::events_of::sign_up_denied(lang, inviter)),
        HistoryEvent::UndoRequested => Some(invitations::events_of::undo_requested(lang, inviter)),
        HistoryEvent::AccessEnded if undone_by.is_none() => Some(access::event_ended_by(lang, inviter)),
        HistoryEvent::RoleChanged if undone_by.is_none() => {
            Some(access::event_changed_by(lang, inviter, person))
        }
        HistoryEvent::AccessTakenOver
        | HistoryEvent::AccessEnded
        | HistoryEvent::RoleChanged
        | HistoryEvent::LastDayChanged
        | HistoryEvent::AccessRanOut
        | HistoryEvent::SponsorLeftOut
        | HistoryEvent::Accepted
        | HistoryEvent::BlockProbed
        | HistoryEvent::BlockLifted
        | HistoryEvent::SignedUp
        | HistoryEvent::StepDone(_)
        | HistoryEvent::StepWaiting(_)
        | HistoryEvent::StepStopped(_)
        | HistoryEvent::StepFailed(_)
        | HistoryEvent::UndoRequestedByAdministrator
        | HistoryEvent::UndoWaiting(_)
        | HistoryEvent::StepUndone(_)
        | HistoryEvent::StepRemains(_) => None,
    }
}

fn line(lang: Language, state: InvitationState, problem: Option<&Problem>, now: OffsetDateTime) -> String {
    let Some(problem) = problem else { return plain_line(lang, state).to_owned() };
    if let (ProblemCode::WaitsForTurn, Some(at)) = (problem.code, problem.retry_at) {
        return turn(lang, at, now);
    }
    let reason = localize(lang, problem).sentence;
    let because = match (state, problem.code.fixed_by()) {
        (InvitationState::Stopped, FixedBy::Admin) => invitations::state::stopped::for_admin(lang, &reason),
        (InvitationState::Stopped, FixedBy::Operator) => {
            invitations::state::stopped::for_operator(lang, &reason)
        }
        // What no time has healed is tried again by the person.
        (InvitationState::Stopped, FixedBy::You | FixedBy::Time) => {
            invitations::because(lang, &reason, invitations::state::stopped::needs_you(lang))
        }
        _ => invitations::because(lang, &reason, invitation_state(lang, state)),
    };
    match problem.retry_at.filter(|_| !state.is_settled()) {
        Some(at) => app::two_sentences(lang, &because, &next_try(lang, at, now)),
        None => because,
    }
}

const fn plain_line(lang: Language, state: InvitationState) -> &'static str {
    match state {
        InvitationState::Working => invitations::state::working::line(lang),
        InvitationState::Waiting => invitations::state::waiting::line(lang),
        InvitationState::Stopped => invitations::state::stopped::line(lang),
        InvitationState::Sent => invitations::state::sent::line(lang),
        InvitationState::Accepted => invitations::state::accepted::line(lang),
        InvitationState::Shared => invitations::state::shared::line(lang),
        InvitationState::Failed => invitations::state::failed::line(lang),
        InvitationState::Undoing => invitations::state::undoing::line(lang),
        InvitationState::Undone => invitations::state::undone::line(lang),
    }
}

/// The time until the next retry.
fn next_try(lang: Language, at: OffsetDateTime, now: OffsetDateTime) -> String {
    match whole_units(at, now) {
        Units::Seconds(0) => invitations::next_try_soon(lang).to_owned(),
        Units::Seconds(count) => invitations::next_try_seconds(lang, count),
        Units::Minutes(count) => invitations::next_try_minutes(lang, count),
        Units::Hours(count) => invitations::next_try_hours(lang, count),
    }
}

/// The state of an invitation whose turn is still to come, with the time until then.
fn turn(lang: Language, at: OffsetDateTime, now: OffsetDateTime) -> String {
    match whole_units(at, now) {
        Units::Seconds(0) => invitations::turn_soon(lang).to_owned(),
        Units::Seconds(count) => invitations::turn_seconds(lang, count),
        Units::Minutes(count) => invitations::turn_minutes(lang, count),
        Units::Hours(count) => invitations::turn_hours(lang, count),
    }
}
