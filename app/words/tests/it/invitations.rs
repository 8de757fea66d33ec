use contract::{
    HistoryEvent, InvitationId, InvitationRow, InvitationState, ItemId, Language, Problem, ProblemCode,
    Progress, RoleName, StateReport, StepKind, ToldBy, UndoEffect,
};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn row(state: InvitationState, problem: Option<Problem>) -> InvitationRow {
    InvitationRow {
        tries: 0,
        id: InvitationId::parse("1").unwrap(),
        person: "Joni Sherman".to_owned(),
        address: "joni.sherman@northwind.example".to_owned(),
        outside: true,
        item: ItemId::parse("2").unwrap(),
        item_title: "Q3 Forecast".to_owned(),
        role: RoleName::parse("reader").unwrap(),
        state,
        problem,
        created: NOW,
        has_link: false,
        inviter: None,
        undone_by: None,
        awaits_guest: false,
        access_ended: false,
        history: Vec::new(),
    }
}

fn busy(seconds: i64) -> Problem {
    let retry_at = Some(NOW + Duration::seconds(seconds));
    Problem { retry_at, ..Problem::new(ProblemCode::DirectoryBusy) }
}

#[test]
fn every_state_has_a_word_and_a_line_of_its_own() {
    for lang in Language::ALL {
        let mut words: Vec<&str> =
            InvitationState::ALL.into_iter().map(|state| words::invitation_state(lang, state)).collect();
        let mut lines: Vec<String> = InvitationState::ALL
            .into_iter()
            .map(|state| words::row_state(lang, &row(state, None), NOW))
            .collect();
        words.sort_unstable();
        words.dedup();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(
            (words.len(), lines.len()),
            (InvitationState::ALL.len(), InvitationState::ALL.len()),
            "{lang:?}"
        );
    }
}

#[test]
fn a_page_that_follows_says_what_the_list_says() {
    for (awaits_guest, access_ended) in [(false, false), (true, false), (false, true)] {
        let waits = row(InvitationState::Waiting, Some(busy(40)));
        for row in [waits, row(InvitationState::Undone, None)] {
            let row = InvitationRow { awaits_guest, access_ended, ..row };
            let (invitation, state, problem) = (row.id.clone(), row.state, row.problem.clone());
            let report = StateReport { invitation, state, problem, awaits_guest, access_ended };
            let said = words::state_report(Language::English, &report, NOW);
            assert_eq!(said, words::row_state(Language::English, &row, NOW));
        }
    }
}

#[test]
fn what_ended_is_not_called_undone() {
    for lang in Language::ALL {
        let said = |state, problem, access_ended| {
            words::row_state(lang, &InvitationRow { access_ended, ..row(state, problem) }, NOW)
        };
        for state in [InvitationState::Undoing, InvitationState::Undone] {
            assert_ne!(said(state, None, true), said(state, None, false), "{lang:?} {state}");
        }
        assert_ne!(said(InvitationState::Undoing, None, true), said(InvitationState::Undone, None, true));
        // Why it waits is said all the same, and what has been tried again since speaks for itself.
        let waits = |ended| said(InvitationState::Undoing, Some(busy(40)), ended);
        assert_eq!(waits(true), waits(false));
        assert_eq!(said(InvitationState::Shared, None, true), said(InvitationState::Shared, None, false));
    }
    let ended = InvitationRow { access_ended: true, ..row(InvitationState::Undone, None) };
    assert_eq!(words::row_state(Language::English, &ended, NOW), "This access has ended.");
}

#[test]
fn whoever_waits_for_their_turn_reads_when_it_comes() {
    for (lang, seconds, expected) in [
        (Language::English, 0, "Waiting: your turn is about to come."),
        (Language::English, 120, "Waiting: your turn comes in about 2 minutes."),
        (Language::Lithuanian, 95, "Laukiama: jūsų eilė ateis maždaug po 2 minučių."),
        (Language::French, 30, "En attente\u{a0}: votre tour arrive dans environ 30 secondes."),
        (Language::Portuguese, 7_000, "Aguardando: sua vez chega em cerca de 2 horas."),
        (Language::Chinese, 120, "等候中：大約 2 分鐘後輪到您。"),
    ] {
        let retry_at = Some(NOW + Duration::seconds(seconds));
        let problem = Problem { retry_at, ..Problem::new(ProblemCode::WaitsForTurn) };
        let said = words::row_state(lang, &row(InvitationState::Waiting, Some(problem)), NOW);
        assert_eq!(said, expected);
    }
}

#[test]
fn a_wait_says_why_and_until_when() {
    for (seconds, next) in [
        (-5, "The next try is about to start."),
        (0, "The next try is about to start."),
        (1, "Next try in 1 second."),
        (40, "Next try in 40 seconds."),
        (91, "Next try in 2 minutes."),
        (5400, "Next try in 90 minutes."),
        (5401, "Next try in 2 hours."),
    ] {
        let said =
            words::row_state(Language::English, &row(InvitationState::Waiting, Some(busy(seconds))), NOW);
        assert_eq!(said, format!("Waiting: Microsoft is handling too many requests right now. {next}"));
    }
}

#[test]
fn french_and_chinese_join_sentences_in_their_own_way() {
    let row = row(InvitationState::Waiting, Some(busy(40)));
    assert_eq!(
        words::row_state(Language::French, &row, NOW),
        "En attente\u{a0}: Microsoft reçoit trop de demandes en ce moment. Prochain essai dans 40 secondes."
    );
    assert_eq!(
        words::row_state(Language::Chinese, &row, NOW),
        "等候中：Microsoft 目前收到的要求過多。40 秒後再試一次。"
    );
}

#[test]
fn what_has_settled_announces_no_next_try() {
    let said = words::row_state(Language::English, &row(InvitationState::Failed, Some(busy(40))), NOW);
    assert_eq!(said, "Didn’t work: Microsoft is handling too many requests right now.");
}

#[test]
fn progress_names_the_person_where_it_went_well() {
    let progress = |state, problem| Progress {
        existing_role: None,
        invitation: InvitationId::parse("1").unwrap(),
        state,
        steps: Vec::new(),
        problem,
        has_link: false,
        person: "Joni Sherman".to_owned(),
        item_title: "Q3 Forecast".to_owned(),
        awaits_guest: false,
        told_by: ToldBy::default(),
    };
    for lang in Language::ALL {
        for state in [InvitationState::Sent, InvitationState::Shared, InvitationState::Accepted] {
            let said = words::progress(lang, &progress(state, None), NOW);
            assert!(said.contains("Joni Sherman"), "{lang:?} {state:?}: {said}");
        }
        let said = words::progress(lang, &progress(InvitationState::Waiting, Some(busy(40))), NOW);
        assert!(said.contains("40"), "{lang:?}: {said}");
    }
}

#[test]
fn access_that_cannot_be_used_yet_is_said_to_be_so() {
    let awaited = InvitationRow { awaits_guest: true, ..row(InvitationState::Shared, None) };
    for lang in Language::ALL {
        let usable = row(InvitationState::Shared, None);
        assert_ne!(words::row_state(lang, &awaited, NOW), words::row_state(lang, &usable, NOW));
    }
    assert_eq!(
        words::row_state(Language::English, &awaited, NOW),
        "Has access, but hasn’t accepted an earlier invitation yet."
    );
}

#[test]
fn the_timeline_tells_every_event() {
    let mut events = vec![
        HistoryEvent::Asked,
        HistoryEvent::TriedAgain,
        HistoryEvent::BlockProbed,
        HistoryEvent::BlockLifted,
        HistoryEvent::LinkCopied,
        HistoryEvent::LinkReplaced,
        HistoryEvent::Joined,
        HistoryEvent::AccessTakenOver,
        HistoryEvent::AccessEnded,
        HistoryEvent::RoleChanged,
        HistoryEvent::LastDayChanged,
        HistoryEvent::AccessRanOut,
        HistoryEvent::Accepted,
        HistoryEvent::SignedUp,
        HistoryEvent::SignUpConfirmed,
        HistoryEvent::SignUpDenied,
        HistoryEvent::SponsorLeftOut,
    ];
    for kind in StepKind::ALL {
        events.extend([
            HistoryEvent::StepDone(kind),
            HistoryEvent::StepWaiting(kind),
            HistoryEvent::StepStopped(kind),
            HistoryEvent::StepFailed(kind),
            HistoryEvent::UndoWaiting(kind),
            HistoryEvent::StepUndone(kind),
        ]);
    }
    for lang in Language::ALL {
        let of = row(InvitationState::Sent, None);
        let mut said: Vec<String> = events.iter().map(|event| words::history(lang, *event, &of)).collect();
        assert!(said[0].contains("Joni Sherman") && said[0].contains("Q3 Forecast"), "{}", said[0]);
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), events.len(), "{lang:?}");
    }
}

/// Whoever has it undone reads what that waits for, and until when.
#[test]
fn what_undoing_waits_for_is_said() {
    let waits = |code| Problem { retry_at: Some(NOW + Duration::minutes(30)), ..Problem::new(code) };
    for lang in Language::ALL {
        let mut said = vec![words::row_state(lang, &row(InvitationState::Undoing, None), NOW)];
        for code in [ProblemCode::PackagePending, ProblemCode::PackageUndecided, ProblemCode::PackageEnding] {
            let line = words::row_state(lang, &row(InvitationState::Undoing, Some(waits(code))), NOW);
            assert!(line.contains("30"), "{lang:?}: {line}");
            said.push(line);
        }
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), 4, "{lang:?}");
    }
    assert_eq!(
        words::row_state(
            Language::English,
            &row(InvitationState::Undoing, Some(waits(ProblemCode::PackageUndecided))),
            NOW
        ),
        "Being undone: Nobody has decided on the access package yet. Next try in 30 minutes."
    );
}

/// Nothing is undone of which nothing is said: only who tells has no effect that could be.
#[test]
fn what_undoing_each_step_comes_to_is_said() {
    for lang in Language::ALL {
        let mut said = Vec::new();
        for kind in StepKind::ALL {
            let line = words::undo_line(lang, kind, UndoEffect::TakenBack, "Joni Sherman", "Q3 Forecast");
            assert_eq!(line.is_empty(), kind == StepKind::TellInviter, "{lang:?} {kind:?}");
            assert!(!line.contains(['{', '}']), "{lang:?} {kind:?}: {line}");
            // Who chose a guest may be the last one to need them, as who invited them may.
            said.extend(Some(line).filter(|line| !line.is_empty() && kind != StepKind::FindPerson));
        }
        let stays = words::undo_line(
            lang,
            StepKind::RecordAccess,
            UndoEffect::Remains,
            "Joni Sherman",
            "Q3 Forecast",
        );
        assert!(stays.contains("Joni Sherman") && stays.contains("Q3 Forecast"), "{lang:?}: {stays}");
        said.push(stays);
        let count = said.len();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), count, "{lang:?}");
    }
}

/// Where another share gives it, nobody reads that it could not be taken back.
#[test]
fn access_that_another_share_gives_is_said_to_stay() {
    for lang in Language::ALL {
        let of = row(InvitationState::Undone, None);
        let said = words::history(lang, HistoryEvent::StepRemains(StepKind::RecordAccess), &of);
        assert!(said.contains("Joni Sherman"), "{lang:?}: {said}");
        assert!(!said.contains(words::step(lang, StepKind::RecordAccess)), "{lang:?}: {said}");
    }
}

/// An administrator reads of the inviter what the inviter reads of themselves.
#[test]
fn an_administrator_reads_who_did_it() {
    let own = row(InvitationState::Undone, None);
    let inviter = Some("Adele Vance".to_owned());
    let others = InvitationRow { inviter, undone_by: Some("Megan Bowen".to_owned()), ..own.clone() };
    for lang in Language::ALL {
        for event in [
            HistoryEvent::Asked,
            HistoryEvent::TriedAgain,
            HistoryEvent::MailLeftOut,
            HistoryEvent::MailSkipped,
            HistoryEvent::InviterReturned,
            HistoryEvent::LinkCopied,
            HistoryEvent::LinkReplaced,
            HistoryEvent::Joined,
            HistoryEvent::UndoRequested,
        ] {
            let said = words::history(lang, event, &others);
            assert!(said.contains("Adele Vance"), "{lang:?}: {said}");
            assert_ne!(said, words::history(lang, event, &own), "{lang:?}");
        }
        let event = HistoryEvent::UndoRequestedByAdministrator;
        let by_megan = words::history(lang, event, &others);
        assert!(by_megan.contains("Megan Bowen"), "{lang:?}: {by_megan}");
        let same = words::history(lang, event, &InvitationRow { inviter: None, ..others.clone() });
        assert_eq!(same, by_megan, "the inviter reads the same");
        assert!(!words::history(lang, event, &own).is_empty(), "whose name was lost");
    }
}

/// Who has ended or changed access is named, whoever reads it.
#[test]
fn who_has_ended_access_is_read_by_inviter_and_administrator() {
    let own = row(InvitationState::Undone, None);
    let by_megan = InvitationRow { undone_by: Some("Megan Bowen".to_owned()), ..own.clone() };
    let of_adele =
        |row: &InvitationRow| InvitationRow { inviter: Some("Adele Vance".to_owned()), ..row.clone() };
    for lang in Language::ALL {
        for event in [HistoryEvent::AccessEnded, HistoryEvent::RoleChanged] {
            let said = |row: &InvitationRow| words::history(lang, event, row);
            assert!(said(&by_megan).contains("Megan Bowen") && !said(&own).contains("Adele"), "{lang:?}");
            assert_eq!(said(&of_adele(&by_megan)), said(&by_megan), "{lang:?}");
            assert!(said(&of_adele(&own)).contains("Adele Vance"), "{lang:?}");
        }
    }
}
