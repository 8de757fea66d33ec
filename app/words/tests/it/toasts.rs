use contract::{Language, Problem, ProblemCode, ToastKind, ToldBy};
use time::OffsetDateTime;
use time::macros::datetime;

fn named(kind: fn(String, String) -> ToastKind) -> ToastKind {
    kind("Joni Sherman".to_owned(), "Q3 Forecast".to_owned())
}

fn role_changed(by: Option<&str>) -> ToastKind {
    ToastKind::RoleChanged {
        person: "Joni Sherman".to_owned(),
        item_title: "Q3 Forecast".to_owned(),
        role: contract::RoleName::parse("contributor").unwrap(),
        by: by.map(str::to_owned),
        change: None,
    }
}

/// The moment at which the last day of the year is over.
const NEW_YEAR: OffsetDateTime = datetime!(2027-01-01 00:00 UTC);

fn day_changed(until: Option<OffsetDateTime>, by: Option<&str>) -> ToastKind {
    ToastKind::LastDayChanged {
        person: "Joni Sherman".to_owned(),
        item_title: "Q3 Forecast".to_owned(),
        until,
        by: by.map(str::to_owned),
        change: None,
    }
}

fn shared(awaits_guest: bool, told_by: ToldBy) -> ToastKind {
    let (person, item_title) = ("Joni Sherman".to_owned(), "Q3 Forecast".to_owned());
    ToastKind::Shared { person, item_title, awaits_guest, told_by }
}

#[test]
fn every_toast_names_the_person_and_the_item_in_every_language() {
    let kinds = [
        named(|person, item_title| ToastKind::Invited { person, item_title, told_by: ToldBy::Mail }),
        named(|person, item_title| ToastKind::Invited { person, item_title, told_by: ToldBy::Inviter }),
        named(|person, item_title| ToastKind::Joined { person, item_title }),
        named(|person, item_title| ToastKind::LinkReplaced {
            person,
            item_title,
            by: "Diego Siciliani".to_owned(),
        }),
        named(|person, item_title| ToastKind::Undone { person, item_title, by: "Megan Bowen".to_owned() }),
        shared(false, ToldBy::Microsoft),
        shared(true, ToldBy::Microsoft),
        shared(true, ToldBy::Mail),
        shared(false, ToldBy::Inviter),
        named(|person, item_title| ToastKind::Kept { person, item_title, role: role() }),
        named(|person, item_title| ToastKind::Accepted { person, item_title }),
        named(|person, item_title| ToastKind::MailProblem {
            person,
            item_title,
            problem: Problem::new(ProblemCode::DomainBlocked),
        }),
        named(|person, item_title| ToastKind::AccessEnded { person, item_title, by: None, change: None }),
        named(|person, item_title| ToastKind::AccessEnded {
            person,
            item_title,
            by: Some("Megan Bowen".to_owned()),
            change: None,
        }),
        role_changed(None),
        role_changed(Some("Megan Bowen")),
        day_changed(Some(NEW_YEAR), None),
        day_changed(Some(NEW_YEAR), Some("Megan Bowen")),
        day_changed(None, None),
        day_changed(None, Some("Megan Bowen")),
        named(|person, item_title| ToastKind::AccessRanOut { person, item_title }),
        named(|person, item_title| ToastKind::Problem {
            person,
            item_title,
            problem: Problem::new(ProblemCode::DomainBlocked),
        }),
    ];
    for lang in Language::ALL {
        let said: Vec<String> = kinds.iter().map(|kind| words::toast(lang, kind)).collect();
        for text in &said {
            assert!(text.contains("Joni Sherman") && text.contains("Q3 Forecast"), "{lang:?}: {text}");
        }
        assert!(said.iter().all(|text| said.iter().filter(|other| *other == text).count() == 1));
    }
}

#[test]
fn a_toast_stored_before_guests_were_awaited_can_still_be_read() {
    let stored = r#"{"kind":"shared","person":"Joni Sherman","item_title":"Q3 Forecast"}"#;
    let toast: ToastKind = serde_json::from_str(stored).unwrap();
    assert_eq!(words::toast(Language::English, &toast), "Joni Sherman now has access to “Q3 Forecast”.");
}

#[test]
fn one_line_tells_of_several_recipients_and_names_the_item_in_every_language() {
    let (person, item_title) = ("Joni Sherman".to_owned(), "Q3 Forecast".to_owned());
    let problem = Problem::new(ProblemCode::DomainBlocked);
    let kinds = [
        named(|person, item_title| ToastKind::Invited { person, item_title, told_by: ToldBy::Mail }),
        named(|person, item_title| ToastKind::Invited { person, item_title, told_by: ToldBy::Inviter }),
        named(|person, item_title| ToastKind::Joined { person, item_title }),
        shared(false, ToldBy::Microsoft),
        ToastKind::Kept { person: person.clone(), item_title: item_title.clone(), role: role() },
        named(|person, item_title| ToastKind::Accepted { person, item_title }),
        ToastKind::Problem {
            person: person.clone(),
            item_title: item_title.clone(),
            problem: problem.clone(),
        },
        ToastKind::MailProblem { person, item_title, problem },
    ];
    for lang in Language::ALL {
        for (at, kind) in kinds.iter().enumerate() {
            let said = words::toast_of(lang, kind, 12);
            assert!(said.contains("12") && said.contains("Q3 Forecast"), "{lang:?}: {said}");
            assert!(!said.contains("Joni"), "one of many is not named: {said}");
            assert_eq!(words::toast_of(lang, kind, 1), words::toast(lang, kind));
            let other = kinds[..at].iter().find(|other| words::toast_of(lang, other, 12) == said);
            assert_eq!(other, None, "{lang:?}: {said}");
        }
    }
    // What somebody else did is told of each by itself.
    let undone =
        named(|person, item_title| ToastKind::Undone { person, item_title, by: "Megan Bowen".to_owned() });
    assert_eq!(words::toast_of(Language::English, &undone, 12), words::toast(Language::English, &undone));
}

fn role() -> contract::RoleName {
    contract::RoleName::parse("reader").unwrap()
}

#[test]
fn trouble_says_why() {
    let toast = named(|person, item_title| ToastKind::Problem {
        person,
        item_title,
        problem: Problem::new(ProblemCode::DomainBlocked),
    });
    assert_eq!(words::toast(Language::English, &toast), "Joni Sherman can’t open “Q3 Forecast”.");
    let reason = |lang| words::toast_reason(lang, &toast);
    assert_eq!(
        reason(Language::English).as_deref(),
        Some("Your organization doesn’t allow guests from this domain.")
    );
    assert_eq!(reason(Language::Chinese).as_deref(), Some("您的組織不允許來自此網域的來賓。"));
    let good = named(|person, item_title| ToastKind::Accepted { person, item_title });
    assert_eq!(words::toast_reason(Language::English, &good), None);
}

#[test]
fn whoever_is_told_of_ended_access_knows_who_did_it() {
    let ended = |by: Option<&str>| ToastKind::AccessEnded {
        person: "Joni Sherman".to_owned(),
        item_title: "Q3 Forecast".to_owned(),
        by: by.map(str::to_owned),
        change: None,
    };
    let said = |by| words::toast(Language::English, &ended(by));
    assert_eq!(said(None), "You ended Joni Sherman’s access to “Q3 Forecast”.");
    assert_eq!(said(Some("Megan Bowen")), "Megan Bowen ended Joni Sherman’s access to “Q3 Forecast”.");
    assert!(ended(Some("Megan Bowen")).is_problem() && !ended(None).is_problem());
}

#[test]
fn the_last_day_is_named_and_who_has_changed_it() {
    for lang in Language::ALL {
        let said = |until, by| words::toast(lang, &day_changed(until, by));
        let day = words::last_day(lang, NEW_YEAR);
        for by in [None, Some("Megan Bowen")] {
            assert!(said(Some(NEW_YEAR), by).contains(&day), "{lang:?}: {}", said(Some(NEW_YEAR), by));
            assert!(!said(None, by).contains(&day), "{lang:?}");
            for until in [Some(NEW_YEAR), None] {
                assert_eq!(said(until, by).contains("Megan Bowen"), by.is_some(), "{lang:?}");
            }
        }
    }
    let said = words::toast(Language::English, &day_changed(Some(NEW_YEAR), None));
    assert_eq!(said, "The last day of Joni Sherman’s access to “Q3 Forecast” is 31 December 2026 (UTC) now.");
    assert!(day_changed(None, Some("Megan Bowen")).is_problem() && !day_changed(None, None).is_problem());
}
