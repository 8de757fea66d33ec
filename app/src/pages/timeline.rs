//! The timeline of an invitation, oldest first: what happened, and behind it the steps that are still to come. Each is told once.

use contract::{HistoryEntry, HistoryEvent as Event, InvitationRow, StepKind, StepReport, StepState};
use leptos::prelude::*;

use crate::request::RequestContext;
use crate::widgets::{Icon, RelativeTime, step_icon};

/// The timeline. Consecutive equal events share one line.
#[component]
pub(super) fn Timeline(
    /// The request.
    context: RequestContext,
    /// The invitation.
    row: InvitationRow,
    /// Its steps, of which those that are to come are shown.
    #[prop(optional)]
    steps: Vec<StepReport>,
) -> impl IntoView {
    let lang = context.lang;
    let label = words::invitations::history_of(lang, &row.person);
    let line = |entries: &[HistoryEntry]| {
        let entry = entries.last()?;
        let (icon, look) = look_of(entry.event);
        let text = words::history(lang, entry.event, &row);
        let reason = entry.problem.as_ref().map(|problem| {
            view! { <p class="step-reason">{words::localize(lang, problem).sentence}</p> }
        });
        let view = view! {
            <li class=format!("step step-{look}")>
                <Icon name=icon />
                <span>{text}</span>
                <Times context=context.clone() entry=entry.clone() times=entries.len() />
                {reason}
            </li>
        };
        Some(view)
    };
    // What has stopped waits for a person: the rest is not to come by itself.
    let to_come = steps.into_iter().filter(|step| !row.state.is_settled() && is_to_come(step));
    let step = |step: StepReport| {
        let (icon, look) = step_icon(step.state);
        view! {
            <li class=format!("step step-{look}")>
                <Icon name=icon />
                <span>{words::step(lang, step.kind)}</span>
                <span class="step-word">{words::step_state(lang, step.state)}</span>
            </li>
        }
    };
    let told: Vec<_> = row.history.iter().filter(|entry| is_news(entry)).cloned().collect();
    view! {
        <ol class="steps" role="list" aria-label=label>
            {told.chunk_by(is_same).map(line).collect_view()}
            {to_come.map(step).collect_view()}
        </ol>
    }
}

/// Whether an event tells the reader anything: that they were told does not.
fn is_news(entry: &HistoryEntry) -> bool {
    entry.event != Event::StepDone(StepKind::TellInviter)
}

/// Whether the history has nothing of the step yet.
fn is_to_come(step: &StepReport) -> bool {
    step.kind != StepKind::TellInviter && matches!(step.state, StepState::Open | StepState::Working)
}

/// The time of an event; for repeated events their number and the last time.
#[component]
fn Times(context: RequestContext, entry: HistoryEntry, times: usize) -> impl IntoView {
    let (lang, now, at) = (context.lang, context.now(), entry.at);
    if times < 2 {
        return view! { <RelativeTime lang now at /> }.into_any();
    }
    let when = words::when(lang, at, now);
    let times = u64::try_from(times).unwrap_or(u64::MAX);
    view! {
        <time datetime=words::iso_time(at) title=words::full_time(lang, at)>
            {words::invitations::repeated(lang, times, &when)}
        </time>
    }
    .into_any()
}

/// Whether two entries have the same event and code. The time of the next retry and the reference id differ each time and do not count.
fn is_same(one: &HistoryEntry, next: &HistoryEntry) -> bool {
    let reason = |entry: &HistoryEntry| entry.problem.as_ref().map(|problem| problem.code);
    one.event == next.event && reason(one) == reason(next)
}

const fn look_of(event: Event) -> (&'static str, &'static str) {
    match event {
        Event::Asked
        | Event::StepDone(_)
        | Event::Joined
        | Event::AccessTakenOver
        | Event::Accepted
        | Event::SignUpConfirmed => ("checkmark-circle", "done"),
        Event::StepWaiting(_) | Event::UndoWaiting(_) | Event::SignedUp | Event::LastDayChanged => {
            ("clock", "waiting")
        }
        Event::StepStopped(_) | Event::StepRemains(_) | Event::SignUpDenied | Event::SponsorLeftOut => {
            ("warning", "stopped")
        }
        Event::StepFailed(_) => ("error-circle", "failed"),
        Event::TriedAgain | Event::InviterReturned | Event::BlockProbed | Event::BlockLifted => {
            ("refresh", "waiting")
        }
        Event::LinkCopied | Event::LinkReplaced | Event::MailLeftOut | Event::MailSkipped => {
            ("link", "waiting")
        }
        Event::UndoRequested
        | Event::UndoRequestedByAdministrator
        | Event::AccessEnded
        | Event::RoleChanged
        | Event::AccessRanOut
        | Event::StepUndone(_) => ("arrow-undo", "undone"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{Problem, ProblemCode, StepKind};
    use time::OffsetDateTime;

    use super::*;

    #[test]
    fn nothing_is_told_twice_and_nobody_is_told_that_they_were_told() {
        let step = |kind, state| StepReport { kind, state };
        let done = |kind| HistoryEntry {
            at: OffsetDateTime::UNIX_EPOCH,
            event: Event::StepDone(kind),
            problem: None,
        };
        assert!(is_news(&done(StepKind::SendInvitation)) && !is_news(&done(StepKind::TellInviter)));
        for (kind, state, shown) in [
            (StepKind::FindPerson, StepState::Done, false),
            (StepKind::SendInvitation, StepState::Working, true),
            (StepKind::SendInvitation, StepState::Waiting, false),
            (StepKind::RecordAccess, StepState::Open, true),
            (StepKind::TellInviter, StepState::Open, false),
        ] {
            assert_eq!(is_to_come(&step(kind, state)), shown, "{kind} {state}");
        }
    }

    #[test]
    fn only_neighbours_that_say_the_same_are_one() {
        let waiting = |seconds, code| HistoryEntry {
            at: OffsetDateTime::from_unix_timestamp(seconds).unwrap(),
            event: Event::StepWaiting(StepKind::SendInvitation),
            problem: Some(Problem {
                retry_at: OffsetDateTime::from_unix_timestamp(seconds + 60).ok(),
                ..Problem::new(code)
            }),
        };
        let again = HistoryEntry {
            event: Event::TriedAgain,
            problem: None,
            ..waiting(4, ProblemCode::DirectoryBusy)
        };
        let history = [
            waiting(1, ProblemCode::DirectoryBusy),
            waiting(2, ProblemCode::DirectoryBusy),
            waiting(3, ProblemCode::DirectoryTrouble),
            again,
            waiting(5, ProblemCode::DirectoryTrouble),
            waiting(6, ProblemCode::DirectoryTrouble),
            waiting(7, ProblemCode::DirectoryTrouble),
        ];
        let lengths: Vec<_> = history.chunk_by(is_same).map(<[_]>::len).collect();
        assert_eq!(lengths, [2, 1, 1, 3]);
    }
}
