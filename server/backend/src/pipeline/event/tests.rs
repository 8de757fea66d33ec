#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;

use contract::ProblemCode;

use super::*;

/// Each kind of event by the word that the diagram has for it.
fn all() -> Vec<(&'static str, Event)> {
    let problem = || Problem::new(ProblemCode::DirectoryBusy);
    let guest = || EntraUserId::parse("guest").unwrap();
    let invitation = || InvitationId::parse("invitation").unwrap();
    let (step, requests, name) = (StepKind::SendInvitation, Vec::new, String::new);
    vec![
        ("step done", Event::StepDone { step, is_last: false, is_quiet: false }),
        ("last step done", Event::StepDone { step, is_last: true, is_quiet: false }),
        ("step waits", Event::StepWaiting { step, problem: problem(), is_quiet: false }),
        ("step needs a person", Event::StepStopped { step, problem: problem(), requests: requests() }),
        ("guest has to sign up", Event::StepAwaitsGuest { step, problem: problem() }),
        ("step refused", Event::StepFailed { step, problem: problem(), requests: requests() }),
        ("guest signed up", Event::SignedUp { user: guest(), name: name() }),
        ("inviter said who it is", Event::SignUpAnswered { name: name(), person: guest(), is_them: true }),
        ("inviter returned", Event::InviterReturned),
        ("block probed", Event::BlockProbed { by: Administrator { user: guest(), name: name() } }),
        ("block lifted", Event::BlockLifted),
        ("mail skipped", Event::MailSkipped { name: name() }),
        ("try again", Event::RetryRequested { name: name() }),
        ("guest reached", Event::DeliveryConfirmed { is_done: false, told: None }),
        ("guest at the door", Event::DeliveryConfirmed { is_done: true, told: None }),
        ("guest missing", Event::GuestMissing { problem: problem() }),
        ("guest accepted", Event::Accepted { guest: guest(), name: name(), had_before: false }),
        ("guest had accepted before", Event::Accepted { guest: guest(), name: name(), had_before: true }),
        ("undo requested", Event::UndoRequested { by: None }),
        ("access ended", Event::AccessEnded { person: guest(), why: AccessEnd::RanOut, is_quiet: false }),
        ("undo waits", Event::UndoWaiting { step, problem: problem(), is_quiet: false }),
        (
            "step undone",
            Event::StepUndone { step, undo: Undo::Done, problem: None, is_last: false, requests: Vec::new() },
        ),
        (
            "last step undone",
            Event::StepUndone { step, undo: Undo::Done, problem: None, is_last: true, requests: Vec::new() },
        ),
        ("job given up", Event::JobFailed { problem: problem() }),
        // These change no state:
        ("", changed()),
        ("", Event::InvitationJoined { guest: guest(), front: None }),
        ("", Event::AccessGiven { person: guest(), before: None }),
        ("", Event::AccessKept { person: guest(), role: RoleName::parse("reader").unwrap() }),
        ("", Event::AccessHandedOver { person: guest(), to: invitation() }),
        ("", taken_over()),
        ("", Event::InviterTold { existing_role: None, told_by: ToldBy::Microsoft }),
        ("", Event::MailLeftOut),
        ("", sponsor_left_out()),
        ("", Event::LinkCopied { name: name() }),
        ("", Event::LinkReplaced { by: guest(), name: name(), invitation: invitation() }),
        ("", Event::AccessTakenBack { person: guest() }),
        ("", day_changed(None, Some(DAY), "megan")),
    ]
}

/// The moment at which the last day of 2026 is over.
const DAY: i64 = 1_798_761_600_000;

fn day_changed(before: Option<i64>, until: Option<i64>, by: &str) -> Event {
    let id = |id| EntraUserId::parse(id).unwrap();
    let by = Administrator { user: id(by), name: "Megan Bowen".to_owned() };
    Event::LastDayChanged {
        person: id("guest"),
        before,
        until,
        by,
        change: AccessChangeId::parse("change").unwrap(),
        is_quiet: false,
    }
}

#[test]
fn who_has_changed_the_last_day_is_named_and_the_inviter_told_once_for_each_day() {
    let invitation = super::super::invitation::tests::sample();
    let set = day_changed(None, Some(DAY), "megan");
    assert_eq!((set.actor(&invitation).user, set.actor(&invitation).name), ("megan", "Megan Bowen"));
    let detail = |before: Option<&str>, last_day: Option<&str>| {
        serde_json::json!({
            "person": "guest",
            "item": invitation.item,
            "role": "reader",
            "before": before,
            "last_day": last_day,
        })
    };
    let expected = (Action::LastDayChanged, detail(None, Some("2026-12-31")));
    assert_eq!(set.audit(&invitation), Some(expected));
    let undone = day_changed(Some(DAY), None, "megan");
    assert_eq!(undone.audit(&invitation).unwrap().1, detail(Some("2026-12-31"), None));
    assert_eq!(set.timeline(), Some(HistoryEvent::LastDayChanged));
    let told = |event: &Event| event.toast(&invitation).map(|(outcome, _)| outcome);
    assert!(told(&set).is_some() && told(&undone).is_some() && told(&set) != told(&undone));
    assert_eq!(told(&day_changed(None, Some(DAY), "adele")), None, "told with the way back");
}

fn taken_over() -> Event {
    let id = |id| EntraUserId::parse(id).unwrap();
    let before = AccessBefore { role: RoleName::parse("contributor").unwrap(), given_by: id("diego") };
    let from = InvitationId::parse("undone").unwrap();
    Event::AccessTakenOver {
        person: id("guest"),
        before,
        from,
        by: id("megan"),
        name: "Megan Bowen".to_owned(),
    }
}

#[test]
fn who_undid_another_invitation_is_named_where_its_access_is_taken_over() {
    let invitation = super::super::invitation::tests::sample();
    let (event, item) = (taken_over(), &invitation.item);
    assert_eq!((event.actor(&invitation).user, event.actor(&invitation).name), ("megan", "Megan Bowen"));
    let expected = serde_json::json!({
        "person": "guest",
        "item": item,
        "role": "reader",
        "before": { "role": "contributor", "by": "diego" },
        "from": "undone",
    });
    assert_eq!(event.audit(&invitation), Some((Action::AccessTakenOver, expected)));
    assert_eq!(event.timeline(), Some(HistoryEvent::AccessTakenOver));
}

fn sponsor_left_out() -> Event {
    let id = |id| EntraUserId::parse(id).unwrap();
    let problem = Problem::new(ProblemCode::SponsorsFull);
    let requests = vec!["request".to_owned()];
    Event::SponsorLeftOut { person: id("guest"), sponsor: id("megan"), problem, requests }
}

#[test]
fn a_sponsor_who_was_left_out_is_told_with_the_reason_and_changes_nothing() {
    let invitation = super::super::invitation::tests::sample();
    let event = sponsor_left_out();
    let expected = serde_json::json!({
        "item": invitation.item,
        "person": "guest",
        "sponsor": "megan",
        "requests": ["request"],
        "problem": "sponsors-full",
        "reference": null,
    });
    assert_eq!(event.audit(&invitation), Some((Action::SponsorLeftOut, expected)));
    assert_eq!(event.timeline(), Some(HistoryEvent::SponsorLeftOut));
    assert_eq!(event.reason().map(|problem| problem.code), Some(ProblemCode::SponsorsFull));
    assert!(event.problem().is_none() && event.toast(&invitation).is_none(), "nothing waits for it");
}

fn changed() -> Event {
    let detail = serde_json::json!({ "guest": "guest", "mail": "asked" });
    Event::DirectoryChanged { action: Action::InvitationSent, detail, requests: vec!["request".to_owned()] }
}

#[test]
fn the_audit_entry_of_a_change_has_its_details_its_requests_and_the_item() {
    let invitation = super::super::invitation::tests::sample();
    let (action, detail) = changed().audit(&invitation).unwrap();
    assert_eq!(action, Action::InvitationSent);
    let expected = serde_json::json!({ "guest": "guest", "mail": "asked", "requests": ["request"], "item": invitation.item });
    assert_eq!(detail, expected);
}

#[test]
fn what_the_last_step_could_not_take_back_is_in_the_entry() {
    let invitation = super::super::invitation::tests::sample();
    for (is_last, expected) in [(true, Action::InvitationUndone), (false, Action::StepUndone)] {
        let problem = Some(Problem::new(ProblemCode::PermissionMissing));
        let (step, requests) = (StepKind::FindPerson, vec!["request".to_owned()]);
        let event = Event::StepUndone { step, undo: Undo::Remains, problem, is_last, requests };
        let (action, detail) = event.audit(&invitation).unwrap();
        assert_eq!((action, &detail["problem"]), (expected, &serde_json::json!("permission-missing")));
        assert_eq!(detail["requests"], serde_json::json!(["request"]));
    }
}

/// Names every variant once: the compiler asks for a new one here, and the test below for it in [`all`].
macro_rules! kinds {
    ($($name:ident $({ $($rest:tt)* })?),* $(,)?) => {
        const KINDS: &[&str] = &[$(stringify!($name)),*];

        fn kind(event: &Event) -> &'static str {
            match event {
                $(Event::$name $({ $($rest)* })? => stringify!($name),)*
            }
        }
    };
}

kinds! {
    Submitted,
    DirectoryChanged { .. },
    InvitationJoined { .. },
    AccessGiven { .. },
    AccessKept { .. },
    AccessHandedOver { .. },
    AccessTakenOver { .. },
    StepDone { .. },
    StepWaiting { .. },
    StepStopped { .. },
    StepAwaitsGuest { .. },
    StepFailed { .. },
    InviterTold { .. },
    MailLeftOut,
    MailSkipped { .. },
    SponsorLeftOut { .. },
    InviterReturned,
    BlockProbed { .. },
    BlockLifted,
    RetryRequested { .. },
    LinkCopied { .. },
    LinkReplaced { .. },
    DeliveryConfirmed { .. },
    GuestMissing { .. },
    Accepted { .. },
    SignedUp { .. },
    SignUpAnswered { .. },
    UndoRequested { .. },
    AccessEnded { .. },
    UndoWaiting { .. },
    AccessTakenBack { .. },
    LastDayChanged { .. },
    StepUndone { .. },
    JobFailed { .. },
}

#[test]
fn every_kind_of_event_is_in_the_list() {
    let listed: BTreeSet<_> =
        all().iter().map(|(_, event)| kind(event)).chain([kind(&Event::Submitted)]).collect();
    assert_eq!(listed, KINDS.iter().copied().collect());
}

/// The arrows between states, as Mermaid writes them.
fn diagram() -> String {
    let mut arrows = BTreeSet::new();
    for (number, (word, event)) in all().into_iter().enumerate() {
        for (place, from) in InvitationState::ALL.into_iter().enumerate() {
            for invited in [true, false] {
                let Some(to) = event.next_state(from, invited) else { continue };
                assert!(!word.is_empty(), "{event:?} leads from {from} to {to}");
                arrows.insert((place, number, format!("    {from} --> {to}: {word}")));
            }
        }
    }
    let arrows: Vec<_> = arrows.into_iter().map(|(_, _, arrow)| arrow).collect();
    format!("stateDiagram-v2\n    [*] --> working: submitted\n{}\n", arrows.join("\n"))
}

#[test]
fn the_documented_diagram_is_drawn_from_the_code() {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/architecture.md"));
    let drawn = diagram();
    assert!(page.contains(&format!("```mermaid\n{drawn}```")), "docs/architecture.md should have:\n{drawn}");
}

#[test]
fn what_has_ended_stays_ended_unless_a_person_says_otherwise() {
    for (word, event) in all() {
        let by_person = matches!(
            event,
            Event::RetryRequested { .. } | Event::UndoRequested { .. } | Event::AccessEnded { .. }
        );
        for from in [InvitationState::Accepted, InvitationState::Shared, InvitationState::Failed] {
            assert!(by_person || event.next_state(from, true).is_none(), "{word} from {from}");
        }
        assert_eq!(event.next_state(InvitationState::Undone, true), None, "{word}");
    }
}

#[test]
fn every_change_of_state_by_a_person_or_the_directory_leaves_an_audit_entry() {
    let invitation = super::super::invitation::tests::sample();
    for (word, event) in all() {
        let ends = InvitationState::ALL
            .into_iter()
            .filter_map(|from| event.next_state(from, true))
            .any(InvitationState::is_settled);
        // The last step's own effects have their entries, and so has the mail by which somebody signs up; that nothing is left to do is no effect.
        if ends && !matches!(event, Event::StepDone { .. } | Event::StepAwaitsGuest { .. }) {
            assert!(event.audit(&invitation).is_some(), "{word}");
        }
    }
}

#[test]
fn who_has_ended_access_is_named_and_told_once() {
    let by = Administrator { user: EntraUserId::parse("megan").unwrap(), name: "Megan Bowen".to_owned() };
    let role = RoleName::parse("contributor").unwrap();
    let mut invitation = super::super::invitation::tests::sample();
    invitation.pipeline.undone_by = Some(by.clone());
    for (why, line, actor, action, told) in [
        (
            AccessEnd::Asked { by: Some(by.clone()) },
            HistoryEvent::AccessEnded,
            "megan",
            Action::AccessEnded,
            true,
        ),
        (AccessEnd::Asked { by: None }, HistoryEvent::AccessEnded, "megan", Action::AccessEnded, false),
        (
            AccessEnd::Changed { role: role.clone(), by: Some(by) },
            HistoryEvent::RoleChanged,
            "megan",
            Action::RoleChanged,
            true,
        ),
        (
            AccessEnd::Changed { role, by: None },
            HistoryEvent::RoleChanged,
            "megan",
            Action::RoleChanged,
            false,
        ),
        (AccessEnd::RanOut, HistoryEvent::AccessRanOut, "", Action::AccessEnded, true),
    ] {
        let person = || EntraUserId::parse("guest").unwrap();
        let quiet = Event::AccessEnded { person: person(), why: why.clone(), is_quiet: true };
        assert!(quiet.toast(&invitation).is_none());
        let event = Event::AccessEnded { person: person(), why, is_quiet: false };
        assert_eq!(event.timeline(), Some(line));
        assert_eq!(event.actor(&invitation).user, actor, "{event:?}");
        assert_eq!(event.audit(&invitation).map(|(action, _)| action), Some(action), "{event:?}");
        assert_eq!(event.toast(&invitation).is_some(), told, "{event:?}");
    }
    invitation.pipeline.access_ended = true;
    let step = StepKind::FindPerson;
    let undone =
        Event::StepUndone { step, undo: Undo::Nothing, problem: None, is_last: true, requests: Vec::new() };
    assert!(undone.toast(&invitation).is_none(), "told when it ended");
}
