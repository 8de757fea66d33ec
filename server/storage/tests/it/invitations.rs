//! The ledger of invitations.

use contract::{EntraUserId, InvitationState, ItemId, Language, StepKind, StepState};
use storage::access::grant;
use storage::invitations::{
    Addressee, HistoryRow, Holding, InvitationRow, RecordedRow, StepRow, UndoneInviteRow, add_history,
    fail_unread, history_of, insert_steps, load, load_in, put_away, recorded, recorded_in, steps, steps_in,
    steps_of, steps_of_addressee, steps_of_person, supersede, undone_invites, undone_steps_of_addressee,
    undone_steps_of_addressee_in, update, update_step,
};
use storage::{ConstraintKind, StorageError, invitations, items, jobs, people, shares};
use testing::TestDb;

use crate::rows::{TENANT, access, adele_and_plan, id, insert_shared, invitation, item, person, share, step};

stories![
    everything_that_was_asked_comes_back,
    every_state_and_language_comes_back,
    an_invitation_needs_its_share,
    only_what_changes_on_the_way_is_changed,
    steps_keep_their_order_and_their_counts,
    every_kind_and_state_of_a_step_comes_back,
    what_stands_of_a_persons_other_invitations_is_needed,
    who_waits_for_the_same_address_needs_it_and_what_is_undone_has_left_it,
    what_undone_invitations_say_of_their_guest_is_read_at_once,
    whatever_became_of_an_invitation_its_living_access_needs_what_it_did,
    who_has_recorded_access_is_known_by_person_and_item,
    history_is_told_in_the_order_it_was_stored,
    what_one_statement_stores_keeps_its_order,
    an_unknown_text_is_named_by_its_column,
    an_invitation_that_cannot_be_read_is_ended,
    keys_of_an_earlier_version_are_renewed_once,
];

/// Stores each with a share of its own.
pub async fn store(db: &TestDb, rows: &[InvitationRow]) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        for row in rows {
            insert_shared(tx, row).await?;
        }
        Ok(())
    })
    .await;
}

async fn everything_that_was_asked_comes_back(db: &TestDb) {
    let full = InvitationRow {
        chosen: Some(id("grady")),
        problem: Some(r#"{"code":"internal"}"#.into()),
        guest: Some(id("guest-1")),
        person: Some(id("person-1")),
        link: Some(vec![0, 255]),
        language: Language::Chinese,
        options: Some(r#"{"until":1798761600000}"#.into()),
        message: Some("Ačiū 👋\n\"kabutės\" 'apostrofas' \\".into()),
        ..invitation("n1")
    };
    let bare = InvitationRow { name: None, message: None, ..invitation("n2") };
    store(db, &[full.clone(), bare.clone()]).await;
    assert_eq!(load(&db.storage, &id("n1")).await.unwrap(), Some(full.clone()));
    assert_eq!(load(&db.storage, &id("n2")).await.unwrap(), Some(bare));
    assert_eq!(load(&db.storage, &id("n3")).await.unwrap(), None);
    assert_eq!(db.change(async |tx| load_in(tx, &id("n1")).await).await, Some(full));

    db.run("UPDATE items SET title = 'The new plan'").await;
    let titled = load(&db.storage, &id("n1")).await.unwrap().unwrap();
    assert_eq!(titled.item_title, "The new plan", "the title is the item's");
}

async fn every_state_and_language_comes_back(db: &TestDb) {
    let states = InvitationState::ALL.map(|state| InvitationRow { state, ..invitation(state.as_str()) });
    let languages = Language::ALL
        .map(|language| InvitationRow { language, ..invitation(&format!("in-{}", language.tag())) });
    let rows = [states.as_slice(), languages.as_slice()].concat();
    store(db, &rows).await;
    for row in rows {
        assert_eq!(load(&db.storage, &row.id).await.unwrap(), Some(row));
    }
}

async fn an_invitation_needs_its_share(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    let refused = invitations::insert(&mut tx, &invitation("n1")).await;
    assert_eq!(refused, Err(StorageError::Conflict(ConstraintKind::Reference)));
    drop(tx);
    store(db, &[invitation("n1")]).await;
    let mut tx = db.storage.begin().await.unwrap();
    let again = InvitationRow { share: id("share-n1"), ..invitation("n1") };
    let refused = invitations::insert(&mut tx, &again).await;
    assert_eq!(refused, Err(StorageError::Conflict(ConstraintKind::Unique)));
}

async fn only_what_changes_on_the_way_is_changed(db: &TestDb) {
    store(db, &[invitation("n1"), invitation("n2")]).await;
    db.change(async |tx| shares::insert(tx, &share("elsewhere", "k9")).await).await;
    let changed = InvitationRow {
        state: InvitationState::Sent,
        facts: r#"{"found":false}"#.into(),
        problem: Some("{}".into()),
        guest: Some(id("guest-1")),
        person: Some(id("person-1")),
        link: Some(vec![1, 2]),
        updated_at: 2_000,
        ..invitation("n1")
    };
    let with_more = InvitationRow {
        share: id("elsewhere"),
        inviter: id("alex"),
        role: id("owner"),
        address: "else@where".into(),
        chosen: Some(id("joni")),
        language: Language::French,
        created_at: 9,
        ..changed.clone()
    };
    db.change(async |tx| update(tx, &with_more).await).await;
    assert_eq!(load(&db.storage, &id("n1")).await.unwrap(), Some(changed));
    assert_eq!(load(&db.storage, &id("n2")).await.unwrap(), Some(invitation("n2")), "and no other");

    let back = InvitationRow { updated_at: 3_000, ..invitation("n1") };
    db.change(async |tx| update(tx, &back).await).await;
    assert_eq!(load(&db.storage, &id("n1")).await.unwrap(), Some(back), "known values can go again");

    let mut tx = db.storage.begin().await.unwrap();
    assert_eq!(update(&mut tx, &invitation("n9")).await, Err(StorageError::NotFound));
}

async fn steps_keep_their_order_and_their_counts(db: &TestDb) {
    store(db, &[invitation("n1"), invitation("n2")]).await;
    let plan = [
        step("n1", 1, StepKind::RecordAccess),
        step("n1", 0, StepKind::FindPerson),
        step("n2", 0, StepKind::FindPerson),
    ];
    db.change(async |tx| insert_steps(tx, &plan).await).await;
    let done = StepRow {
        state: StepState::Done,
        attempts: 3,
        facts: Some(r#"{"candidates":[]}"#.into()),
        ..step("n1", 0, StepKind::FindPerson)
    };
    db.change(async |tx| update_step(tx, &done).await).await;

    let of_first = [done.clone(), step("n1", 1, StepKind::RecordAccess)];
    assert_eq!(steps(&db.storage, &id("n1")).await.unwrap(), of_first);
    assert_eq!(db.change(async |tx| steps_in(tx, &id("n1")).await).await, of_first);
    let both = steps_of(&db.storage, &[id("n2"), id("n1"), id("n9")]).await.unwrap();
    assert_eq!(both, [of_first[0].clone(), of_first[1].clone(), step("n2", 0, StepKind::FindPerson)]);
    assert!(steps_of(&db.storage, &[]).await.unwrap().is_empty());

    let other_kind = StepRow { kind: StepKind::TellInviter, facts: None, ..done.clone() };
    db.change(async |tx| update_step(tx, &other_kind).await).await;
    let now = steps(&db.storage, &id("n1")).await.unwrap();
    assert_eq!(now[0], StepRow { facts: None, ..done }, "the kind stays, facts can go");

    let mut tx = db.storage.begin().await.unwrap();
    let none = step("n1", 7, StepKind::TellInviter);
    assert_eq!(update_step(&mut tx, &none).await, Err(StorageError::NotFound));
}

async fn every_kind_and_state_of_a_step_comes_back(db: &TestDb) {
    store(db, &[invitation("n1")]).await;
    let mut plan = Vec::new();
    for kind in StepKind::ALL {
        for state in StepState::ALL {
            let position = i64::try_from(plan.len()).unwrap();
            let facts = Some(format!(r#"{{"at":{position}}}"#));
            plan.push(StepRow { state, facts, attempts: position, ..step("n1", position, kind) });
        }
    }
    db.change(async |tx| insert_steps(tx, &plan).await).await;
    assert_eq!(steps(&db.storage, &id("n1")).await.unwrap(), plan);
}

async fn what_stands_of_a_persons_other_invitations_is_needed(db: &TestDb) {
    let of = |name: &str, state| InvitationRow { state, person: Some(id("grady")), ..invitation(name) };
    let rows = [
        of("n0", InvitationState::Sent),
        of("n1", InvitationState::Working),
        of("n2", InvitationState::Failed),
        of("n3", InvitationState::Stopped),
        of("n4", InvitationState::Stopped),
        of("n5", InvitationState::Stopped),
        of("n6", InvitationState::Sent),
        InvitationRow { person: Some(id("joni")), ..of("n7", InvitationState::Sent) },
    ];
    store(db, &rows).await;
    let steps = rows.each_ref().map(|row| {
        let is_done = !["n3", "n4"].contains(&row.id.as_str());
        let state = if is_done { StepState::Done } else { StepState::Open };
        StepRow { state, ..step(row.id.as_str(), 0, StepKind::JoinGroup) }
    });
    db.change(async |tx| insert_steps(tx, &steps).await).await;
    let owner = (crate::rows::tenant(), id("adele"));
    for away in ["n4", "n5"] {
        assert!(db.change(async |tx| put_away(tx, (&owner.0, &owner.1), &id(away), 9).await).await);
    }
    // Another one stands for it.
    assert!(db.change(async |tx| supersede(tx, &id("n6"), 9).await).await);
    let (kind, besides) = (StepKind::JoinGroup, id("n0"));
    let found = steps_of_person(&db.storage, (&owner.0, &id("grady")), kind, &besides).await.unwrap();
    let needed: Vec<_> = found.iter().map(|step| step.invitation.as_str()).collect();
    assert_eq!(needed, ["n1", "n3", "n5"], "of what was put away only what it had done");
}

async fn who_waits_for_the_same_address_needs_it_and_what_is_undone_has_left_it(db: &TestDb) {
    let address = "grady@fabrikam.example";
    let of = |name: &str, state, person: Option<&str>, canonical: &str| InvitationRow {
        state,
        person: person.map(id),
        canonical: canonical.to_owned(),
        ..invitation(name)
    };
    let rows = [
        of("n0", InvitationState::Shared, Some("grady"), address),
        of("n1", InvitationState::Shared, Some("grady"), "gradys@other.example"),
        of("n2", InvitationState::Waiting, None, address),
        of("n3", InvitationState::Waiting, None, "joni@northwind.example"),
        of("n4", InvitationState::Shared, Some("joni"), address),
        of("n5", InvitationState::Undone, Some("grady"), "gradys@other.example"),
        of("n6", InvitationState::Undoing, None, address),
        of("n7", InvitationState::Undone, Some("joni"), "joni@northwind.example"),
        of("n8", InvitationState::Failed, Some("grady"), address),
    ];
    store(db, &rows).await;
    let kind = StepKind::RequestAccessPackage;
    let steps = rows.each_ref().map(|row| step(row.id.as_str(), 0, kind));
    db.change(async |tx| insert_steps(tx, &steps).await).await;
    let (tenant, grady, besides) = (crate::rows::tenant(), id("grady"), id("n0"));
    let names = |steps: Vec<StepRow>| -> Vec<String> {
        steps.iter().map(|step| step.invitation.to_string()).collect()
    };
    for (person, needing, leaving) in [
        (Some(&grady), ["n1", "n2"].as_slice(), ["n5", "n6"].as_slice()),
        (None, ["n2"].as_slice(), ["n6"].as_slice()),
    ] {
        let whose = Addressee { tenant: &tenant, person, canonical: address };
        let needed = steps_of_addressee(&db.storage, whose, kind, &besides).await.unwrap();
        assert_eq!(names(needed), needing);
        let left = undone_steps_of_addressee(&db.storage, whose, kind, &besides).await.unwrap();
        assert_eq!(names(left), leaving);
        let seen = db.change(async |tx| undone_steps_of_addressee_in(tx, whose, kind, &besides).await).await;
        assert_eq!(names(seen), leaving);
    }
}

async fn what_undone_invitations_say_of_their_guest_is_read_at_once(db: &TestDb) {
    let of = |name: &str, state, person: &str| InvitationRow {
        state,
        person: Some(id(person)),
        guest: Some(id(person)),
        facts: format!(r#"{{"of":"{name}"}}"#),
        ..invitation(name)
    };
    let rows = [
        of("n0", InvitationState::Undoing, "grady"),
        of("n1", InvitationState::Undone, "grady"),
        InvitationRow {
            guest: None,
            chosen: Some(id("grady")),
            ..of("n2", InvitationState::Undoing, "grady")
        },
        of("n3", InvitationState::Sent, "grady"),
        of("n4", InvitationState::Undone, "joni"),
        InvitationRow { tenant: id("tenant-2"), ..of("n5", InvitationState::Undone, "grady") },
        InvitationRow { person: None, guest: None, ..of("n6", InvitationState::Undone, "grady") },
    ];
    store(db, &rows).await;
    let kinds = [StepKind::FindPerson, StepKind::SendInvitation, StepKind::RecordAccess];
    let learned = |row: &InvitationRow, kind: StepKind| Some(format!(r#"{{"{}":"{kind:?}"}}"#, row.id));
    let plan: Vec<_> = rows
        .iter()
        .flat_map(|row| {
            (0..).zip(kinds).map(move |(position, kind)| StepRow {
                facts: learned(row, kind),
                ..step(row.id.as_str(), position, kind)
            })
        })
        .collect();
    db.change(async |tx| insert_steps(tx, &plan).await).await;
    let (tenant, grady, besides) = (crate::rows::tenant(), id("grady"), id("n0"));
    let ask = async |limit| undone_invites(&db.storage, (&tenant, &grady), &besides, limit).await.unwrap();
    let mut found = ask(9).await;
    found.sort_by_key(|row| (row.facts.clone(), row.step_facts.clone()));
    let expected = [&rows[1], &rows[2]].into_iter().flat_map(|row| {
        kinds[..2].iter().map(move |kind| UndoneInviteRow {
            chosen: row.chosen.clone(),
            guest: row.guest.clone(),
            facts: row.facts.clone(),
            step_facts: learned(row, *kind),
        })
    });
    assert_eq!(found, expected.collect::<Vec<_>>());
    assert_eq!(ask(3).await.len(), 3, "no more than were asked for");
}

async fn whatever_became_of_an_invitation_its_living_access_needs_what_it_did(db: &TestDb) {
    let of = |name: &str, state| InvitationRow { state, person: Some(id("grady")), ..invitation(name) };
    let rows = [
        of("n0", InvitationState::Sent),
        of("n1", InvitationState::Failed),
        of("n2", InvitationState::Failed),
        of("n3", InvitationState::Failed),
        of("n4", InvitationState::Sent),
        of("n5", InvitationState::Undoing),
        of("n6", InvitationState::Undone),
        InvitationRow { role: id("contributor"), ..of("n7", InvitationState::Failed) },
        InvitationRow { person: Some(id("joni")), ..of("n8", InvitationState::Failed) },
    ];
    store(db, &rows).await;
    let steps = rows.each_ref().map(|row| {
        let state = if row.id.as_str() == "n3" { StepState::Failed } else { StepState::Done };
        StepRow { state, ..step(row.id.as_str(), 0, StepKind::JoinGroup) }
    });
    db.change(async |tx| insert_steps(tx, &steps).await).await;
    let owner = (crate::rows::tenant(), id("adele"));
    assert!(db.change(async |tx| put_away(tx, (&owner.0, &owner.1), &id("n2"), 9).await).await);
    assert!(db.change(async |tx| supersede(tx, &id("n4"), 9).await).await);
    let needed = async || {
        let (kind, besides) = (StepKind::JoinGroup, id("n0"));
        let found = steps_of_person(&db.storage, (&owner.0, &id("grady")), kind, &besides).await.unwrap();
        found.into_iter().map(|step| step.invitation.to_string()).collect::<Vec<_>>()
    };
    assert!(needed().await.is_empty(), "what failed, or was put away, needs nothing by itself");
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady", "guest")).await?;
        grant(tx, &access("grady", "plan", 1), &[]).await
    })
    .await;
    assert_eq!(needed().await, ["n1", "n2", "n4"], "of this person and role, done, and not undone");
}

async fn who_has_recorded_access_is_known_by_person_and_item(db: &TestDb) {
    let of = |name: &str, state| InvitationRow { state, person: Some(id("grady")), ..invitation(name) };
    db.change(async |tx| items::upsert(tx, &item("other", "Other")).await).await;
    let rows = [
        of("n0", InvitationState::Shared),
        InvitationRow { created_at: 9, ..of("n1", InvitationState::Shared) },
        InvitationRow { created_at: 8, ..of("n2", InvitationState::Failed) },
        of("n3", InvitationState::Undoing),
        of("n4", InvitationState::Undone),
        InvitationRow { person: Some(id("joni")), ..of("n5", InvitationState::Shared) },
        InvitationRow {
            item: id("other"),
            item_title: "Other".to_owned(),
            ..of("n6", InvitationState::Shared)
        },
        of("n7", InvitationState::Failed),
        InvitationRow { created_at: 10, ..of("n8", InvitationState::Sent) },
    ];
    store(db, &rows).await;
    let adele = id("adele");
    assert!(db.change(async |tx| put_away(tx, (&crate::rows::tenant(), &adele), &id("n7"), 9).await).await);
    assert!(db.change(async |tx| supersede(tx, &id("n8"), 9).await).await);
    let mut steps = rows.each_ref().map(|row| step(row.id.as_str(), 0, StepKind::RecordAccess)).to_vec();
    steps[1].state = StepState::Done;
    steps.push(step("n1", 1, StepKind::SendMail));
    db.change(async |tx| insert_steps(tx, &steps).await).await;
    let (tenant, person, plan) = (crate::rows::tenant(), id::<EntraUserId>("grady"), id::<ItemId>("plan"));
    let of = Holding { tenant: &tenant, person: &person, item: &plan };
    let expected = [
        RecordedRow { row: rows[2].clone(), step: StepState::Open },
        RecordedRow { row: rows[1].clone(), step: StepState::Done },
        RecordedRow { row: rows[8].clone(), step: StepState::Open },
    ];
    assert_eq!(recorded(&db.storage, of, &id("n0")).await.unwrap(), expected, "oldest first");
    assert_eq!(db.change(async |tx| recorded_in(tx, of, &id("n0")).await).await, expected);
}

async fn history_is_told_in_the_order_it_was_stored(db: &TestDb) {
    store(db, &[invitation("n1"), invitation("n2")]).await;
    let line = |invitation: &str, at, problem: Option<&str>| HistoryRow {
        invitation: id(invitation),
        at,
        event: r#"{"event":"asked"}"#.into(),
        problem: problem.map(String::from),
    };
    // the clock may be set back meanwhile
    let lines = [line("n2", 5, None), line("n1", 9, Some("{}")), line("n1", 3, None)];
    db.change(async |tx| {
        add_history(tx, &lines[..2]).await?;
        add_history(tx, &[]).await?;
        add_history(tx, &lines[2..]).await
    })
    .await;
    let [of_second, first, second] = lines;
    assert_eq!(
        history_of(&db.storage, &[id("n2"), id("n1")]).await.unwrap(),
        [first.clone(), second.clone(), of_second]
    );
    assert_eq!(history_of(&db.storage, &[id("n1")]).await.unwrap(), [first, second]);
}

/// More than ten: places are numbers, not texts.
async fn what_one_statement_stores_keeps_its_order(db: &TestDb) {
    store(db, &[invitation("n1")]).await;
    let line =
        |at| HistoryRow { invitation: id("n1"), at, event: r#"{"event":"asked"}"#.into(), problem: None };
    let lines: Vec<_> = (0..25).rev().map(line).collect();
    db.change(async |tx| add_history(tx, &lines).await).await;
    assert_eq!(history_of(&db.storage, &[id("n1")]).await.unwrap(), lines);
}

/// What nobody could have stored by this program: the error names the column, and nothing that stands in it.
async fn an_unknown_text_is_named_by_its_column(db: &TestDb) {
    const SECRET: &str = "kept/secret";
    store(db, &[invitation("n1")]).await;
    db.change(async |tx| insert_steps(tx, &[step("n1", 0, StepKind::FindPerson)]).await).await;
    let good = load(&db.storage, &id("n1")).await.unwrap();
    for column in ["state", "language", "role", "tenant", "inviter", "chosen", "guest", "person"] {
        db.run(&format!("CREATE TABLE kept AS SELECT {column} AS kept FROM invitations")).await;
        db.run(&format!("UPDATE invitations SET {column} = '{SECRET}'")).await;
        let error = load(&db.storage, &id("n1")).await.unwrap_err();
        is_corrupt(&error, column);
        let mut tx = db.storage.begin().await.unwrap();
        is_corrupt(&load_in(&mut tx, &id("n1")).await.unwrap_err(), column);
        drop(tx);
        db.run(&format!("UPDATE invitations SET {column} = (SELECT kept FROM kept); DROP TABLE kept")).await;
        assert_eq!(load(&db.storage, &id("n1")).await.unwrap(), good);
    }
    for column in ["state", "kind"] {
        db.run(&format!("UPDATE invitation_steps SET {column} = '{SECRET}'")).await;
        is_corrupt(&steps(&db.storage, &id("n1")).await.unwrap_err(), column);
        is_corrupt(&steps_of(&db.storage, &[id("n1")]).await.unwrap_err(), column);
        db.run("UPDATE invitation_steps SET state = 'open', kind = 'find-person'").await;
    }
    db.run(&format!("UPDATE shares SET key = '{SECRET}'")).await;
    let known = shares::by_key(&db.storage, &id(TENANT), &id("adele"), &id("share-n1")).await.unwrap();
    assert_eq!(known, None, "it is not found by the key that it had");
}

fn is_corrupt(error: &StorageError, column: &str) {
    assert!(matches!(error, StorageError::Corrupt(_)), "{error:?}");
    assert_eq!(error.to_string(), format!("a stored value cannot be read: column {column}"));
    assert!(!error.is_retryable());
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}

async fn an_invitation_that_cannot_be_read_is_ended(db: &TestDb) {
    const PROBLEM: &str = r#"{"code":"internal"}"#;
    store(db, &[invitation("n1"), invitation("n2")]).await;
    db.run("UPDATE invitations SET state = 'dancing' WHERE id = 'n1'").await;
    db.change(async |tx| fail_unread(tx, "n1", PROBLEM, 2_000).await).await;
    let ended = InvitationRow {
        state: InvitationState::Failed,
        problem: Some(PROBLEM.into()),
        updated_at: 2_000,
        ..invitation("n1")
    };
    assert_eq!(load(&db.storage, &id("n1")).await.unwrap(), Some(ended));
    assert_eq!(load(&db.storage, &id("n2")).await.unwrap(), Some(invitation("n2")), "and no other");

    // whatever is wrong with the row, nobody goes on with it; not even its id need be one of ours
    db.run("UPDATE invitations SET id = 'n 2', language = 'none' WHERE id = 'n2'").await;
    let orphans = async || db.change(async |tx| jobs::orphaned(tx, "invite", i64::MAX).await).await;
    assert_eq!(orphans().await, ["n 2"]);
    db.change(async |tx| fail_unread(tx, "n 2", PROBLEM, 2_000).await).await;
    assert!(orphans().await.is_empty());
    db.change(async |tx| fail_unread(tx, "n9", PROBLEM, 2_000).await).await;
    assert_eq!(db.number("SELECT COUNT(*) FROM invitations WHERE state = 'failed'").await, 2);
}

#[test]
fn neither_link_nor_message_nor_address_is_printed() {
    let row = InvitationRow { link: Some(vec![201, 202]), ..invitation("n1") };
    let printed = format!("{row:?}");
    for secret in ["201", "Have a look", "fabrikam", "New Person"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

async fn keys_of_an_earlier_version_are_renewed_once(db: &TestDb) {
    let stored = |name: &str, address: &str, canonical: &str| InvitationRow {
        address: address.into(),
        canonical: canonical.into(),
        ..invitation(name)
    };
    // As the first release wrote them; the last is no address any more.
    let rows = [
        stored("domain", "Ana@Bücher.example", "ana@bücher.example"),
        stored("wide", "ｋｉｍ@woodgrove.example", "ｋｉｍ@woodgrove.example"),
        stored("local", "Ünal@fabrikam.example", "ünal@fabrikam.example"),
        stored("none", "a—@b—", "a—@b—"),
    ];
    store(db, &rows).await;
    assert_eq!(invitations::renew_keys(&db.storage).await.unwrap(), 2);
    for (name, key) in [
        ("domain", "ana@xn--bcher-kva.example"),
        ("wide", "kim@woodgrove.example"),
        ("local", "ünal@fabrikam.example"),
        ("none", "a—@b—"),
    ] {
        let row = load(&db.storage, &id(name)).await.unwrap().unwrap();
        assert_eq!(row.canonical, key);
    }
    assert_eq!(invitations::renew_keys(&db.storage).await.unwrap(), 0);
}
